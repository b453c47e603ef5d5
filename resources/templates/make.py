"""Make sample.docx, the sample of a template of one's own: python make.py

It is an ordinary Word document; docs/placeholders.md says what may stand in it.
"""

from datetime import UTC, datetime
from pathlib import Path

from cpscore.documents.word import write_docx
from cpscore.rules.sheet import Align, Cell, Face, Grid, PageBreak, Row, Sheet, Text

HERE = Path(__file__).resolve().parent
AT = datetime(2026, 11, 20, tzinfo=UTC)


def heads(*texts: str) -> Row:
    """The row that heads a table."""
    cells = tuple(Cell(text, align=Align.CENTRE, face=Face.HEI) for text in texts)
    return Row(cells, header=True)


def repeated(name: str, of: str, *texts: str) -> tuple[Row, ...]:
    """A row for each member of a list."""
    columns = len(texts)
    return (
        Row((Cell("{%tr for " + name + " in " + of + " %}", columns=columns),)),
        Row(tuple(Cell("{{ " + name + "." + text + " }}") for text in texts)),
        Row((Cell("{%tr endfor %}", columns=columns),)),
    )


def table(widths: tuple[float, ...], name: str, of: str, columns: str) -> Grid:
    """A table with a row for each member of a list."""
    texts = columns.split()
    return Grid(widths, (heads(*texts), *repeated(name, of, *texts)), space_after=6)


def heading(text: str) -> Text:
    """The heading of a part."""
    return Text(text, Face.HEI, 14, space_before=12, keep_with_next=True)


def pair(*texts: str) -> Row:
    """Labels, each with its value beside it."""
    cells = [Cell(one) for text in texts for one in (text, "{{ " + text + " }}")]
    return Row(tuple(cells))


def sample() -> Sheet:
    """The template's pages."""
    return Sheet(
        title="{{ 企业名称 }}清洁生产审核{{ 阶段 }}报告",
        blocks=(
            Grid(
                (28, 57, 28, 57),
                (
                    pair("企业类型", "企业地址"),
                    pair("咨询机构", "组织单位"),
                    pair("评审日期", "地点"),
                    pair("参会单位", "组长"),
                ),
            ),
            heading("一、评审结果"),
            Text(
                "专家组按《{{ 评分表 }}》（版本 {{ 评分表版本 }}）评分，{{ 合并规则 }}。"
                "综合得分 {{ 综合得分 }} 分（满分 {{ 满分 }} 分），结论：{{ 结论 }}"
                "{% if 称号 %}，称号：{{ 称号 }}{% endif %}。",
                indent=2,
            ),
            Text("{%p for 条 in 理由 %}"),
            Text("{{ 条.内容 }}", indent=2),
            Text("{%p endfor %}"),
            heading("二、各项得分"),
            table(
                (14, 60, 18, 18, 20, 20, 20),
                "项",
                "各项",
                "序号 项目 分值 平均 最低 最高 极差",
            ),
            heading("三、否决项"),
            table((14, 22, 94, 40), "条", "否决项", "序号 类型 内容 结果"),
            heading("四、评审意见"),
            Text("{%p for 部分 in 意见 %}"),
            Text("{{ 部分.标题 }}", Face.HEI, keep_with_next=True),
            Text("{%p for 段 in 部分.段落 %}"),
            Text("{% if 段.序号 %}{{ 段.序号 }}、{% endif %}{{ 段.内容 }}", indent=2),
            Text("{%p endfor %}"),
            Text("{%p endfor %}"),
            Text("{%p if 保留意见 %}"),
            heading("五、保留意见"),
            Text("{%p for 条 in 保留意见 %}"),
            Text("{{ 条.姓名 }}：{{ 条.内容 }}", indent=2),
            Text("{%p endfor %}"),
            Text("{%p endif %}"),
            PageBreak(),
            heading("专家组名单"),
            table((14, 26, 22, 28, 50, 30), "人", "专家", "序号 姓名 职务 职称 单位 总分"),
            Text("评审根哈希：{{ 评审根哈希 }}", Face.SONG, 9),
        ),
        footer="{{ 企业名称 }}",
    )


if __name__ == "__main__":
    (HERE / "sample.docx").write_bytes(write_docx(sample(), at=AT))
