"""Failures of identities and signatures, and of the people on a review."""

from __future__ import annotations

ZH = {
    "wrong-passphrase": "口令不对。身份没有受影响，请再试一次。",
    "empty-passphrase": "口令不能为空，请输入口令。",
    "damaged-identity": "身份文件已损坏，或者不是身份文件。请用备份的身份文件。",
    "unsuitable-identity": "这个身份不能在这里签名：{reason:identity}。请换一个身份，或新建身份。",
    "unsuitable-name": "身份的{part:part}不能为空，不能含控制字符，最多 {longest} 字节。请改短一些。",
}

EN = {
    "wrong-passphrase": "The passphrase is wrong. The identity is safe; try again.",
    "empty-passphrase": "The passphrase must not be empty; enter one.",
    "damaged-identity": "The identity file is damaged, or is none. Use its backup.",
    "unsuitable-identity": "This identity cannot sign here: {reason:identity}. Choose another, or make a new one.",
    "unsuitable-name": "The {part:part} of an identity cannot be empty, hold control characters or exceed {longest} bytes; shorten it.",
}
