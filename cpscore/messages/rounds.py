"""The opinion that goes round to be signed, and members who write instead of signing."""

from __future__ import annotations

from collections.abc import Mapping

ZH: Mapping[str, str] = {
    "no-words": "请写明理由。文字会按原文印在意见表后面。",
    "void-refused": "{name}拒绝签名，说明已印入新的一版",
    "void-reserved": "{name}保留意见、不在原版签名，意见已印入新的一版",
    "would-replace": "那里已有另一份「{file}」，里面有这一份没有的内容，没有覆盖它。请先收回那一份，或者换一个文件夹。",
    "not-a-round": "这不是正在传签的意见表，或者已损坏。没有采用，请再要一份。",
    "round-accepted": "✓ 已收回，新增签名：{names}。",
    "round-same": "这一份和本机的完全一样，没有新的签名。",
    "round-older": "这是较早的一份，上面的签名本机都有。不用处理，原件没有改动。",
    "round-forked": "这一份和本机的分开签了：这一份上新签的是{names}，本机这一份上新签的是{here}。"
    "两份不能合并，都已保留。请定一份继续，只在另一份上签过的专家在它上面重新签。",
    "too-many-copies": "这个文件夹里的 PDF 超过 {most} 个，其余 {left} 个没有看。请把传签的文件另放一个文件夹，再收一次。",
    "round-altered": "这一份除了签名还有别的改动，没有采用。原件已保留，请用没有改动的那一份重新签。",
    "round-other-edition": "这一份是第 {found} 版，本机现在是第 {present} 版。没有采用，已保留；请在现在这一版上签名。",
    "round-other-review": "这一份是另一场评审（{enterprise}）的，或者不是同一位组长签的。没有采用。",
    "round-other-pages": "签名之前的页面与本机定稿的不是同一份。",
    "round-not-led": "第一个签名不是组长的。",
    "signed-by-another": "{name}的位置上，签名的不是本人已知的密钥。",
    "round-refused": "这一份有问题，不能签名。原件没有改动，请向组长再要一份。",
    "round-changed": "「{file}」在打开之后变了。没有签名，请重新打开它再看一遍。",
    "not-printed": "打印机没有接收，可能没有打完。文件没有受影响，请检查打印机后再打一次。",
    "not-a-reply": "这不是专家的书面意见。没有采用，请再要一份。",
    "altered-reply": "这份书面意见被改动过或已损坏，与专家的签名不符。没有采用，请再要一份。",
    "reply-accepted": "书面意见已收到，等组长处理。",
    "reply-other-review": "这份书面意见不是这场评审的，或者写的人不在名单上。没有采用。",
    "reply-by-another": "这份书面意见不是用{name}本人的密钥签的。没有采用，请当面核对。",
    "reply-other-edition": "{name}的书面意见针对第 {edition} 版，已经不是现在这一版。已保留，不用处理。",
}

EN: Mapping[str, str] = {
    "no-words": "Give your reasons in words. They are printed behind the opinion as written.",
    "void-refused": "{name} refused to sign; the words stand in the new edition",
    "void-reserved": "{name} reserved their opinion and did not sign; the words stand in the new edition",
    "would-replace": "Another “{file}” is there and holds what this copy does not. "
    "It was not overwritten; take that one back first, or choose another folder.",
    "not-a-round": "This is no opinion that goes round to be signed, or it is damaged. "
    "It was not used; ask for another copy.",
    "round-accepted": "✓ Taken back; new signatures: {names}.",
    "round-same": "This copy is the same as the one here; nobody has signed it since.",
    "round-older": "This is an earlier copy; all its signatures are here. Nothing needs to be done.",
    "round-forked": "This copy and the one here were signed apart: there {names}, here {here}. "
    "They cannot be merged; both are kept. Choose one to go on with; whoever signed only the other "
    "signs again on it.",
    "too-many-copies": "There are more than {most} PDF files in this folder; {left} were not looked at. "
    "Put those that went round into a folder of their own, and take them back again.",
    "round-altered": "Something other than signatures was added to this copy. It is kept and was "
    "not used; sign again on an unaltered copy.",
    "round-other-edition": "This copy is edition {found}; edition {present} is being signed here. "
    "It is kept and was not used; sign the present edition.",
    "round-other-review": "This copy belongs to another review ({enterprise}), or another leader "
    "signed it. It was not used.",
    "round-other-pages": "The pages before the signatures are not those that were laid out here.",
    "round-not-led": "The first signature is not the leader’s.",
    "signed-by-another": "In the place of {name} stands a key that is not known to be theirs.",
    "round-refused": "Something is wrong with this copy, so it cannot be signed. It was not "
    "changed; ask the leader for another.",
    "round-changed": "“{file}” has changed since it was opened. Nothing was signed; open it again.",
    "not-printed": "The printer took no more pages. The file is safe; look at the printer and "
    "print again.",
    "not-a-reply": "This holds no words of a member. It was not used; ask for another copy.",
    "altered-reply": "These words were altered or damaged and are not what the member signed. "
    "They were not used; ask for another copy.",
    "reply-accepted": "The words arrived and wait for the leader.",
    "reply-other-review": "These words belong to another review, or their author is not on the "
    "roster. They were not used.",
    "reply-by-another": "These words are not signed with the key of {name}. They were not used; "
    "compare in person.",
    "reply-other-edition": "The words of {name} are about edition {edition}, which is not the "
    "present one. They are kept; nothing needs to be done.",
}
