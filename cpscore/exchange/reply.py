"""`reply.json`: a member's words instead of a signature, in the form in which they are signed."""

from __future__ import annotations

import re

from cpscore.exchange.failures import TooNew
from cpscore.rules.canonical import canonical
from cpscore.rules.declining import Declining, Reply
from cpscore.rules.ijson import read
from cpscore.rules.problem import Failure

PART = "reply.json"
SCHEMA = "cpscore.reply/1"
FAMILY = re.compile(r"cpscore\.reply/([1-9][0-9]{0,8})", re.ASCII)
EDITION = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
# More than anybody writes on a page of a sheet.
LONGEST = 20_000


class NotAReply(Failure):
    """No words of a member, or not in the form in which they are written."""

    code = "not-a-reply"


def write_reply(reply: Reply) -> bytes:
    """The bytes of `reply.json`, in the form of RFC 8785."""
    return canonical(
        {
            "schema": SCHEMA,
            "program": reply.program,
            "review": reply.review,
            "edition": str(reply.edition),
            "file": reply.file,
            "member": reply.member,
            "how": reply.how,
            "text": reply.text,
            "at": reply.at,
        }
    )


def read_reply(data: bytes) -> Reply:
    """The reply in the bytes, which must be those `write_reply` makes. Raises NotAReply, TooNew."""
    tree, problems = read(data)
    if problems or not isinstance(tree, dict):
        raise NotAReply
    found = {name: value for name, value in tree.items() if isinstance(value, str)}
    schema = found.get("schema", "")
    if schema != SCHEMA and FAMILY.fullmatch(schema):
        raise TooNew(schema=schema)
    if not EDITION.fullmatch(found.get("edition", "")):
        raise NotAReply
    try:
        reply = Reply(
            review=found["review"],
            edition=int(found["edition"]),
            file=found["file"],
            member=found["member"],
            how=Declining(found["how"]),
            text=found["text"],
            at=found["at"],
            program=found["program"],
        )
    except (KeyError, ValueError):
        raise NotAReply from None
    if write_reply(reply) != data or not reply.text.strip() or len(reply.text) > LONGEST:
        raise NotAReply
    return reply
