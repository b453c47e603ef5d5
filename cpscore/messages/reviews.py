"""What a terminal says of a review: its plan, its people, whose key signs, the whole archive."""

from __future__ import annotations

from collections.abc import Mapping

ZH: Mapping[str, str] = {
    # Which one is meant
    "no-archive": "这个文件夹里还没有本机数据。请用 --data 指定，或先新建身份、打开评审包。",
    "several-reviews": "有不止一场评审的编号这样开头：{found}。请把编号写全。",
    "no-such-form-here": "请指明是哪张评分表，本次评审有：{known}。",
    "no-such-expert": "专家名单里没有“{name}”。名单上有：{known}。",
    "several-identities": "本机有不止一个同名的身份：{found}。请用 --identity 指明短码。",
    "no-passphrase": "这一步要用您的身份签名。请把口令写进一个文件，用 --passphrase-file 指给程序。",
    # The plan of a review
    "two-leaders": "组长只能有一位，请只留一处。",
    "leader-withdraws": "与企业有利益关系的专家要回避，不能担任组长。请另选组长。",
    "duplicate-member": "专家名单里有不止一位「{name}」，结果会分不清是谁的。请加以区分。",
    "few-members": "专家组有 {members} 人，程序要求至少 {minimum} 人。",
    # Answers, decisions, words
    "other-expert": "这份评分是「{found}」的，要签名的身份是「{expert}」。请核对后再交。",
    "other-than-package": "{path} 与评审包不一致，评审包里是：{here}。请照评审包改正，或删去这一处。",
    "nothing-counts": "还没有一份计入的选票，没有什么可裁定。请先收票。",
    "code-differs": "短码对不上：选票的密钥是 {found}。没有记录。请当面再核对一遍。",
    "no-ballot-counts": "{name} 还没有计入的选票，没有密钥可以核对。",
    "no-reply": "没有收到 {name} 针对现在这一版的书面意见。请先用 round back 收。",
    # Issuing
    "opinion-alone": "意见表由组长一人用密钥签名收尾，其他专家没有电子签名。",
    "opinion-unsigned": "意见表没有签名，不能当作签过的意见。要签名请给 --passphrase-file，并去掉 --draft。",
    "opinion-awaiting": "意见表还没有签完，差：{names}。写出的是现在这一份。",
    "summary-unsigned": "没有给 --passphrase-file：汇总表没有签名，也没有出具档案。",
    # Files
    "no-ballots": "「{path}」里没有选票（.cpsballot）。",
    "not-a-ballot-file": "「{path}」不是选票，请选 .cpsballot 文件。",
    "not-a-backup": "这不是 cpscore 的备份，或者备份已损坏。本机数据没有动。请另选一份备份。",
    "archive-not-empty": "本机已有数据（{entries} 条记录，{identities} 个身份），没有恢复。"
    "确定要换成备份，请加 --replace；现在的数据会另存一份。",
    "backup-onto-itself": "不能备份到本机数据自己的位置上。请另选一个文件，最好在 U 盘上。",
    # Whether the program is whole
    "not-whole": "没有通过：{what}。程序可能没有装完整，请重新安装后再试；数据没有受影响。",
    "whole-fonts": "字库 {count} 种，常用字和生僻字都能印。",
    "whole-forms": "评分表 {forms} 张、程序 {procedures} 个，都能读。",
    "whole-store": "本机数据能写能读，摘要链完好。",
    "whole-sign": "{count} 个身份，能签名，改动一个字节就能发现。",
    "whole-token": "能运行 USB 密钥的驱动；本机找到 {drivers} 个。",
    "whole-score": "{count} 份评分汇总为 {total} 分，与手算一致。",
    "whole-pdf": "{files} 个 PDF，文字能提取，页面能画出来。",
    "whole-verify": "{files} 个签名的文件都可信，改过的一个不可信。",
    "whole-docx": "{files} 个 Word 文件。",
    "whole-xlsx": "{files} 个 Excel 文件。",
    "whole-window": "窗口的 {pages} 种页面都在，能画中文（{platform}）；接屏幕的插件：{plugins}。",
    "whole-preview": "版面预览画出 {pages} 页。",
    "backup-broken": "备份已写好，但第 {entry} 条记录与它的摘要对不上：数据在此之前就损坏了。请保留旧的备份。",
}

EN: Mapping[str, str] = {
    "no-archive": "There is no data in this folder yet. Name another with --data, or make an identity or take in a package first.",
    "several-reviews": "More than one review begins like this: {found}. Write more of the id.",
    "no-such-form-here": "Say which form; this review has: {known}.",
    "no-such-expert": "“{name}” is not on the roster, which has: {known}.",
    "several-identities": "There is more than one identity of this name here: {found}. Choose by code with --identity.",
    "no-passphrase": "This step signs with your identity. Write the passphrase into a file and name it with --passphrase-file.",
    "two-leaders": "There can be only one leader; keep one.",
    "leader-withdraws": "An expert with an interest withdraws and cannot lead; choose another leader.",
    "duplicate-member": "There is more than one “{name}” on the roster; their results could not be told apart. Distinguish them.",
    "few-members": "The panel has {members} members; at least {minimum} are asked for.",
    "other-expert": "These are the answers of “{found}”, and “{expert}” would sign them. Check, and hand in again.",
    "other-than-package": "{path} is not what the package says: {here}. Correct it, or leave it out.",
    "nothing-counts": "No ballot counts yet; there is nothing to decide. Collect ballots first.",
    "code-differs": "The code is not that of the ballot's key, {found}. Nothing was recorded; compare again in person.",
    "no-ballot-counts": "No ballot of {name} counts yet; there is no key to compare.",
    "no-reply": "No words of {name} about the present edition have come; take them in with round back first.",
    "opinion-alone": "The leader alone signed and closed the opinion; the other members did not sign it with a key.",
    "opinion-unsigned": "The opinion is unsigned and cannot stand for a signed one. To sign it give --passphrase-file, without --draft.",
    "opinion-awaiting": "The opinion is not signed by all yet; missing: {names}. What was written is the file as it is now.",
    "summary-unsigned": "No --passphrase-file was given: the summary is unsigned, and no archive was written.",
    "no-ballots": "There is no ballot (.cpsballot) in “{path}”.",
    "not-a-ballot-file": "“{path}” is no ballot; choose a .cpsballot file.",
    "not-a-backup": "This is no backup of cpscore, or it is damaged. The data here was not touched; choose another backup.",
    "archive-not-empty": "There is data here ({entries} entries, {identities} identities), so nothing was restored. "
    "To replace it add --replace; what is here now is kept under another name.",
    "backup-onto-itself": "A backup cannot take the place of the data itself. Choose another file, best on a stick.",
    "not-whole": "Not passed: {what}. The program may not be whole; install it again. The data is not affected.",
    "whole-fonts": "{count} fonts; common and rare characters can be printed.",
    "whole-forms": "{forms} forms and {procedures} procedures, all readable.",
    "whole-store": "The data can be written and read; its chain of hashes holds.",
    "whole-sign": "{count} identities sign, and one changed byte is found.",
    "whole-token": "Drivers of USB keys can be run; {drivers} found on this machine.",
    "whole-score": "{count} ballots come to {total}, as reckoned by hand.",
    "whole-pdf": "{files} PDFs; their text can be extracted and their pages drawn.",
    "whole-verify": "{files} signed files are trustworthy, and a changed one is not.",
    "whole-docx": "{files} Word files.",
    "whole-xlsx": "{files} Excel files.",
    "whole-window": "The window's {pages} pages are there, and Chinese is drawn ({platform}); plugins for a screen: {plugins}.",
    "whole-preview": "The preview draws {pages} pages.",
    "backup-broken": "The backup is written, but entry {entry} does not have its hash: the data was damaged before. Keep older backups.",
}
