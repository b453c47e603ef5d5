"""What stands in a sentence for a value that is one of a few.

`{reason:file}` in a sentence takes the words for `reason` from the vocabulary `file`.
"""

from __future__ import annotations

from collections.abc import Mapping

ZH: Mapping[str, Mapping[str, str]] = {
    "expected": {
        "object": "对象 {…}",
        "array": "数组 […]",
        "string": "加引号的文本",
        "text": "不为空的文本",
        "list": "列表（每项一行，以“- ”开头）",
        "keys": "下一级的内容（键: 值）",
        "boolean": "true 或 false",
        "count": "次数（不带引号的整数）",
        "score": "加引号的分数，或本项允许的其他填法",
    },
    "not-asked": {
        "part": "按该企业的类别或前面的回答，这一问不用回答，请删去或填 na",
        "veto": "这一项各位专家没有分歧，不用裁定，请删去",
        "agreed": "本表不是讨论一致定分，不能改专家的分数，请删去",
        "conclusion": "本表的结论由分数得出，不能选填，请删去",
        "shared": "各位专家的结论一致，不用裁定，请删去",
        "sections": "本表不分工评分，请删去",
    },
    "file": {
        "size": "超过 1 MB，不像一份评分",
        "encoding": "不是 UTF-8 编码，请另存为 UTF-8",
        "syntax": "不是完整的 JSON，可能缺了引号、逗号或括号",
        "depth": "括号嵌套太深",
        "number": "含有 NaN 或 Infinity",
        "character": "含有不成字的编码",
        "repeated": "重复的名称太多",
        "not-ours": "不是 PDF，也不是 cpscore 的文件",
        "missing": "没有这个文件",
        "not-a-file": "它不是普通文件",
        "no-permission": "没有权限",
        "too-large": "文件太大",
        "full": "磁盘已满",
        "not-the-same": "写入后读回的内容不一样，这个盘可能已坏",
        "io": "磁盘或 U 盘出错",
    },
    "container": {
        "cut-off": "文件不完整，可能没有拷完",
        "structure": "内部结构不对",
        "name": "内含不允许的文件名",
        "manifest": "清单与内容不符",
        "content": "内容被改动过",
    },
    "archive": {
        "no-permission": "没有权限",
        "full": "磁盘已满",
        "io": "磁盘或 U 盘出错",
        "no-locks": "这个位置不能加锁，请把数据放在本机硬盘上",
    },
    "identity": {
        "algorithm": "它的算法不受支持",
        "usage": "它的证书不允许签名",
        "name": "它的证书没有写姓名",
    },
    "part": {"name": "姓名", "organisation": "单位", "title": "职称"},
    "kept": {"True": "原来的文件没有动", "False": "不要使用已写出的文件"},
}

EN: Mapping[str, Mapping[str, str]] = {
    "expected": {
        "object": "an object {…}",
        "array": "an array […]",
        "string": "text in quotes",
        "text": "text that is not blank",
        "list": "a list (each member on a line with “- ”)",
        "keys": "keys with their values (key: value)",
        "boolean": "true or false",
        "count": "a count (a whole number without quotes)",
        "score": "points in quotes, or another way this item allows",
    },
    "not-asked": {
        "part": "the category or an earlier answer leaves this question out; remove it or put na",
        "veto": "the members agree on this veto, there is nothing to decide; remove it",
        "agreed": "this form has no agreed scores, and members' numbers stay theirs; remove it",
        "conclusion": "on this form the points decide; remove it",
        "shared": "the members chose the same conclusion, there is nothing to decide; remove it",
        "sections": "on this form everybody scores everything; remove it",
    },
    "file": {
        "size": "it is larger than 1 MB",
        "encoding": "it is not UTF-8; save it as UTF-8",
        "syntax": "it is not complete JSON; a quote, comma or bracket may be missing",
        "depth": "its brackets go too deep",
        "number": "it holds NaN or Infinity",
        "character": "it holds codes that are no characters",
        "repeated": "it repeats too many names",
        "not-ours": "it is neither a PDF nor a file of cpscore",
        "missing": "there is no such file",
        "not-a-file": "it is not a regular file",
        "no-permission": "permission is missing",
        "too-large": "it is too large",
        "full": "the disk is full",
        "not-the-same": "it reads back differently; the disk may be broken",
        "io": "the disk or stick has an error",
    },
    "container": {
        "cut-off": "it is not whole, perhaps the copy was cut short",
        "structure": "its inner structure is wrong",
        "name": "it holds a file name that is not allowed",
        "manifest": "its list does not match what it holds",
        "content": "its content was changed",
    },
    "archive": {
        "no-permission": "permission is missing",
        "full": "the disk is full",
        "io": "the disk or stick has an error",
        "no-locks": "this place cannot lock files; keep the data on this computer's own disk",
    },
    "identity": {
        "algorithm": "its algorithm is not supported",
        "usage": "its certificate does not allow signing",
        "name": "its certificate names nobody",
    },
    "part": {"name": "name", "organisation": "organisation", "title": "title"},
    "kept": {"True": "the old file is untouched", "False": "do not use the file that was written"},
}

WORDS: Mapping[str, Mapping[str, Mapping[str, str]]] = {"zh": ZH, "en": EN}
