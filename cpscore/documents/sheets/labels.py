"""The fixed words that sheets of our own print; what a form prints comes from its definition."""

TICKED, OPEN = "☑", "□"
MARK = "√"
NUMERALS = "①②③④⑤⑥⑦⑧⑨⑩"

# Marks and standing lines.
ADOPTED = "自行采用的表，不是主管部门发布的原表"
OURS = "本表为本程序格式，非标准附录"
CHECK_CODE = "核对码 {}"
ROOT = "评审根哈希（SHA-256）{}"
DRAFT = "草稿：尚未提交，不作为评分依据"
UNSIGNED = "未签名：不能当作签过的文件"
ENTERPRISE_COPY = "企业留存件（送达）：按规定部分内容不列出；没有签名，以签名的原件为准"

# One expert's sheet.
APPENDED = "附页（本程序格式，非标准附录）"
SCORER = "评分人（签名）："
RESULT, RESULT_WITHOUT_POINTS = "评分结果", "评审结果"
SIGNED_BY = "评审人（签名）："
ASSIGNED_LINE = "所评章节合计 {total} 分（满分 {max} 分），整张表的总分由专家组汇总"
TOTAL_LINE = "合计 {total} 分（满分 {max} 分）"
VERDICT_LINE = "本人结论：{verdict}"
INCOMPLETE_LINE = "尚有 {open} 项未填，不作结论"
SEE_APPENDED = "见附页"
REASONS, REMARKS = "扣分理由与备注", "备注"
REMARK_HEAD = ("指标或否决项", "理由、备注")
VETO_NAME = "否决项 {number}：{text}"
NO_REMARKS = "（未填写）"
FIRST_ROW, NEXT_ROW = "＝{}", "＋{}"
OPEN_ROW = "？"
NOT_APPLICABLE = "不适用"
OURS_INSIDE = "〔{}〕"
IN_ORDER = "{}依次为上文各问"
TIMES = "{points}\n{count}次"
REBASED = "不适用的条目不进分母，得分已按满分折算"
AT_MOST = "最多计 {cap} 分"
SECTION_AT_MOST = "{section}：最多计 {cap} 分"
TOTAL_AT_MOST = "加分计入后，总分最多 {total} 分"
PER_TIME = "每次扣 {per} 分，最多扣 {cap} 分"
BY_POINTS = "由得分计算，无需回答"
DETAIL = "{label}：{text}"
OUR_PARTS = "〔〕内为本程序为分清问题而加的分问，不是标准原文。"
NOTES = "关于本表的说明"
NOTES_HEAD = "标准原文的矛盾、空白与本程序的读法，如实列出："
NOTE_ABOUT, VETO_NUMBER, QUESTION_NUMBER = "{}：", "否决项 {}", "第 {} 问"
FORM_LINE = "本表：{title}　版本 {version}\n本表 SHA-256：{sha256}"
SOURCE_LINE = "来源：{document}　{article}"
ENTERPRISE_LINE = "企业：{name}　类型：{categories}"
NO_CATEGORY = "未列明"

# The panel's summary.
SUMMARY = "专家组评分汇总表"
ENTERPRISE, CATEGORIES, ORGANISER, CONSULTANT = "企业名称", "企业类型", "组织单位", "咨询机构"
DATE, COUNT, RULE = "评审日期", "计入评分", "合并规则"
COUNTED = "{counted} / {members} 人"
RULES = {
    "mean": "各专家总分的算术平均，{graded}（标准未规定，本程序默认）",
    "assigned": "各项先取算术平均，再相加，{graded}（专家分章节评分，标准未规定，本程序默认）",
    "item-mean": "各项先取算术平均，再相加，{graded}（评分表声明）",
    "trimmed-mean": (
        "{least} 人及以上时去掉最高、最低总分各 {drop} 个后取算术平均，{graded}（评分表声明）"
    ),
    "median": "各专家总分的中位数，{graded}（评分表声明）",
    "agreed": "专家组讨论一致的分数，{graded}（评分表声明）",
}
RULE_WITHOUT_POINTS = "不打分：各专家分别填写，结论不同的由专家组讨论决定"
UNROUNDED, ROUNDED = "不经修约分级", "按评分表修约到{places}后分级"
WHOLE, PLACES = "整数", " {} 位小数"
ITEMS = "各项得分"
ITEM, FULL, MEAN, SPREAD, ENDS, AGREED = "项目", "分值", "平均", "极差", "最低～最高", "商定"
TOTAL = "总分"
NOT_ASSIGNED = "—"
VETOES = "否决项"
VETO, STATE = "否决项", "专家组"
ANSWER_WORDS = {
    "clear": "不成立",
    "failed": "成立",
    "unanswered": "未答",
    "not_applicable": "不适用",
}
STATE_WORDS = {
    "clear": "不成立",
    "sustained": "成立",
    "contested": "有分歧，待专家组决定",
    "open": "尚无总分",
    "not_applicable": "不适用",
}
SETTLED = "专家组决定：{}"
VETO_REASON = "〔{name}：{reason}〕"
ANSWERS, CONCLUSION, EACH = "各专家的回答与结论", "结论", "内容"
DECISIONS = "专家组的决定"
NO_DECISIONS = "没有需要决定的事项。"
SUSTAINED, NOT_SUSTAINED = "成立", "不成立"
DECIDED_VETO = "否决项 {number} 决定为{what}。理由：{reason}"
DECIDED_SCORE = "{item} 商定为 {points} 分。理由：{reason}"
DECIDED_CONCLUSION = "结论决定为“{label}”。理由：{reason}"
DECIDED_BY = "（{by} 记录，自报时间 {at}）"
FLAGS = "提请注意"
NONE = "没有。"
REJECTED = "未计入的评分"
ABSENT = "未交"
REJECTED_HEAD = ("文件", "专家", "原因")
UNKNOWN_EXPERT = "无法辨认"
SUMMARY_RESULT = "结果"
SUMMARY_TOTAL = "综合得分 {shown} 分（精确值 {exact}），满分 {max} 分。"
SUMMARY_VERDICT = "结论：{verdict}"
NO_VERDICT = "结论：尚不能作出"
NAMELESS_VERDICT = "结论：原文没有规定结果的名称，由专家组用文字写明"
CONDITION = "条件：{text}——{met}"
# Blank where the points that a condition is about are not final.
MET_WORDS = {True: "满足", False: "不满足", None: "　　　"}
HEADING, ORDINALS = "{}、{}", "一二三四五六七八"
SUMMARY_NOTES = "说明"
TITLE_AWARDED = "称号：{award}"

# The opinion and what follows it.
NOT_WRITTEN = "（未填写）"
SIGNATURES = "专家组签名页"
SIGNATURES_NOTE = (
    "本页为本程序格式，非标准附录；附录只设组长签名。成员签名即表示同意以上意见，另有保留意见的除外。"
    "时间为签名电脑的自报时间。"
)
LEADER, MEMBER = "组长", "成员"
SIGNATURE_HEAD = ("职务", "姓名", "单位", "签名", "日期")
DISSENT = "保留意见"
DISSENT_NOTE = "本页为本程序格式，非标准附录。下列意见按原文印出，不影响其他成员的签名。"
DISSENT_OF = "{name} 的保留意见"
REFUSAL = "拒绝签名"
REFUSAL_OF = "{name} 拒绝签名的说明"
DECLINES = {"refuse": "拒绝签名，说明见后页", "reserve": "未签名，保留意见见后页"}
TOTALS = "计入的各专家总分（由低到高，不列姓名）：{}。"
RULE_LINE = "合并规则：{}。"
CALCULATION = "计算说明"
CALCULATION_NOTE = "本页为本程序格式，非标准附录；说明结论由哪些数据得出。"

BLANK_DATE, SHORT_BLANK_DATE = "　　年　　月　　日", "　年　月　日"

# Behind a Word or Excel file.
PROOF = "核对"
PROOF_SAYS = (
    "本文件可以改动，没有签名，本身不作证明；以签名的PDF为准。核对方法：算出签名原件的SHA-256，与下表对照；"
    "再用 cpscore verify 核验原件。"
)
PROOF_HEAD = ("内容", "SHA-256")
SIGNED_FILE, BALLOT_OF = "签名的原件 {}", "{} 的选票"
MERGED, OF_FORM, OF_ROOT = "合并的依据和结果", "评分表", "评审根"
