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
    "unusable-driver": "不能用驱动「{driver}」：{reason:driver}。没有签名，也没有改动什么。",
    "no-token": "没有找到 USB 密钥「{label}」。没有签名。请插好它再试一次。",
    "no-tokens": "驱动「{driver}」没有看到 USB 密钥。请插好密钥再找一次；密钥是别家的，请选它厂家的驱动。",
    "no-key-on-token": "USB 密钥里没有可以签名的密钥和证书。没有签名。请换一个 USB 密钥，或另选身份。",
    "empty-pin": "PIN 不能为空，请输入 USB 密钥的 PIN。",
    "wrong-pin": "PIN 不对，没有签名。{tries:tries}",
    "pin-locked": "USB 密钥已锁定：PIN 输错的次数太多。没有签名。请用厂家的软件解锁，或找发证单位；这期间可以另选身份。",
    "pin-not-set": "USB 密钥要求先设置新的 PIN。没有签名。请用厂家的软件设置后再来。",
    "token-gone": "USB 密钥断开了，没有签上，原来的内容没有变。请插好它再试一次。",
    "token-refused": "USB 密钥拒绝了签名（{reason}）。原来的内容没有变。请再试一次；总是这样请找发证单位，或另选身份。",
    "key-not-of-certificate": "USB 密钥里的密钥与证书不是一对，签出来的不能用，已丢弃。请找发证单位，或另选身份。",
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
    "unusable-driver": "The driver “{driver}” cannot be used: {reason:driver}. Nothing was signed or changed.",
    "no-token": "The USB key “{label}” was not found. Nothing was signed. Plug it in and try again.",
    "no-tokens": "The driver “{driver}” sees no USB key. Plug it in and search again; for another maker's key choose that maker's driver.",
    "no-key-on-token": "The USB key holds no key with a certificate to sign with. Nothing was signed. Use another USB key, or another identity.",
    "empty-pin": "The PIN must not be empty; enter the PIN of the USB key.",
    "wrong-pin": "The PIN is wrong; nothing was signed. {tries:tries}",
    "pin-locked": "The USB key is locked after too many wrong PINs. Nothing was signed. Unlock it with its maker's program, or ask who issued it; meanwhile choose another identity.",
    "pin-not-set": "The USB key wants a new PIN first. Nothing was signed. Set one with its maker's program.",
    "token-gone": "The USB key was gone while it was needed: nothing was signed, nothing was changed. Plug it in and try again.",
    "token-refused": "The USB key refused to sign ({reason}). Nothing was changed. Try again; if it goes on, ask who issued it, or choose another identity.",
    "key-not-of-certificate": "The key in the USB key is not that of its certificate; what it signed was thrown away. Ask who issued it, or choose another identity.",
}
