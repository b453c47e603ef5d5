"""The user's own template: what it may say, and what it is refused for."""

import importlib.util
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from docx import Document

from cpscore.documents.sheets.placeholders import Written, placeholders
from cpscore.documents.template import (
    NotATemplate,
    TemplateForbidden,
    TemplateReachesOut,
    TemplateTooLarge,
    TemplateUnknown,
    TemplateUnreadable,
    fill_docx,
)
from cpscore.documents.word import write_docx
from cpscore.messages import say
from cpscore.places import resources_folder
from cpscore.rules.answers import Answer
from cpscore.rules.merging import Decisions, merge
from cpscore.rules.problem import Failure
from cpscore.rules.sheet import Sheet, Text
from tests.documents.kinds import coded, good_answers, shipped
from tests.documents.samples import NAMES, review
from tests.documents.test_sheets import TEXTS

AT = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))
ROOT = Path(__file__).parents[2]
SAMPLE = resources_folder() / "templates" / "sample.docx"


def values(**more: Any) -> dict[str, Any]:
    form = shipped("hebei-g")
    given = [good_answers(form, name, str(at)) for at, name in enumerate(NAMES[:3])]
    given[1] = given[1].with_part("v6", "a", Answer.NO).with_reason("v6", "淘汰<锅炉>&仍在运行")
    written = Written(shipped("hebei-h"), TEXTS, {"m1": "保留：设备清单"})
    made = placeholders(
        merge(form, given, Decisions()), review(4), written, say=coded, root="ab" * 32
    )
    return {**made, **more}


def template(*texts: str) -> bytes:
    return write_docx(Sheet("表", tuple(Text(text) for text in texts)), at=AT)


def filled(*texts: str, **more: Any) -> str:
    made = Document(io.BytesIO(fill_docx(template(*texts), values(**more), at=AT)))
    return "\n".join(one.text for one in made.paragraphs)


def changed(name: str, data: bytes, old: bytes = b"") -> bytes:
    """The sample with one part added, or `old` replaced in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(SAMPLE) as given, zipfile.ZipFile(buffer, "w") as made:
        for one in given.namelist():
            held = given.read(one)
            made.writestr(one, held.replace(old, data, 1) if one == name and old else held)
        if not old:
            made.writestr(name, data)
    return buffer.getvalue()


def text_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    words = [one.text for one in document.paragraphs]
    words += [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return "\n".join(words)


def test_the_sample_is_filled_with_everything() -> None:
    text = text_of(fill_docx(SAMPLE.read_bytes(), values(), at=AT))
    for part in ("示例化工有限公司", "91.00", "孙𬱟", "㐂田", "欧阳䶮", "保留：设备清单"):
        assert part in text
    assert "{" not in text
    rows = Document(io.BytesIO(fill_docx(SAMPLE.read_bytes(), values(), at=AT))).tables[1].rows
    assert len(rows) == 1 + 9
    assert [cell.text for cell in rows[1].cells] == [
        "1",
        "清洁生产验收报告",
        "10",
        "9.00",
        "8",
        "10",
        "2",
    ]


def test_the_sample_is_what_its_recipe_makes() -> None:
    made = recipe().sample()
    given, expected = (
        zipfile.ZipFile(io.BytesIO(data))
        for data in (SAMPLE.read_bytes(), write_docx(made, at=recipe().AT))
    )
    assert given.namelist() == expected.namelist()
    for name in given.namelist():
        assert given.read(name) == expected.read(name)


def recipe() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make", SAMPLE.with_name("make.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_placeholder_is_listed_and_nothing_else() -> None:
    listed = set(
        re.findall(r"`([\u4e00-\u9fff]+)`", (ROOT / "docs" / "placeholders.md").read_text("utf-8"))
    )
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            found.update(value)
            for one in value.values():
                collect(one)
        elif isinstance(value, list):
            assert value
            collect(value[0])

    collect(values())
    assert found == listed


def test_signs_of_xml_stay_text_and_lines_stay_lines() -> None:
    assert "甲<w:b/>&\n乙" in filled("{{ 企业名称 }}", 企业名称="甲<w:b/>&\n乙")


def test_what_a_value_says_is_not_read_as_a_placeholder() -> None:
    assert "{{ 组长 }}{% for %}" in filled("{{ 企业名称 }}", 企业名称="{{ 组长 }}{% for %}")


def test_rows_conditions_and_counters() -> None:
    text = filled(
        "{% for 人 in 专家 %}{% if not loop.first %}、{% endif %}"
        "{{ loop.index }}{{ 人.姓名 }}{% endfor %}"
    )
    assert "1孙𬱟、2㐂田、3欧阳䶮" in text
    assert "有" in filled("{% if 组长 == '孙𬱟' and 结论 == '' %}有{% else %}无{% endif %}")


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ 企业名称.__class__ }}",
        "{{ 专家.append(1) }}",
        "{{ 专家[0].姓名 }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ range(1000000000) }}",
        "{% for a in range(999999999) %}x{% endfor %}",
        "{{ 'a' * 1000000000 }}",
        "{{ 2 ** 999999999 }}",
        "{{ 企业名称|upper }}",
        "{{ '%s' % 企业名称 }}",
        "{{ 企业名称 ~ 组长 }}",
        "{% set a = 1 %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as a %}",
        "{% macro a() %}{% endmacro %}",
        "{% for 人 in 专家 recursive %}{{ loop(专家) }}{% endfor %}",
        "{{ self.__init__ }}",
        "{{ _a }}",
        "{{ lipsum() }}",
        "{% for a in 专家 %}" * 4 + "x" + "{% endfor %}" * 4,
    ],
)
def test_what_is_more_than_a_placeholder_is_refused(text: str) -> None:
    with pytest.raises(TemplateForbidden):
        filled(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ 企业 }}",
        "{% for 人 in 专家 %}{{ 人.电话 }}{% endfor %}",
        "{{ 企业名称.format }}",
        "{{ 专家.append }}",
        "{% for 人 in 专家 %}{{ 人.items }}{% endfor %}",
        "{{ range }}",
        "{% for 人 in 专家 %}{{ loop.cycle }}{% endfor %}",
    ],
)
def test_an_unknown_name_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(TemplateUnknown):
        filled(text)


def test_an_unknown_name_is_told_with_those_like_it() -> None:
    for text, name, like in (
        ("{{ 企业名 }}", "企业名", "企业名称"),
        ("{% for 人 in 专家组 %}{{ 人.姓名 }}{% endfor %}", "专家组", "专家"),
        ("{% for 人 in 专家 %}{{ 人.名字 }}{% endfor %}", "名字", "姓名"),
    ):
        with pytest.raises(TemplateUnknown) as failure:
            filled(text)
        assert failure.value.values["name"] == name
        assert like in str(failure.value.values["known"]).split("、")
        said = say(failure.value.code, failure.value.values)
        assert f"「{name}」" in said
        assert "undefined" not in said


@pytest.mark.parametrize("text", ["｛｛企业名称｝｝", "｛% if 称号 %｝", "{％ if 称号 ％}"])
def test_brackets_of_a_chinese_keyboard_are_not_left_standing(text: str) -> None:
    with pytest.raises(TemplateUnreadable) as failure:
        filled(text)
    assert "括号是半角的，每个 {{ 都有 }}" in say(failure.value.code, failure.value.values)


@pytest.mark.parametrize("text", ["{% for 人 in 专家 %}", "{{ 企业名称", "{% endif %}", "{{ }}"])
def test_an_unfinished_placeholder_is_refused(text: str) -> None:
    with pytest.raises((TemplateUnreadable, TemplateForbidden)):
        filled(text)


def test_rows_without_end_are_given_up() -> None:
    many = [{"姓名": "甲" * 1000}] * 300
    loops = "{% for a in 专家 %}{% for b in 专家 %}{{ a.姓名 }}{% endfor %}{% endfor %}"
    with pytest.raises(TemplateTooLarge):
        filled(loops, 专家=many)


RELATION = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="http://example.org/x" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "data", "old"),
    [
        ("word/vbaProject.bin", b"x", b""),
        ("word/activeX/activeX1.xml", b"<a/>", b""),
        ("word/embeddings/oleObject1.bin", b"x", b""),
        ("word/_rels/document.xml.rels", RELATION % b"attachedTemplate", b"</Relationships>"),
        ("word/_rels/document.xml.rels", RELATION % b"image", b"</Relationships>"),
        (
            "word/document.xml",
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document ',
            b"<w:document ",
        ),
        (
            "word/document.xml",
            b"<w:r><w:instrText>DDEAUTO c:\\\\x</w:instrText></w:r></w:p>",
            b"</w:p>",
        ),
        (
            "word/document.xml",
            b"<w:r><w:instrText>DD</w:instrText><w:instrText>E x</w:instrText></w:r></w:p>",
            b"</w:p>",
        ),
        ("word/document.xml", b'<w:fldSimple w:instr="includetext x"/></w:p>', b"</w:p>"),
        (
            "word/document.xml",
            "<w:r><w:instrText>D{% if 组长 %}DE{% endif %} x</w:instrText></w:r></w:p>".encode(),
            b"</w:p>",
        ),
    ],
)
def test_a_template_that_reaches_out_is_refused(name: str, data: bytes, old: bytes) -> None:
    with pytest.raises(TemplateReachesOut):
        fill_docx(changed(name, data, old), values(), at=AT)


def test_a_link_to_look_at_may_stay() -> None:
    linked = changed("word/_rels/document.xml.rels", RELATION % b"hyperlink", b"</Relationships>")
    assert "示例化工" in text_of(fill_docx(linked, values(), at=AT))


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", SAMPLE.read_bytes()[:5000]])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(NotATemplate):
        fill_docx(data, values(), at=AT)


def damaged() -> Sequence[bytes]:
    whole = SAMPLE.read_bytes()
    return [
        whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(0, len(whole), 997)
    ]


@pytest.mark.parametrize("data", damaged())
def test_a_damaged_template_is_refused_or_filled(data: bytes) -> None:
    try:
        made = fill_docx(data, values(), at=AT)
    except Failure:
        return
    assert "示例化工" in text_of(made)


def test_a_bomb_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b" " * (51 * 2**20))
    with pytest.raises(TemplateTooLarge):
        fill_docx(buffer.getvalue(), values(), at=AT)


def test_the_same_values_give_the_same_bytes() -> None:
    sample = SAMPLE.read_bytes()
    assert fill_docx(sample, values(), at=AT) == fill_docx(sample, values(), at=AT)
