"""Problems with answers and decisions; `path` is where in the file."""

from __future__ import annotations

ZH = {
    "unreadable": "读不了这个文件：{reason:file}。请改好后重试，其他文件不受影响。",
    "unknown-id": "不认识「{name}」，请核对编号或拼写。",
    "wrong-type": "{path} 的写法不对，这里应是{expected:expected}。",
    "duplicate-key": "{path} 出现了不止一次，只能留一个。",
    "missing-key": "缺少「{name}」（{path}），请补上。",
    "not-a-number": "「{item}」填的不是数字，请用半角数字填写（{range}）。",
    "negative": "「{item}」不能填负数。最高 {max} 分，最低 0 分。",
    "above-maximum": "「{item}」最高 {max} 分，请填 0–{max}。",
    "off-step": "「{item}」最高 {max} 分，只能按 {step} 分一档打分。",
    "over-weight": "「{item}」各行相加超过了 {max} 分，请改到 {max} 分以内。",
    "not-asked": "{path} 不该填写：{why:not-asked}。",
    "not-an-answer": "{path} 不能这样回答，可以填：{answers}。",
    "incomplete": "没有填完：{path} 空着（共 {open} 处）。不按 0 分算，补全之后才能计入。",
    "duplicate-expert": "专家「{expert}」有不止一份评分，都不计入。请确认以哪一份为准，只交那一份。",
    "too-new": "这是更新版本的程序写的（{schema}）。内容没有问题，请升级 cpscore 后再打开。",
    "not-a-review": "这不是评审文件（{schema}），请换一个文件。",
    "unacceptable": "内容有问题，不能使用；每一处都已列出。没有改动任何东西。",
}

EN = {
    "unreadable": "This file cannot be read: {reason:file}. Mend it and try again; other files are not affected.",
    "unknown-id": "“{name}” is not known; check the id or the spelling.",
    "wrong-type": "{path} is of the wrong type; it must be {expected:expected}.",
    "duplicate-key": "{path} is there more than once; keep one.",
    "missing-key": "“{name}” is missing ({path}); add it.",
    "not-a-number": "“{item}” is not a number; write digits only ({range}).",
    "negative": "“{item}” cannot be negative: 0 at least, {max} at most.",
    "above-maximum": "“{item}” gives at most {max} points; enter 0–{max}.",
    "off-step": "“{item}” (at most {max}) is scored in steps of {step}.",
    "over-weight": "The rows of “{item}” add up to more than {max} points; bring them to {max} at most.",
    "not-asked": "{path} must not be answered: {why:not-asked}.",
    "not-an-answer": "{path} does not offer this answer; possible: {answers}.",
    "incomplete": "Not finished: {path} is open ({open} in all). Open is not 0; complete it to have it counted.",
    "duplicate-expert": "There is more than one file of “{expert}”; none counts. Agree on one and hand in that one.",
    "too-new": "A newer program wrote this ({schema}). Nothing is wrong with it; update cpscore to open it.",
    "not-a-review": "This is not a review ({schema}); choose another file.",
    "unacceptable": "The content cannot be used; everything wrong is listed. Nothing was changed.",
}
