"""What the leader should look at: here, an enterprise that the members see differently."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.samples import BARE, PLAIN, merged, plainly, totals


def test_members_who_put_the_enterprise_into_other_categories_are_pointed_out() -> None:
    one = plainly("甲")
    same, other = replace(one, expert="乙"), replace(one, expert="丙", categories=("双超", "双有"))
    told = [flag for flag in merged(PLAIN, [one, same, other]).flags if flag.about == "enterprise"]
    assert [flag.code for flag in told] == ["categories-differ"]
    # In the order of their names, whoever's file came first.
    assert told[0].values == {"given": ("丙（双超、双有）", "乙（其他）", "甲（其他）")}
    assert "categories-differ" not in {flag.code for flag in merged(PLAIN, [one, same]).flags}


def test_where_no_question_depends_on_it_the_category_is_nobodys_business() -> None:
    given = [
        replace(one, categories=(name,))
        for one, name in zip(totals("60", "70", "80"), ("双超", "双有", "其他"), strict=True)
    ]
    assert "categories-differ" not in {flag.code for flag in merged(BARE, given).flags}
