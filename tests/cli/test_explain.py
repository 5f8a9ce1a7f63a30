from __future__ import annotations

import pytest

from pipeline import errors
from pipeline.cli.explain import errors_by_code, explain_code, list_codes
from pipeline.codes import CODES, FAMILIES
from pipeline.errors import CodeUnknownError
from pipeline.notices import NOTICES


@pytest.mark.parametrize("code", CODES)
def test_explain_gives_meaning_example_and_remedy(code):
    text = " ".join(explain_code(code, width=100).split())
    known = CODES[code]
    for said in (known.title, known.meaning, known.example, known.remedy, known.verdict):
        assert said in text


def test_explain_lists_every_code_with_its_family():
    text = list_codes(width=100)
    assert all(f"  {code}  " in text for code in (*CODES, *errors_by_code()))
    assert {code[:2] for code in CODES} == set(FAMILIES)


@pytest.mark.parametrize("width", [60, 100])
def test_explain_keeps_to_its_width(width):
    for text in (list_codes(width=width), *(explain_code(c, width=width) for c in CODES)):
        assert max(map(len, text.splitlines())) <= width


def test_explain_knows_the_errors_too():
    assert "could not be opened" in explain_code("E101", width=100)
    assert "E999" in errors_by_code()
    assert errors_by_code()["E101"] is errors.SourceUnreadableError


def test_explain_does_not_mind_small_letters():
    assert explain_code(" st002 ", width=100) == explain_code("ST002", width=100)


NEAR = {
    "a missing nought": ("ST02", "ST002"),
    "a letter for a digit": ("CIOO2", "CI002"),
    "the wrong way round": ("TS001", "ST001"),
}


@pytest.mark.parametrize(("typo", "meant"), NEAR.values(), ids=NEAR)
def test_explain_suggests_the_nearest_code(typo, meant):
    with pytest.raises(CodeUnknownError, match=f"Did you mean .*{meant}"):
        explain_code(typo, width=100)


def test_explain_suggests_nothing_where_nothing_is_near():
    with pytest.raises(CodeUnknownError, match="`claims explain` lists them all"):
        explain_code("nonsense", width=100)


def test_explain_of_an_unknown_code_exits_two_with_one_line(claims):
    ran = claims("explain", "ST02")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error E802: There is no finding code 'ST02'. Did you mean ST002")
    assert ran.err.count("\n") == 1


def test_explain_prints_what_it_finds(claims):
    assert claims("explain", "ST002").out == explain_code("ST002", width=100)
    assert claims("explain").out == list_codes(width=100)


@pytest.mark.parametrize("code", NOTICES)
def test_explain_knows_the_notices(code):
    text = " ".join(explain_code(code, width=100).split())
    kind = NOTICES[code]
    assert kind.title[1:] in text
    assert kind.remedy in text
    assert f"  {code}  " in list_codes(width=100)


def test_explain_says_how_to_silence_a_code():
    text = " ".join(explain_code("UV001", width=100).split())
    assert "<!-- claims: ignore UV001 your reason -->" in text
    assert 'UV001 = "off" below [severity] in claims.toml' in text
