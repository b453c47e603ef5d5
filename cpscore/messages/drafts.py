"""Drafts of forms, and adopting them."""

from __future__ import annotations

from collections.abc import Mapping

ZH: Mapping[str, str] = {
    "draft-not-ready": "草稿还有 {open} 处问题，没有采用，草稿已保存。请逐条改好后再采用。",
    "official-id": "「{id}」是官方表《{title}》的编号，不能用在自己的表上。没有采用，草稿已保存。"
    "请在第一行的 id 换一个编号，如 {id}-2。",
}

EN: Mapping[str, str] = {
    "draft-not-ready": "{open} problems are left in the draft; it was kept and not adopted."
    " Correct them one by one, then adopt it.",
    "official-id": "“{id}” is the id of the official form “{title}” and not for one's own."
    " The draft was kept and not adopted. Write another id at its top, such as {id}-2.",
}
