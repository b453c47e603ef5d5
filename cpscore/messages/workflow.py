"""What happens between preparing a review and verifying its sheets."""

from __future__ import annotations

from collections.abc import Mapping

ZH: Mapping[str, str] = {
    # Preparing
    "no-such-review": "本机档案里没有这场评审。请先打开评审包。",
    "no-such-form": "没有编号为“{form}”的评分表。",
    "other-root": "这场评审（{enterprise}）已在本机，但新的评审包不是同一位组长签的。"
    "没有导入，请当面向组长核对。",
    "no-leader": "还没有指定组长。专家名单要由组长签名，请先选定一位组长。",
    "nobody-scores": "「{section}」没有分给任何一位专家，评审还没有建立。请至少分给一位。",
    "no-members": "请填写专家名单：至少一位，姓名不能空，也不能重复。",
    "not-a-package": "这不是一个完整的评审包（{part} 缺失或对不上）。没有导入任何内容，请向组长再要一份。",
    "altered-package": "评审包被改动过或已损坏，与组长的签名不符。没有导入任何内容，请向组长再要一份。",
    "no-such-identity": "本机没有这个身份。请在有该身份的电脑上签名，或新建身份。",
    # Scoring and submitting
    "not-a-member": "专家名单里没有这个人。",
    "paper-locked": "已提交，评分已锁定。要修改请先撤回并写明原因，原来的一份会保留。",
    "paper-open": "还没有提交。",
    "paper-incomplete": "还有 {open} 处没有填，填完才能提交。已填的都已保存。",
    "empty-ink": "签名板是空的，请手写签名后再继续。",
    "no-reason": "请写明原因。原因会留在记录里，并印在汇总表上。",
    # Collecting
    "accepted": "已核验，计入汇总。",
    "collecting": "正在核验选票……",
    "altered-ballot": "选票被改动过或已损坏，与专家的签名不符。文件已保留，不计入。请该专家重新导出一份。",
    "incomplete-ballot": "选票不完整（{part}）。文件已保留，不计入。请该专家重新导出一份。",
    "wrong-form": "选票用的评分表与本次评审的不是同一版本（选票 {named}，本次 {found}）。文件已保留，不计入。",
    "wrong-review": "这份选票属于另一场评审。文件已保留，不计入。",
    "unknown-member": "选票上的专家不在本次评审的名单里。文件已保留，不计入。",
    "other-sections": "{member} 的选票评的章节，和名单上分给这位专家的不一样。文件已保留，不计入。请用最新的评审包重新评分。",
    "wrong-signer": "{member} 的选票不是用本人已登记的密钥签的。文件已保留，不计入。请当面核对。",
    "forked-ballot": "同一位专家的第 {revision} 版有两份不同的选票，都不计入。请专家撤回后重新提交一份。",
    "older-ballot": "这是较早的第 {revision} 版，已有更新的一版，不计入。文件已保留。",
    "sheet-differs": "{member} 的选票里，评分表 PDF 与所填的分数对不上。文件已保留，不计入。请当面核对，重新提交。",
    "too-many-ballots": "这个文件夹里的选票超过 {most} 份，这一份没有收。请清理后再收一次。",
    # Opinion and signatures
    "opinion-passed": "经{members}位专家评分，综合得分{total}分，否决项均不成立，结论：{verdict}。",
    "opinion-vetoed": "经{members}位专家评分，综合得分{total}分，否决项{vetoes}成立，结论：{verdict}。",
    "opinion-scored": "经{members}位专家评分，综合得分{total}分，结论：{verdict}。",
    "opinion-chosen": "经{members}位专家评审，结论：{verdict}。",
    "opinion-award": "称号：{award}。",
    "opinion-of-form": "《{form}》的结果：{fact}",
    "holidays-not-considered": "只跳过周六、周日；法定节假日和调休没有计算在内，请自行核对。",
    "signature-of-key": "电子签名（本程序附加）：",
    "signed-by": "{name}　{time}（自报时间）",
    "closed-by": "{name} 定稿　{time}（自报时间）",
    "opinion-signing": "意见表已经定稿、正在签名，此时不能再改。要改请先作废签名并写明原因。",
    "no-verdict": "还没有结论：有选票未齐、否决项待裁定或其他事项未决，见汇总页。",
    "no-opinion-form": "本次评审没有选意见表。",
    "nothing-filled": "本次评审只有由企业填写的表，还没有填写任何一张。没有导出文件；请先填写，再导出。",
    "not-to-sign": "现在不该由这位签名：组长先签，其余各签一次，未列入的不签。",
    "wrong-identity": "打开的身份与这位专家登记的不是同一个。没有签名。请选本人的身份。",
    "signatures-open": "还有专家没有签名，暂时不能收尾。",
    "writing-sheet": "正在生成文件……",
    # Verifying
    "trustworthy": "可信：签名齐全、完好，签名之后没有改动。",
    "not-trustworthy": "不可信，原因见下。请不要采用这份文件。",
    "not-compared-yet": "签名完好，签名之后没有改动，但有的密钥还没有人核对过。"
    "请先与本人核对短码，再采用这份文件。",
    "root-differs": "根指纹不符：要求 {root}，文件里是 {found}。",
    "no-roster": "文件里没有评审名单，无法知道签名的人是不是专家组成员。",
    "signature-broken": "{signer}（{role}）的签名无效：内容被改动过，或签名是伪造的。",
    "signed-confirmed": "{signer}（{role}）签名完好，密钥已当面核对。自报时间 {time}。",
    "signed-listed": "{signer}（{role}）签名完好，密钥在组长签过的名单上。自报时间 {time}。",
    "signed-self-asserted": "{signer}（{role}）签名完好，但密钥只是自称，还没有人核对过。自报时间 {time}。",
    "signed-unknown": "{signer} 签名完好，但此人不在名单上。自报时间 {time}。",
    "numbers-follow": "数字可以由文件内的选票重新算出，结果一致。",
    "numbers-do-not-follow": "数字与文件内的选票对不上。",
    "numbers-not-inside": "文件内没有选票，这里不能重算分数。",
    "is-score": "{expert} 的评分表，{enterprise}，{date}。",
    "is-summary": "评分汇总表，{enterprise}，{date}。",
    "is-opinion": "意见表第 {edition} 版，{enterprise}，{date}。若有后一版，以后一版为准。",
    "pages-differ": "页面上印的与文件内的数据不一致，以页面为准或以数据为准都不可靠。",
    "pages-not-compared": "本表由另一版本的程序（{program}）打印，只核对了总分和结论，没有逐页比对。",
    "ballots-unconfirmed": "{names} 的选票所用密钥只是自称，组长没有当面核对过。请组长核对后重新导出。",
    "ballots-missing": "没有计入 {names} 的选票，原因见表内“未计入”一栏。",
    "signed-in-another-place": "签名的人与签名的位置对不上：有人在别人的位置上签了名。",
    "not-signed-by": "{names} 没有用自己的密钥在这份意见上签名（可能是手写签名，见签名页）。",
    "opinion-voided": "第 {edition} 版意见在本机已经作废，请用后一版。",
    "other-roster": "文件内组长确认的名单与组长签过的名单矛盾。",
    "root-not-here": "本机也有这场评审（{enterprise}），但组长的密钥不是同一个。请当面核对。",
    "altered-archive": "档案被改动过或已损坏，与组长的签名不符。",
    "archive-journal": "档案里的操作记录被改动过：有一条与它的摘要对不上。",
    "archive-ballots": "档案里的选票与操作记录对不上：少了、多了，或有一份被无故排除。",
    "archive-sheet": "档案里的“{file}”不可信，请单独核验这一份。",
    "archive-holds": "评审档案：收到选票 {ballots} 份，计入 {counted} 份；文件 {sheets} 份；操作记录 {entries} 条。",
    "archive-package": "档案里的评审包不是这场评审开始时的那一个。",
    "archive-decisions": "档案里的裁定与操作记录对不上：有一条没有记录、已经撤回，或内容不同。",
    "archive-scores": "档案里的评分表不是计入的那些选票里的：少了、多了，或换成了另一版。",
    "archive-opinion": "档案里的意见不是操作记录里签完定稿的那一份，或少了、多了一份。",
    "archive-reading": "阅读件里所附的原件与档案里的文件不一致。",
    "archive-voided": "意见第 {edition} 版已经作废，原因：{reason}。{kept:voided}。",
    "archive-unsigned": "档案里另有没有签名的文件，只供查阅：{names}。",
    "odd-pdf": "PDF 里夹带了本程序不会写的内容（脚本、批注、重名附件等），或已损坏。",
    "not-our-sheet": "PDF 里夹带的数据不齐，或不是本程序放进去的那几样。",
    "pdf-not-a-pdf": "这不是 PDF 文件。",
    "pdf-too-large": "PDF 太大，没有检查。",
    "pdf-encrypted": "PDF 加了密码，无法检查。",
    "pdf-damaged": "PDF 已损坏，或被别的软件重新保存过。",
    "pdf-unsigned": "PDF 上没有任何签名。",
    "pdf-field-unsigned": "有该签而没有签的位置：{fields}。最后的签名也可能被截掉了。",
    "pdf-signature-broken": "至少一个签名与内容不符。",
    "pdf-not-certified": "第一个签名没有锁定内容，不是本程序签发的文件。",
    "pdf-changed-after-signing": "签名之后又加了签名以外的内容。",
    "pdf-signed-after-closing": "组长收尾之后又加了东西。",
}

EN: Mapping[str, str] = {
    "no-such-review": "This archive does not hold that review. Open its package first.",
    "no-such-form": "There is no form “{form}”.",
    "other-root": "This review ({enterprise}) is here already, but this package was signed with "
    "another key. Nothing was taken in; ask the leader in person.",
    "no-leader": "No leader is named. The leader signs the roster: choose one first.",
    "nobody-scores": "Nobody was assigned to “{section}”; the review was not made. "
    "Assign it to somebody.",
    "no-members": "Enter the experts: at least one, each with a name of their own.",
    "not-a-package": "This is no whole review package ({part} is missing or does not match). "
    "Nothing was taken in; ask the leader for another copy.",
    "altered-package": "The package was altered or damaged and is not what the leader signed. "
    "Nothing was taken in; ask the leader for another copy.",
    "no-such-identity": "This machine does not hold that identity.",
    "not-a-member": "Nobody of that name is on the roster.",
    "paper-locked": "Submitted and locked. To change it, withdraw it with a reason; "
    "the old one is kept.",
    "paper-open": "Not submitted yet.",
    "paper-incomplete": "{open} places are still open. What was entered is saved.",
    "empty-ink": "The pad is empty. Sign by hand first.",
    "no-reason": "Give a reason. It is kept in the record and printed on the summary.",
    "accepted": "Verified; it counts.",
    "collecting": "Verifying ballots …",
    "altered-ballot": "The ballot was altered or damaged and is not what its expert signed. "
    "It is kept and does not count; ask for another copy.",
    "incomplete-ballot": "The ballot is incomplete ({part}). It is kept and does not count; "
    "ask for another copy.",
    "wrong-form": "The ballot answers another version of the form (ballot {named}, review {found})."
    " It is kept and does not count.",
    "wrong-review": "The ballot belongs to another review. It is kept and does not count.",
    "unknown-member": "The ballot is by nobody on this roster. It is kept and does not count.",
    "other-sections": "The ballot of {member} scores other sections than the roster assigned. "
    "The file is kept and does not count. Score again with the latest package.",
    "wrong-signer": "The ballot of {member} is not signed with the key known for them. "
    "It is kept and does not count; compare in person.",
    "forked-ballot": "There are two different ballots of revision {revision}; neither counts. "
    "The expert withdraws and submits once more.",
    "older-ballot": "This is the earlier revision {revision}; a later one is here. It is kept.",
    "sheet-differs": "The score sheet inside the ballot of {member} does not say what the ballot "
    "says. It is kept and does not count; compare in person and submit again.",
    "too-many-ballots": "There are more than {most} ballots in this folder; this one was not taken in. "
    "Clear up and take in once more.",
    "opinion-passed": "{members} experts, {total} points, no veto sustained. Result: {verdict}.",
    "opinion-vetoed": "{members} experts, {total} points, veto {vetoes} sustained. "
    "Result: {verdict}.",
    "opinion-scored": "{members} experts, {total} points. Result: {verdict}.",
    "opinion-chosen": "{members} experts. Result: {verdict}.",
    "opinion-award": " Title: {award}.",
    "opinion-of-form": "{form}: {fact} ",
    "holidays-not-considered": "Saturdays and Sundays are skipped; public holidays and worked "
    "weekends are not considered, check them yourself.",
    "signature-of-key": "Electronic signature (added by this program):",
    "signed-by": "{name}  {time} (claimed)",
    "closed-by": "{name}, closing  {time} (claimed)",
    "opinion-signing": "The opinion is final and being signed. To change it, void the signatures "
    "with a reason.",
    "no-verdict": "There is no verdict yet: ballots, a veto or another matter is open.",
    "no-opinion-form": "This review has no opinion sheet.",
    "nothing-filled": "This review only has forms that the enterprise fills in, and none of them is"
    " filled in. Nothing was exported: fill one in, then export.",
    "not-to-sign": "Not this member’s turn: the leader first, then each of the others once.",
    "wrong-identity": "The identity is not the one known for this member. Nothing was signed.",
    "signatures-open": "Members who are to sign have not signed yet.",
    "writing-sheet": "Writing the sheets …",
    "trustworthy": "Trustworthy: every signature is there and intact, nothing was changed since.",
    "not-trustworthy": "Not trustworthy, for the reasons below. Do not use this file.",
    "not-compared-yet": "Intact, and nothing was changed since, but nobody has compared every key "
    "yet. Compare the short code with its owner before using this file.",
    "root-differs": "The root differs: {root} was asked for, the file has {found}.",
    "no-roster": "There is no roster inside: nothing says that the signers are the panel.",
    "signature-broken": "The signature of {signer} ({role}) does not hold: altered or forged.",
    "signed-confirmed": "{signer} ({role}): intact, key compared in person. Claimed {time}.",
    "signed-listed": "{signer} ({role}): intact, key on the roster the leader signed. "
    "Claimed {time}.",
    "signed-self-asserted": "{signer} ({role}): intact, but nobody has compared the key yet. "
    "Claimed {time}.",
    "signed-unknown": "{signer}: intact, but not on the roster. Claimed {time}.",
    "numbers-follow": "The numbers follow from the ballots inside.",
    "numbers-do-not-follow": "The numbers do not follow from the ballots inside.",
    "numbers-not-inside": "No ballots are inside; the numbers cannot be computed again here.",
    "is-score": "Score sheet of {expert}, {enterprise}, {date}.",
    "is-summary": "Summary of the panel, {enterprise}, {date}.",
    "is-opinion": "Opinion, edition {edition}, {enterprise}, {date}. A later edition replaces it.",
    "pages-differ": "What the pages say is not what the data inside says; rely on neither.",
    "pages-not-compared": "Another version ({program}) printed this sheet: only total and result "
    "were compared, not the pages.",
    "ballots-unconfirmed": "Nobody has compared the keys of the ballots of {names}. "
    "The leader compares them and exports again.",
    "ballots-missing": "The ballots of {names} are not counted; the sheet says why.",
    "signed-in-another-place": "Somebody signed in another person’s place.",
    "not-signed-by": "{names} did not sign this opinion with a key of their own "
    "(perhaps by hand, see the page of signatures).",
    "opinion-voided": "Edition {edition} was voided on this machine; use the later one.",
    "other-roster": "The roster confirmed inside contradicts the roster the leader signed.",
    "root-not-here": "This review ({enterprise}) is known here under another leader’s key. "
    "Compare in person.",
    "altered-archive": "The archive was altered or damaged and is not what the leader signed.",
    "archive-journal": "The journal inside was altered: an entry does not have its hash.",
    "archive-ballots": "The ballots inside are not those of the journal, or one was put aside "
    "without cause.",
    "archive-sheet": "“{file}” inside cannot be trusted; verify it by itself.",
    "archive-holds": "Archive of a review: {ballots} ballots arrived, {counted} counted; "
    "{sheets} sheets; {entries} entries of the journal.",
    "archive-package": "The package inside is not the one this review began with.",
    "archive-decisions": "The decisions inside are not those of the journal: one was never recorded, "
    "was taken back, or says something else.",
    "archive-scores": "The score sheets inside are not those of the ballots that count: one is "
    "missing, too many, or of another revision.",
    "archive-opinion": "The opinion inside is not the one the journal says was closed, or one is "
    "missing or too many.",
    "archive-reading": "The originals inside the reading copy are not the files of the archive.",
    "archive-voided": "Edition {edition} of the opinion is void: {reason}. {kept:voided}.",
    "archive-unsigned": "The archive also holds files without a signature, to be read only: {names}.",
    "odd-pdf": "The PDF holds what ours never do (scripts, notes, attachments of one name …), "
    "or is damaged.",
    "not-our-sheet": "The data inside the PDF is not complete, or not what this program puts there.",
    "pdf-not-a-pdf": "This is no PDF.",
    "pdf-too-large": "The PDF is too large; it was not examined.",
    "pdf-encrypted": "The PDF is encrypted and cannot be examined.",
    "pdf-damaged": "The PDF is damaged, or was saved again by other software.",
    "pdf-unsigned": "The PDF bears no signature.",
    "pdf-field-unsigned": "Not signed where it should be: {fields}. "
    "A last signature may have been cut off.",
    "pdf-signature-broken": "At least one signature does not match the content.",
    "pdf-not-certified": "The first signature does not fix the content.",
    "pdf-changed-after-signing": "Something other than signatures was added after signing.",
    "pdf-signed-after-closing": "Something was added after the leader closed the file.",
}
