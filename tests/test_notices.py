"""What a run tells besides findings and trouble."""

import re
import string

import pytest

from pipeline.codes import CODES
from pipeline.notices import NOTICES, names_of, notice


@pytest.mark.parametrize("kind", NOTICES.values(), ids=NOTICES)
def test_notices_have_a_code_and_say_what_to_do(kind):
    assert re.fullmatch(r"W[12]\d\d", kind.code)
    assert kind.code not in CODES
    assert kind.template.endswith((".", "{hint}"))
    assert kind.remedy.endswith(".")
    assert kind.title[0].islower()


@pytest.mark.parametrize("code", NOTICES)
def test_notices_say_all_they_were_told(code):
    names = [name for _, name, _, _ in string.Formatter().parse(NOTICES[code].template) if name]
    details = {name: f"<{name}>" for name in names if name != "path"}
    made = notice(code, "a.md", line=3, **details)
    assert (made.path, made.code, made.line) == ("a.md", code, 3)
    assert all(value in made.message for value in details.values())


def test_notices_name_the_first_of_many():
    assert names_of(["a", "b"]) == "a, b"
    assert names_of([*"abcdefg"]) == "a, b, c, d, e and 2 more"
