"""A form as a table to read, in the order and the wording of its source."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from cpscore.desktop.texts import tr
from cpscore.desktop.theme import Theme
from cpscore.rules.form import Form, Grade, Item, Section
from cpscore.rules.points import plain


def form_html(form: Form, theme: Theme) -> str:
    """The whole form as rich text in the colours of the theme; every text is escaped."""
    return "".join(
        (
            f"<style>{_style(theme)}</style>",
            *_vetoes(form),
            *_items(form),
            *_opinion(form),
            *_grades(form),
            *_notes(form),
        )
    )


def _style(theme: Theme) -> str:
    one = theme.colours
    return (
        f"h3 {{ font-size: {theme.px(17)}px; }} "
        "table { border-collapse: collapse; } "
        f"th, td {{ border: 1px solid {one.control_line}; }} "
        f"th {{ background: {one.header}; color: {one.quiet_ink}; }} "
        f".quiet {{ color: {one.muted}; }}"
    )


def _table(heads: tuple[str, ...], rows: Iterator[str]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    lines = f"<tr>{head}</tr>{''.join(rows)}"
    return f'<table width="100%" cellspacing="0" cellpadding="8">{lines}</table>'


def _vetoes(form: Form) -> Iterator[str]:
    if form.vetoes:
        yield f"<h3>{escape(tr('否决项'))}</h3>"
        yield _table(
            (tr("类型"), tr("序号"), tr("内容")),
            (
                f"<tr><td>{escape(one.group or '')}</td><td align='center'>"
                f"{escape(one.number or '')}</td><td>{escape(one.text)}</td></tr>"
                for one in form.vetoes
            ),
        )


def _items(form: Form) -> Iterator[str]:
    if form.sections:
        yield f"<h3>{escape(tr('评分'))}</h3>"
        rows = (line for section in form.sections for line in _section(section))
        yield _table((tr("指标"), tr("评分内容"), tr("分值")), rows)


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield (
            f"<tr><td colspan='2'><b>{escape(section.title)}</b></td>"
            f"<td align='center'><b>{plain(section.max)}</b></td></tr>"
        )
    for item in section.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    span = f"rowspan='{max(len(item.rows), 1)}'"
    name = " ".join(one for one in (item.number, item.title or item.label) if one)
    head = f"<td {span} valign='middle'>{escape(name)}</td>"
    points = f"<td {span} align='center' valign='middle'>{plain(item.max)}</td>"
    rows = [escape(" ".join(one for one in (row.number, row.text) if one)) for row in item.rows]
    for at, text in enumerate(rows or [""]):
        cells = f"{head}<td>{text}</td>{points}" if at == 0 else f"<td>{text}</td>"
        yield f"<tr>{cells}</tr>"


def _opinion(form: Form) -> Iterator[str]:
    if form.fields:
        labels = "、".join(field.label for field in form.fields)
        yield f"<h3>{escape(tr('表头'))}</h3><p>{escape(labels)}</p>"
    for part in form.opinion:
        yield f"<h3>{escape(part.title)}</h3>"
        for one in part.paragraphs:
            yield f"<p>{escape(one.number or '')} {escape(one.text)}</p>"


def _grades(form: Form) -> Iterator[str]:
    if form.grades:
        yield f"<h3>{escape(tr('结果'))}</h3>"
        for grade in sorted(form.grades, key=lambda one: one.lower, reverse=True):
            yield f"<p><b>{escape(band(grade))}</b>　{escape(grade.label)}</p>"


def band(grade: Grade) -> str:
    """A band of points with its ends as they are printed: `70 ≤ x ≤ 90`."""
    low, high = ("≤" if closed else "<" for closed in (grade.lower_closed, grade.upper_closed))
    return f"{plain(grade.lower)} {low} x {high} {plain(grade.upper)}"


def _notes(form: Form) -> Iterator[str]:
    if form.notes:
        yield f"<h3>{escape(tr('原文的矛盾与空白'))}</h3>"
        for note in form.notes:
            about = f"<b>{escape(note.about)}</b> " if note.about else ""
            source = f" <span class='quiet'>（{escape(note.source)}）</span>" if note.source else ""
            yield f"<p>{about}{escape(note.text)}{source}</p>"
