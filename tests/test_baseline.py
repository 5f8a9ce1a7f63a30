"""Findings that are known: the file, and what a run makes of it."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from factories import (
    make_article,
    make_claim,
    make_document,
    make_finding,
    make_judged,
    make_result,
    make_trouble,
)

from pipeline.baseline import (
    Baseline,
    Known,
    baseline_text,
    find_baseline,
    met_in,
    notices_of,
    place_for_new,
    read_baseline,
    renewed,
    unneeded,
    write_baseline,
)
from pipeline.errors import BaselineBrokenError, ReportUnwritableError
from pipeline.mute import mute_document
from pipeline.settings import Settings


@pytest.fixture
def site(tmp_path, monkeypatch):
    """The working folder: a checkout with two drafts."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "drafts").mkdir()
    for name in ("a.md", "b.md"):
        (tmp_path / "drafts" / name).write_text("Zinc.\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def known(path="drafts/a.md", claim_id="zinc", code="ST002", text="Zinc cures."):
    return Known(path, text, claim_id, code)


def baseline(site, *entries):
    return Baseline(site / ".claims-baseline.json", entries)


def found(*said, path="drafts/a.md"):
    """A document with claims, each named and with the codes that are said of it."""
    claims = [
        make_judged(
            make_claim("Zinc cures.", claim_id=claim_id),
            findings=[make_finding(code) for code in codes],
        )
        for claim_id, *codes in said
    ]
    return make_document(make_article(path=path), claims=claims)


def renew(before, *documents, targets=("drafts",), errors=(), fail_on="unsupported"):
    result = make_result(documents, errors=errors)
    return renewed(before, result, targets=targets, fail_on=fail_on)


# --- the file --------------------------------------------------------------------------------


def test_baseline_comes_back_as_it_was_written(site):
    one = baseline(site, known(text='Zinc "cures" é\n'), known("drafts/b.md"))
    write_baseline(one)
    assert read_baseline(one.file) == one
    # Nothing else is left in the folder.
    assert names_in(site) == [".claims-baseline.json", ".git", "drafts"]


def test_baseline_is_a_line_for_each_finding_in_order(site):
    some = [known("b.md"), known(code="UV001"), known(), known()]
    before = replace(renew(baseline(site), targets=())[0], known=tuple(some))
    text = baseline_text(renew(before, targets=())[0])
    assert json.loads(text)["schema"] == 1
    lines = [json.loads(line.strip(" ,")) for line in text.splitlines() if '"path"' in line]
    assert [(line["path"], line["code"]) for line in lines] == [
        ("b.md", "ST002"),
        ("drafts/a.md", "ST002"),
        ("drafts/a.md", "UV001"),
    ]


def test_baseline_of_nothing_is_a_file_too(site):
    write_baseline(baseline(site))
    assert read_baseline(site / ".claims-baseline.json").known == ()


BROKEN = {
    "nothing": ("", "it is not JSON"),
    "half of it": ('{"schema": 1, "kno', "it is not JSON"),
    "a merge": ('{\n<<<<<<< HEAD\n"schema": 1', "the marks of a merge that was not finished"),
    "a list": ("[]", 'an object with "schema": 1 and a list "known" is wanted'),
    "no schema": ('{"known": []}', 'an object with "schema": 1'),
    "a later schema": (
        '{"schema": 2, "known": []}',
        "its schema is 2, and this .* up to 1",
    ),
    "no list": ('{"schema": 1, "known": {}}', 'a list "known" is wanted'),
    "an entry of another form": ('{"schema": 1, "known": [["a.md"]]}', "entry 1 is not four texts"),
    "an entry that lacks a key": (
        '{"schema": 1, "known": [{"path": "a", "claim": "b", "code": "c"}]}',
        "entry 1 is not four texts called path, claim, code, text",
    ),
    "depth": ("[" * 100_000, "it is not JSON"),
}


@pytest.mark.parametrize(("text", "why"), BROKEN.values(), ids=BROKEN)
def test_baseline_that_is_broken_is_told(site, text, why):
    (site / "b.json").write_text(text)
    with pytest.raises(BaselineBrokenError, match=why) as caught:
        read_baseline(site / "b.json")
    assert caught.value.message.startswith("b.json is no baseline: ")


def test_baseline_that_is_not_there_is_told(site):
    with pytest.raises(BaselineBrokenError, match="no such file"):
        read_baseline(site / "gone.json")
    (site / "b.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BaselineBrokenError, match="decode"):
        read_baseline(site / "b.json")


def test_baseline_is_found_from_the_folder_upwards(site):
    assert find_baseline(site / "drafts") is None
    write_baseline(baseline(site))
    assert find_baseline(site / "drafts") == site / ".claims-baseline.json"
    (site / "drafts" / ".git").mkdir()
    assert find_baseline(site / "drafts") is None


def test_baseline_has_its_place_beside_the_settings_else_at_the_top(site):
    name = ".claims-baseline.json"
    assert place_for_new(site / "drafts", None) == site / name
    assert place_for_new(site, site / "drafts" / "claims.toml") == site / "drafts" / name
    (site / ".git").rmdir()
    assert place_for_new(site / "drafts", None) == site / "drafts" / name


def test_baseline_that_cannot_be_written_is_told_and_leaves_nothing(site, monkeypatch):
    with pytest.raises(ReportUnwritableError, match="No such file"):
        write_baseline(Baseline(site / "gone" / "b.json"))

    def full(_self, _target):
        raise OSError(28, "No space left on device")

    write_baseline(baseline(site, known()))
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(ReportUnwritableError, match="No space left"):
        write_baseline(baseline(site))
    assert len(read_baseline(site / ".claims-baseline.json").known) == 1
    assert names_in(site) == [".claims-baseline.json", ".git", "drafts"]


def test_baseline_may_be_read_by_others(site):
    mask = os.umask(0o022)
    try:
        write_baseline(baseline(site))
    finally:
        os.umask(mask)
    assert (site / ".claims-baseline.json").stat().st_mode & 0o777 == 0o644


# --- what is known ---------------------------------------------------------------------------


def test_baseline_knows_a_finding_by_file_claim_and_code(site):
    one = baseline(site, known())
    assert one.knows("drafts/a.md", "zinc", "ST002")
    assert one.knows(str(site / "drafts" / "a.md"), "zinc", "ST002")
    assert one.knows("./drafts/../drafts/a.md", "zinc", "ST002")
    assert not one.knows("drafts/b.md", "zinc", "ST002")
    assert not one.knows("drafts/a.md", "yoga", "ST002")
    assert not one.knows("drafts/a.md", "zinc", "ST008")
    assert not one.knows("-", "zinc", "ST002")
    assert not one.knows("../drafts/a.md", "zinc", "ST002")


def test_baseline_knows_the_findings_of_a_file_that_was_moved(site):
    one = baseline(site, known(), known("drafts/b.md", "tea"))
    assert not one.knows("published/a.md", "zinc", "ST002")
    (site / "drafts" / "a.md").unlink()
    moved = replace(one)
    assert moved.knows("published/a.md", "zinc", "ST002")
    # The other file is still where it was.
    assert not moved.knows("published/a.md", "tea", "ST002")
    # A file with entries of its own takes no one else's.
    assert not moved.knows("drafts/b.md", "zinc", "ST002")


# --- writing anew ----------------------------------------------------------------------------


def test_baseline_takes_every_finding_that_is_against_a_claim(site):
    after, outside = renew(
        baseline(site), found(("zinc", "ST002", "UV003", "EF001"), ("tea", "EF001"))
    )
    assert [(k.claim_id, k.code) for k in after.known] == [("zinc", "ST002"), ("zinc", "UV003")]
    assert outside == []
    every, _ = renew(baseline(site), found(("tea", "EF001")), fail_on="supported")
    assert [k.code for k in every.known] == ["EF001"]


def test_baseline_keeps_a_short_text_for_people(site):
    claim = make_claim("Zinc " + "very " * 60 + "much.", claim_id="zinc")
    whole = make_document(
        make_article(path="drafts/a.md"), claims=[make_judged(claim, code="ST002")]
    )
    (one,) = renew(baseline(site), whole)[0].known
    assert one.text.startswith("Zinc very")
    assert len(one.text) <= 90


def test_baseline_forgets_what_a_file_does_not_say_any_more(site):
    before = baseline(site, known(), known(claim_id="yoga"), known("drafts/b.md"))
    after, _ = renew(before, found(("zinc", "ST002"), ("tea", "ST002")), targets=["drafts/a.md"])
    assert [(k.path, k.claim_id) for k in after.known] == [
        ("drafts/a.md", "tea"),
        ("drafts/a.md", "zinc"),
        # It was not looked at.
        ("drafts/b.md", "zinc"),
    ]


def test_baseline_keeps_what_it_knows_of_a_file_that_could_not_be_judged(site):
    before = baseline(site, known())
    foreign = make_trouble("drafts/a.md", code="E105")
    after, _ = renew(before, found(path="drafts/a.md"), errors=[foreign])
    assert after.known == before.known


GONE = {
    "not looked for": ((), ["drafts/b.md"], True),
    "looked for in its folder": ((), ["drafts"], False),
    "looked for in all": ((), ["."], False),
    "found elsewhere": ((("zinc", "ST002"),), ["published"], False),
    "found in part": ((("zinc", "UV001"),), ["published"], True),
}


@pytest.mark.parametrize(("said", "targets", "stays"), GONE.values(), ids=GONE)
def test_baseline_forgets_a_file_that_is_gone_where_one_looked(site, said, targets, stays):
    (site / "drafts" / "a.md").unlink()
    before = baseline(site, known())
    after, _ = renew(before, found(*said, path="published/a.md"), targets=targets)
    assert (known() in after.known) is stays


def test_baseline_holds_no_file_from_outside_its_folder(site):
    before = Baseline(site / "drafts" / "b.json")
    documents = [found(("zinc", "ST002"), path=path) for path in ("other/a.md", "drafts/a.md", "-")]
    after, outside = renew(before, *documents)
    assert [k.path for k in after.known] == ["a.md"]
    assert [error.details["source"] for error in outside] == ["other/a.md", "standard input"]


# --- what is not needed any more -------------------------------------------------------------


def test_baseline_tells_what_was_not_met_where_it_was_looked_for(site):
    before = baseline(site, known(), known(claim_id="yoga"), known("drafts/b.md"))
    document = mute_document(found(("zinc", "ST002")), settings=Settings(), baseline=before)
    assert unneeded(before, met_in(make_result([document]))) == [known(claim_id="yoga")]
    foreign = make_trouble("drafts/a.md", code="E105")
    assert unneeded(before, met_in(make_result([document], errors=[foreign]))) == []
    (told,) = notices_of(before, met_in(make_result([document])))
    assert (told.code, told.message[-12:]) == ("W201", "silenced: 1.")


PAGE = "https://example.org/needles"


def test_baseline_knows_a_page_by_its_address_wherever_the_baseline_lies(site):
    held = baseline(site, known(PAGE), known("drafts/a.md", "tea"))
    assert held.knows(PAGE, "zinc", "ST002")
    assert not held.knows(f"{PAGE}/2", "zinc", "ST002")
    assert held.gone == frozenset()


def test_baseline_a_page_is_no_file_that_was_moved(site):
    held = baseline(site, known(PAGE), known("drafts/gone.md", "tea"))
    assert not held.knows("https://example.org/tea", "tea", "ST002")
    assert not held.knows("drafts/b.md", "zinc", "ST002")
    assert held.knows("drafts/b.md", "tea", "ST002")


def test_baseline_keeps_what_is_found_on_pages_and_forgets_what_was_mended(site):
    before = baseline(site, known(PAGE, "old"), known("https://example.org/other"))
    result = make_result([found(("zinc", "ST002"), path=PAGE)])
    after, outside = renewed(before, result, targets=(), fail_on="unsupported")
    assert outside == []
    assert [(each.path, each.claim_id) for each in after.known] == [
        (PAGE, "zinc"),
        ("https://example.org/other", "zinc"),
    ]
    assert [each.claim_id for each in unneeded(before, met_in(result))] == ["old"]
