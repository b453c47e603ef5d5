"""Failures of files, containers, archives and sheets."""

from __future__ import annotations

ZH = {
    "unreadable-file": "读不了「{path}」：{reason:file}。文件没有被改动。",
    "not-written": "没有写成「{path}」：{reason:file}。{kept:kept}。请换一个位置或 U 盘再试。",
    "not-a-container": "这不是 cpscore 的文件。请选评审包（.cpspkg）、评分（.cpsballot）或档案（.cpsarchive）。",
    "damaged-container": "文件已损坏或被改动，不能采用：{reason:container}。请对方重新拷一份。",
    "too-large": "文件太大或内含文件太多，不像 cpscore 的文件，没有打开。",
    "missing-part": "文件里缺少 {part}，没有采用。请对方重新拷一份。",
    "strange-part": "文件里多出了 {part}，不像 cpscore 的文件，没有采用。请对方重新拷一份。",
    "not-a-ballot": "这不是一份评分，没有采用。请选评分文件（.cpsballot）。",
    "not-canonical": "这份评分不是 cpscore 写出来的样子，可能被别的程序改存过，没有采用。请对方重新提交。",
    "not-ink": "手写签名的数据读不懂，没有采用。请重新签一次。",
    "store-in-use": "另一个 cpscore 正在使用这份数据。请先关掉那个窗口；数据没有受影响。",
    "store-too-new": "这份数据是更新版本的 cpscore 写的。数据完好，请升级程序后再打开。",
    "store-damaged": "本机数据与写入时不一致（{about}），为安全起见没有打开。请用备份恢复。",
    "store-unavailable": "现在不能读写本机数据：{reason:archive}。已经保存的内容是安全的。",
    "damaged-blob": "本机保存的一个文件已损坏（{sha256}）。请向原提交人再要一份。",
    "cancelled": "已停止。已经完成的部分不受影响。",
    "internal-error": "程序出错，这一步没有完成；已经保存的内容是安全的。请把错误报告发给维护者：{report}",
    "missing-character": "字库里没有这些字：{characters}（{codes}）。请换用别的写法；没有生成文件。",
}

EN = {
    "unreadable-file": "“{path}” cannot be read: {reason:file}. It was not changed.",
    "not-written": "“{path}” was not written: {reason:file}; {kept:kept}. Try another place or stick.",
    "not-a-container": "This is no file of cpscore; choose a .cpspkg, .cpsballot or .cpsarchive.",
    "damaged-container": "The file is damaged or was changed, and is not accepted: {reason:container}. Ask for a new copy.",
    "too-large": "The file is too large, or holds too many files, to be one of ours; it was not opened.",
    "missing-part": "{part} is missing in the file, which is not accepted. Ask for a new copy.",
    "strange-part": "{part} does not belong into such a file, which is not accepted. Ask for a new copy.",
    "not-a-ballot": "This is no ballot and was not accepted; choose a .cpsballot file.",
    "not-canonical": "This ballot is not written as cpscore writes it, and is not accepted. Have it submitted again.",
    "not-ink": "The handwriting cannot be read and is not accepted. Sign again.",
    "store-in-use": "Another cpscore is using this data. Close that window first; the data is safe.",
    "store-too-new": "A newer cpscore wrote this data. It is intact; update the program to open it.",
    "store-damaged": "The data on this computer is not what was written ({about}), so it was not opened. Restore a backup.",
    "store-unavailable": "The data on this computer cannot be read or written now: {reason:archive}. What was saved is safe.",
    "damaged-blob": "A file kept on this computer is damaged ({sha256}). Ask its sender for it again.",
    "cancelled": "Stopped. What was done before is safe.",
    "internal-error": "The program has a fault, and this step was not done; what was saved is safe. Send the report to the maintainers: {report}",
    "missing-character": "No font has these characters: {characters} ({codes}). Write them differently; no file was made.",
}
