"""How the tables of authorities name their columns, totals, places to fill in, and results."""

from __future__ import annotations

import re


def names(text: str) -> set[str]:
    """A set of names written with spaces between them."""
    return set(text.split())


# Headings of columns, compared without white space and without what stands in brackets.
YES, NO, BOTH = {"是"}, {"否"}, {"是/否", "是否", "是或否", "是、否", "有/无", "是(否)"}
CRITERIA = re.compile("(?:内容|标准|要求|基础项|细则|依据|条件|要点|办法)$")
NOT_APPLICABLE = {"不适用", "不涉及", "无此项"}
WEIGHT = re.compile(
    ".{0,6}(?:分值|满分|满分值|标准分|标准得分|权重|权重值|权重分|配分|赋分|应得分|最高分|基本分|基础分"
    "|基准分|加分值|加分上限|最高加分)"
)
# These head weights only where nothing clearer does.
PERHAPS_WEIGHT = names("标准 分数 分 分值标准 加分")
SCORE = re.compile(".{0,8}(?:得分|评分|打分|评定分|考核分|自评分|自查分|复核分|核定分)")
OWN_SCORE = re.compile("自评|自查|企业|申报")
NOTE = names(
    """
    说明 备注 扣分原因 扣分说明 扣分理由 评分说明 评语 得分说明 理由 扣分 扣分情况 情况说明
    问题描述 存在问题
    """
)
NUMBER = names("序号 编号 项次 NO NO. No. No 号 条款")
SECTION = names(
    """
    分类 类别 一级指标 项目类别 评价类别 类型 板块 大类 指标类别 一级指标名称 章节 部分
    评估类别 评价项目 评估项目 考核项目 评审项目 项目 一级
    """
)
# 一级 | 二级 | 三级: the last one names what is scored.
LEVELS = re.compile("[一二三四]级(?:指标|指标名称|项目)?")
GROUP = SECTION | {"指标", "指标类型", "否决类型"}
# A cell that only says what stands beside it.
SAYS_NOTHING = names("内容 否决内容 具体内容 指标内容 □ √ / - — —— 是 否")

BRACKETS = re.compile(r"\([^()]*\)")
NUMBERED = re.compile(
    r"^\s*(?:(?P<bare>[0-9０-９]{1,3})\s*[.．、](?![0-9０-９])"
    r"|(?P<kept>[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[0-9０-９]{1,3}[)）]|[①-⑳]))\s*"
)
ONLY_NUMBER = re.compile(
    r"(?:第?([0-9]{1,3}(?:\.[0-9]{1,2}){0,2})[.、条项]?|[(]([0-9]{1,3})[)]|[①-⑳]|[A-Za-z][0-9]{0,2})"
)
NUMERAL = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])\s*"
)
CHINESE_NUMBER = re.compile("[一二三四五六七八九十]{1,3}、?")
WEIGHT_TEXT = re.compile(
    r"[(]?(?P<from>[0-9]+(?:\.[0-9]+)?[-~至—–])?(?P<points>[0-9]+(?:\.[0-9]+)?)(?:分|(?P<percent>%))?[)]?"
)
TOTAL = re.compile(
    r"(总分|合计|总计|总得分|合计得分|总分值|满分|合计总分|总计得分|总分数|综合得分|综合评分|综合分)(?:[(][^()]*[)])?[:]?(?P<points>[0-9.]+)?分?"
)
SUBTOTAL = re.compile(r"(小计|本项合计|分项合计|小计得分)(?:[(][^()]*[)])?[:]?")
CAPTION = re.compile(
    r"^附\s*[录件表][A-Z0-9一二三四五六七八九十]{0,3}(?:[-.—][0-9]{1,2})?[:]?(?:\([^()]*\))?"
)
CONTINUED = re.compile(r"(?:续表|表).{0,8}\(?续\)?|续表.{0,8}|\(续\)")
NOTE_LINE = re.compile(r"^\s*(?:注|备注|说明|填表说明|注意)\s*[0-9０-９]*\s*[:：]")
DATE = re.compile(r"[\s_＿×xX]*年[\s_＿×xX]*月[\s_＿×xX]*日")
SIGNATURE = re.compile("签名|签字|签章|盖章")
BOXES = re.compile(r"[□☐口]|[(（]\s*[)）]")
YES_NO_BOXES = re.compile(
    r"^是\s*(?:[□☐]|[(（]\s*[)）])\s*否\s*(?:[□☐]|[(（]\s*[)）])$|^[□☐]\s*是\s*[□☐]\s*否$"
)
VETO_WORD = re.compile(
    "否决|一票|情形|不予通过|判定.*不合格|(?:基本|前置|先决|必备|限制性?|约束性?)条件|底线|红线|负面清单"
)
# What says how such a table decides: 任意一项为“是”的，即判定为不通过.
RULE_LINE = re.compile(
    "[项条].{0,12}(?:为|是|答).{0,4}[是否]|(?:即|则|直接|一律).{0,6}(?:否决|不予通过|不通过|不合格)"
)
LIST_TITLE = re.compile("(?:表|问卷|清单|一览)$")
HELD = re.compile(r"[（(][^（）()]*章[^（）()]*[)）]")
WEIGHT_IN_WORDS = re.compile(
    r"[(（]\s{0,9}(?:共|满分|合计)?\s{0,9}(?P<points>[0-9０-９]{1,9}(?:[.．][0-9０-９]{1,9})?)"
    r"\s{0,9}分\s{0,9}[)）]"
)
IN_BRACKETS = re.compile(rf"{WEIGHT_IN_WORDS.pattern}\s*$")
BONUS_WORD = re.compile("加分")
OPINION = re.compile("(?:意见|建议)$")
BLANK = re.compile(r"[\s_＿.…]*")

FIELD_IDS = (
    (re.compile("评分人|评审人|专家姓名|评分专家|评审专家|^专家$|打分人"), "expert"),
    (re.compile("咨询机构|咨询服务机构|咨询单位|审核机构|服务机构"), "consultant"),
    (re.compile("组织.*单位|组织单位|组织部门"), "organiser"),
    (re.compile("参会单位|参加单位|参会人员|参加人员|参会专家"), "attendees"),
    (re.compile("企业名称|企业$|单位名称|被.*单位|受审核单位"), "enterprise"),
    (re.compile("日期|时间"), "date"),
)
RESULT_IDS = {
    word: id
    for id, words in {
        "excellent": "优秀 优",
        "good": "良好 良",
        "fair": "中 中等",
        "pass": "合格 及格 通过",
        "nearly": "基本合格 基本通过",
        "fail": "不合格 不及格 不通过 未通过",
        "poor": "差",
    }.items()
    for word in words.split()
}
