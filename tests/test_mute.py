"""What is put aside, what is left, and what is told of silences that silence nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from factories import (
    make_article,
    make_check,
    make_claim,
    make_document,
    make_finding,
    make_judged,
)

from pipeline.baseline import Baseline, Known
from pipeline.mute import mute_document
from pipeline.records import Locator, Silence
from pipeline.settings import Settings, SeverityRule

TEXT = "Zinc cures colds.\nYoga heals.\nTea helps.\n"
PLACES = {"zinc": 0, "yoga": 18, "tea": 30}


def silence(*codes, covers=(0, 17), reason="ours", start=0, where="line 1"):
    return Silence(codes, reason, start, start, *covers, where)


def claim(name):
    words = TEXT[PLACES[name] :].partition("\n")[0]
    return make_claim(words, start=PLACES[name], claim_id=name)


def judged(name, *codes, **fields):
    return make_judged(claim(name), findings=[make_finding(code) for code in codes], **fields)


def document(*claims, silences=()):
    article = replace(make_article(TEXT, path="draft.md"), silences=tuple(silences))
    return make_document(article, claims=claims)


def baseline(*known):
    entries = (Known("draft.md", "", claim_id, code) for claim_id, code in known)
    return Baseline(Path(".claims-baseline.json"), tuple(entries))


def off(*codes):
    return Settings(severities=(SeverityRule(tuple((code, "off") for code in codes)),))


def codes(claims):
    return {one.claim.claim_id: [finding.code for finding in one.findings] for one in claims}


def mute(whole, *, settings=None, known=None):
    return mute_document(whole, settings=settings or Settings(), baseline=known)


def test_mute_leaves_everything_where_nothing_is_unwanted():
    whole = document(judged("zinc", "ST002", "UV001"), judged("yoga", "EF001"))
    assert mute(whole) == whole


# --- by whom ---------------------------------------------------------------------------------

ASIDE = {
    "a silence": (document(judged("zinc", "ST002"), silences=[silence()]), {}, "silence", "ours"),
    "the settings": (
        document(judged("zinc", "ST002")),
        {"settings": off("ST002")},
        "settings",
        "ST002 is off",
    ),
    "a baseline": (
        document(judged("zinc", "ST002")),
        {"known": baseline(("zinc", "ST002"))},
        "baseline",
        ".claims-baseline.json",
    ),
    "the writer before the settings": (
        document(judged("zinc", "ST002"), silences=[silence()]),
        {"settings": off("ST002"), "known": baseline(("zinc", "ST002"))},
        "silence",
        "ours",
    ),
    "the settings before a baseline": (
        document(judged("zinc", "ST002")),
        {"settings": off("ST"), "known": baseline(("zinc", "ST002"))},
        "settings",
        "ST002 is off",
    ),
}


@pytest.mark.parametrize(("whole", "options", "why", "reason"), ASIDE.values(), ids=ASIDE)
def test_mute_says_who_did_not_want_it(whole, options, why, reason):
    found = mute(whole, **options)
    assert found.claims == ()
    assert [(one.why, one.reason, one.judged) for one in found.muted] == [
        (why, reason, whole.claims[0])
    ]


def test_mute_keeps_each_reason_apart():
    whole = document(judged("zinc", "ST002", "UV003", "CI008"), silences=[silence("ST002")])
    found = mute(whole, settings=off("UV003"), known=baseline(("zinc", "CI008")))
    assert found.claims == ()
    assert [(one.why, codes([one.judged])["zinc"]) for one in found.muted] == [
        ("silence", ["ST002"]),
        ("settings", ["UV003"]),
        ("baseline", ["CI008"]),
    ]


def test_mute_a_baseline_of_another_file_knows_nothing():
    # The other file is there, so it has not moved here.
    other = Path(__file__)
    known = Baseline(other.parent / "b.json", (Known(other.name, "", "zinc", "ST002"),))
    assert mute(document(judged("zinc", "ST002")), known=known).muted == ()


# --- what is left ----------------------------------------------------------------------------

LEFT = {
    "a lesser finding decides now": (["ST002", "UV003"], ["ST002"], ["UV003"], ["ST002"]),
    "another contradiction decides now": (["ST002", "CI002"], ["ST002"], ["CI002"], ["ST002"]),
    "what speaks for it does not come up": (["ST002", "EF001"], ["ST002"], [], ["ST002", "EF001"]),
    "nor behind a lesser one": (
        ["ST002", "UV003", "EF001"],
        ["ST002"],
        ["UV003"],
        ["ST002", "EF001"],
    ),
    "nor where a doubt was in its way": (["CI009", "EF001"], ["CI009"], [], ["CI009", "EF001"]),
    "what decided stays": (["CI011", "UV003"], ["UV003"], ["CI011"], ["UV003"]),
    "what speaks for it may go alone": (["ST002", "EF001"], ["EF001"], ["ST002"], ["EF001"]),
}


@pytest.mark.parametrize(("said", "unwanted", "left", "gone"), LEFT.values(), ids=LEFT)
def test_mute_leaves_no_more_good_of_a_claim_than_was_said(said, unwanted, left, gone):
    found = mute(document(judged("zinc", *said)), settings=off(*unwanted))
    assert codes(found.claims) == ({"zinc": left} if left else {})
    assert codes(one.judged for one in found.muted) == {"zinc": gone}


def test_mute_tells_no_check_whose_finding_is_put_aside():
    checks = (make_check("AR001", passed=False), make_check("AR003"))
    whole = document(judged("zinc", "AR001", "UV003", checks=checks))
    found = mute(whole, settings=off("AR001"))
    assert [check.code for check in found.claims[0].checks] == ["AR003"]
    assert found.muted[0].judged.checks == checks


def test_mute_sets_severities_and_changes_no_verdict():
    settings = Settings(severities=(SeverityRule((("ST002", "note"), ("UV", "error"))),))
    found = mute(document(judged("zinc", "ST002", "UV003")), settings=settings)
    assert [(f.code, f.verdict, f.severity) for f in found.claims[0].findings] == [
        ("ST002", "unsupported", "note"),
        ("UV003", "unverifiable", "error"),
    ]


def test_mute_lets_the_most_severe_contradiction_decide():
    settings = Settings(severities=(SeverityRule((("ST002", "note"),)),))
    found = mute(document(judged("zinc", "ST002", "CI002", "UV003")), settings=settings)
    assert codes(found.claims) == {"zinc": ["CI002", "ST002", "UV003"]}


def test_mute_by_path_takes_the_path_of_the_article():
    rules = (SeverityRule((("ST002", "off"),), ("*.md",)), SeverityRule((("UV", "off"),), ("x/",)))
    found = mute(
        document(judged("zinc", "ST002"), judged("yoga", "UV003")),
        settings=Settings(severities=rules),
    )
    assert codes(found.claims) == {"yoga": ["UV003"]}


# --- silences --------------------------------------------------------------------------------

SILENCED = {
    "a code": (silence("ST002"), ["zinc"]),
    "a family": (silence("ST"), ["zinc"]),
    "everything": (silence(), ["zinc"]),
    "another code": (silence("ST001"), []),
    "another family": (silence("CI"), []),
    "a code that does not exist": (silence("ST00"), []),
    "another place": (silence("ST002", covers=(18, 29)), ["yoga"]),
    "the last place of it": (silence("ST002", covers=(0, 19)), ["zinc", "yoga"]),
    "up to a place": (silence("ST002", covers=(0, 18)), ["zinc"]),
    "the whole file": (silence("ST002", covers=(0, len(TEXT))), ["zinc", "yoga", "tea"]),
}


@pytest.mark.parametrize(("one", "expected"), SILENCED.values(), ids=SILENCED)
def test_mute_silences_the_claims_that_begin_where_it_says(one, expected):
    whole = document(*(judged(name, "ST002") for name in PLACES), silences=[one])
    assert list(codes(muted.judged for muted in mute(whole).muted)) == expected


def test_mute_many_silences_find_their_places():
    # One of them reaches over others.
    some = [silence("AR", covers=(0, 30)), silence("CI", covers=(5, 6)), silence(covers=(30, 40))]
    whole = document(judged("zinc", "AR001"), judged("yoga", "AR001"), judged("tea", "AR001"))
    whole = replace(whole, article=replace(whole.article, silences=tuple(some)))
    assert list(codes(one.judged for one in mute(whole).muted)) == ["zinc", "yoga", "tea"]


def test_mute_silences_what_speaks_for_a_claim_only_by_its_name():
    whole = document(judged("zinc", "EF001"))
    for one in (silence(), silence("EF")):
        found = mute(replace(whole, article=replace(whole.article, silences=(one,))))
        assert codes(found.claims) == {"zinc": ["EF001"]}
        assert [notice.code for notice in found.notices] == ["W101"]
    named = replace(whole, article=replace(whole.article, silences=(silence("EF001"),)))
    assert mute(named).claims == mute(named).notices == ()


NOTICES = {
    "one that is of use": ([silence("ST002")], []),
    "two that are of use": ([silence("ST002"), silence("ST", covers=(0, len(TEXT)))], []),
    "a code that does not occur": (
        [silence("AR001")],
        [
            "`claims: ignore AR001` silences nothing: no claim there has such a finding; what is "
            "there: ST002."
        ],
    ),
    "one code of two": (
        [silence("ST002", "AR001")],
        [
            "AR001 in `claims: ignore ST002, AR001` silences nothing: no claim there has such a "
            "finding; what is there: ST002."
        ],
    ),
    "no claim": (
        [silence(covers=(18, 29))],
        ["`claims: ignore` silences nothing: there is no claim in what it covers."],
    ),
    "nothing behind it": (
        [silence(covers=(40, 40))],
        ["`claims: ignore` silences nothing: nothing follows it."],
    ),
    "nothing against a claim": (
        [silence(covers=(30, 40))],
        ["`claims: ignore` silences nothing: no claim there is unsupported or unverifiable."],
    ),
    "a code that does not exist": (
        [silence("ST02")],
        ["There is no code or family ST02 to ignore. Did you mean ST002?"],
    ),
    "a family that does not exist": (
        [silence("QQ", "ST002")],
        ["There is no code or family QQ to ignore. `claims explain` lists them all."],
    ),
    "a code that does not exist, in a comment of a document": (
        [silence("ST02", where="comment 3")],
        ["There is no code or family ST02 (comment 3) to ignore. Did you mean ST002?"],
    ),
    "a comment of a document": (
        [silence("AR", where="comment 3", covers=(30, 40))],
        ["`claims: ignore AR` (comment 3) silences nothing: no claim there has such a finding."],
    ),
}


@pytest.mark.parametrize(("silences", "told"), NOTICES.values(), ids=NOTICES)
def test_mute_tells_of_silences_that_silence_nothing(silences, told):
    whole = document(judged("zinc", "ST002"), judged("tea", "EF001"), silences=silences)
    assert [notice.message for notice in mute(whole).notices] == told


def test_mute_a_silence_is_of_use_where_the_settings_would_do_as_well():
    whole = document(judged("zinc", "ST002"), silences=[silence("ST002")])
    assert mute(whole, settings=off("ST002"), known=baseline(("zinc", "ST002"))).notices == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_mute_tells_the_line_of_a_silence(end):
    text = f"Zinc.{end}Tea.{end}Yoga."
    article = make_article(text, path="draft.md")
    article = replace(article, silences=(silence(start=text.index("Yoga")),))
    (notice,) = mute(make_document(article, claims=[])).notices
    assert (notice.path, notice.line) == ("draft.md", 3)


def test_mute_tells_no_line_of_a_document():
    article = make_article("Zinc.\nTea.", path="draft.docx", locators=[Locator(0, 5, paragraph=1)])
    article = replace(article, silences=(silence(start=6, where="comment 1"),))
    (notice,) = mute(make_document(article, claims=[])).notices
    assert notice.line == 0
