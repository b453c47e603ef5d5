"""Reasons for a verdict, and flags a leader should look at."""

from __future__ import annotations

ZH = {
    "still-open": "还有 {open} 处未填，填完才有等级和结论。",
    "points-grade": "总分 {total}，按分数为「{grade}」。",
    "veto-failed": "否决项 {number} 成立：{text}",
    "veto-sustained": "专家一致认为否决项 {number} 成立：{text}",
    "veto-computed": "按专家组的得分，否决项 {number} 成立：{text}",
    "veto-settled": "经专家组裁定，否决项 {number} 成立：{text}",
    "veto-contested": "否决项 {number} 有分歧：{failed}认为成立，{others}认为不成立。请专家组讨论裁定并写明理由，裁定之前没有结论。",
    "condition-unmet": "没有达到条件：{text}",
    "too-few": "计入的评分只有 {counted} 份，少于 {minimum} 份，不能得出结论。",
    "spread": "「{item}」各专家相差 {spread} 分。",
    "outlier": "「{expert}」给的总分 {total} 与其他专家的中间值 {others} 相差较大。",
    "objective-differs": "「{item}」是客观项，各专家的分数应当一致，现在不一致。请核对事实。",
    "item-unscored": "「{item}」没有一位专家打分，不能得出结论。",
    "categories-differ": "各专家填的企业类别不同，被问到的否决项也就不同：{given}。请核对企业类别，填错的专家撤回后重新提交。",
    "same-fraction": "「{expert}」各项都打了满分的 {percent}%。",
    "contested-veto": "否决项 {number} 有分歧：{failed}认为成立，{others}认为不成立。",
    "agreed-open": "「{item}」还没有讨论一致的分数。",
    "conclusion-differs": "各专家选的结论不同，由专家组讨论决定并写明理由。",
}

EN = {
    "still-open": "{open} places are still open; grade and verdict come when they are filled in.",
    "points-grade": "Total {total}: by points “{grade}”.",
    "veto-failed": "Veto {number} holds: {text}",
    "veto-sustained": "All members find that veto {number} holds: {text}",
    "veto-computed": "By the panel's points, veto {number} holds: {text}",
    "veto-settled": "The panel decided that veto {number} holds: {text}",
    "veto-contested": "Veto {number} is contested: {failed} find that it holds, {others} do not. The panel decides, with a reason; until then there is no verdict.",
    "condition-unmet": "A condition is not met: {text}",
    "too-few": "Only {counted} count, {minimum} are needed; there is no verdict.",
    "spread": "“{item}”: the members are {spread} points apart.",
    "outlier": "The total of “{expert}”, {total}, is far from the middle of the others, {others}.",
    "objective-differs": "“{item}” is objective, so all scores should be equal, and they are not; check the facts.",
    "item-unscored": "Nobody scored “{item}”; there is no verdict.",
    "categories-differ": "The members put the enterprise into different categories and were asked different questions: {given}. Check the categories; whoever is wrong submits again.",
    "same-fraction": "“{expert}” gave {percent}% of the maximum everywhere.",
    "contested-veto": "Veto {number} is contested: {failed} find that it holds, {others} do not.",
    "agreed-open": "There is no agreed score for “{item}” yet.",
    "conclusion-differs": "The members chose different conclusions; the panel decides, with a reason.",
}
