"""Failures of identities and signatures, and of the people on a review."""

from __future__ import annotations

ZH = {
    "wrong-passphrase": "口令不对。身份没有受影响，请再试一次。",
    "empty-passphrase": "口令不能为空，请输入口令。",
    "damaged-identity": "身份文件已损坏，或者不是身份文件。请用备份的身份文件。",
    "unsuitable-identity": "这个身份不能在这里签名：{reason:identity}。请换一个身份，或新建身份。",
    "unusable-pdf": "不能在这个 PDF 上签名：{reason:pdf}。没有改动它。请重新导出后再签。",
    "field-not-free": "签名位置「{field}」不存在，或已经签过。没有签名。",
    "signing-closed": "组长已经收尾，不能再签名。没有改动文件。",
    "unsuitable-name": "身份的{part:part}不能为空，不能含控制字符，最多 {longest} 字节。请改短一些。",
}

EN = {
    "wrong-passphrase": "The passphrase is wrong. The identity is safe; try again.",
    "empty-passphrase": "The passphrase must not be empty; enter one.",
    "damaged-identity": "The identity file is damaged, or is none. Use its backup.",
    "unsuitable-identity": "This identity cannot sign here: {reason:identity}. Choose another, or make a new one.",
    "unusable-pdf": "This PDF cannot be signed: {reason:pdf}. It was not changed; export it again.",
    "field-not-free": "There is no place “{field}” to sign, or it is signed already. Nothing was signed.",
    "signing-closed": "The leader has closed the file; nobody can sign any more. It was not changed.",
    "unsuitable-name": "The {part:part} of an identity cannot be empty, hold control characters or exceed {longest} bytes; shorten it.",
}
