"""What `forms show` prints of each shipped form; a change of a form is read as a diff of it.

`pytest tests/forms/test_golden.py --rewrite` writes the files anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cpscore.forms.catalogue import Found, shipped
from cpscore.rules.form_document import form_document

GOLDEN = Path(__file__).parent / "golden"
FORMS = list(shipped())


@pytest.mark.parametrize("found", FORMS, ids=lambda found: found.path.stem)
def test_a_shipped_form_is_what_it_was(found: Found, request: pytest.FixtureRequest) -> None:
    assert found.problems == ()
    assert found.form is not None
    assert found.form.id == found.path.stem
    shown = json.dumps(form_document(found.form), ensure_ascii=False, indent=1) + "\n"
    golden = GOLDEN / f"{found.form.id}.json"
    if request.config.getoption("--rewrite"):
        golden.write_text(shown, encoding="utf-8", newline="\n")

    assert golden.read_text(encoding="utf-8") == shown


def test_every_golden_file_has_its_form() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == {found.path.stem for found in FORMS}
