from __future__ import annotations

import pytest
from factories import (
    make_check,
    make_claim,
    make_finding,
    make_judged,
    make_page,
    make_row,
    make_source,
)
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.printed import (
    SIGNS,
    VERDICTS,
    count_verdicts,
    evidence_name,
    fails,
    further_checks,
    hanging,
    harmless,
    named_sources,
    other_side,
    safe_link,
    seen_of,
    shorten_middle,
    source_link,
    source_name,
    worst_first,
    writable,
)


def test_printed_gives_each_verdict_a_sign_of_its_own():
    assert VERDICTS == ("unsupported", "unverifiable", "supported")
    assert len(set(SIGNS.values())) == 3


def test_printed_sorts_worst_first_and_then_by_place():
    places = [("ST001", 0), ("UV001", 10), ("ST002", 30), ("ST002", 20)]
    claims = [make_judged(make_claim(start=start), code=code) for code, start in places]
    assert [judged.claim.start for judged in worst_first(claims)] == [20, 30, 10, 0]


def test_printed_counts_also_the_verdicts_that_nothing_has():
    assert count_verdicts([make_judged(code="UV001")]) == {
        "unsupported": 0,
        "unverifiable": 1,
        "supported": 0,
    }


SHORTENED = {
    "short enough": ("as it is", 8, "as it is"),
    "between words": ("one two three four five six", 18, "one two … six"),
    "a space at the cut": ("aaaa bbbb cccc dddd", 14, "aaaa … dddd"),
    "one long word": ("a" * 40, 11, "aaaa … aaaa"),
    "no room": ("abcdef", 3, "ab…"),
}


@pytest.mark.parametrize(("text", "limit", "expected"), SHORTENED.values(), ids=SHORTENED)
def test_printed_shortens_in_the_middle(text, limit, expected):
    assert shorten_middle(text, limit) == expected


@given(st.text(alphabet="ab c\u00e9", max_size=60), st.integers(1, 70))
def test_printed_shortens_to_the_limit_and_never_within_a_word_it_could_leave_whole(text, limit):
    text = " ".join(text.split())
    short = shorten_middle(text, limit)
    assert len(short) <= limit
    words = text.split()
    if text and max(map(len, words)) * 2 + 5 <= limit:
        assert all(word in words for word in short.split() if word != "…")


HARMFUL = {
    "an escape sequence": ("by \x1b[31m52%", "by [31m52%"),
    "a title sequence": ("a\x1b]0;owned\x07b", "a]0;ownedb"),
    "the C1 introducer": ("a\x9b31mb", "a31mb"),
    "turned reading order": ("safe\u202eelbat\u202c", "safeelbat"),
    "line breaks": ("one\r\n two\t three", "one two three"),
    "an emoji of several points": ("👩🏽\u200d⚕️ said", "👩🏽\u200d⚕️ said"),
    "half a character": ("a\ud800b", "ab"),
}


@pytest.mark.parametrize(("text", "expected"), HARMFUL.values(), ids=HARMFUL)
def test_printed_takes_from_text_what_steers_a_terminal(text, expected):
    assert harmless(text) == expected


LINKS = {
    "https": ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
    "http": ("http://example.org", "http://example.org"),
    "script": ("javascript:alert(1)", None),
    "script in capitals": ("JavaScript:alert(1)", None),
    "script after a space": (" javascript:alert(1)", None),
    "a tab inside": ("java\tscript:alert(1)", None),
    "data": ("data:text/html,<script>", None),
    "a file": ("file:///etc/passwd", None),
    "no host": ("https:///nowhere", None),
    "no scheme": ("//example.org", None),
    "a broken host": ("http://[::1", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("url", "expected"), LINKS.values(), ids=LINKS)
def test_printed_links_to_http_and_https_only(url, expected):
    assert safe_link(url) == expected


def test_printed_links_a_source_by_its_doi_where_its_page_is_not_known():
    assert source_link(make_source(doi="10.1/a<b>")) == "https://doi.org/10.1/a%3Cb%3E"
    assert source_link(make_source(doi="10.1/a", url="https://a.org")) == "https://a.org"
    assert source_link(make_source(doi="10.1/a", url="data:,")) == "https://doi.org/10.1/a"
    assert source_link(make_source()) is None


def test_printed_names_a_source_by_what_is_known_of_it():
    assert source_name(make_source(title="On mint.", publisher="Leaf", year=2020)) == (
        "On mint (Leaf 2020)"
    )
    bare = make_source(title="On mint", publisher="", year=None)
    assert source_name(bare) == "On mint"


def test_printed_does_not_call_arithmetic_evidence():
    assert other_side(make_finding("AR001")) == "Worked out"
    assert other_side(make_finding("ST002")) == "Evidence"


def test_printed_does_not_call_a_near_row_a_source():
    names = {code: evidence_name(make_finding(code)) for code in ("UV001", "CI002", "ST002")}
    assert names == {"UV001": "Nearest", "CI002": "Nearest", "ST002": "Source"}


def test_printed_tells_arithmetic_once():
    checks = [
        make_check(passed=False, detail="8 to 4 is a fall of 50%"),
        make_check(detail="1 + 1"),
    ]
    judged = make_judged(reason="Cramps: 8 to 4 is a fall of 50%, not 60%.", checks=checks)
    assert further_checks(judged) == checks[1:]


def test_printed_hangs_text_behind_its_head_and_breaks_no_id():
    assert hanging("rows  ", "one two CD001218-3-sham", width=17) == [
        "rows  one two",
        "      CD001218-3-sham",
    ]
    assert hanging("rows  ", "", width=17) == ["rows"]


@given(st.text(st.characters(exclude_categories=())))
def test_printed_makes_any_text_one_that_a_file_can_hold(text):
    writable(text).encode("utf-8")


FAILS = {
    "as it is by itself": ([("ST002", None)], "unsupported", True),
    "better than asked": ([("UV001", None)], "unsupported", False),
    "set lower": ([("ST002", "warning")], "unsupported", False),
    "set higher": ([("UV001", "error")], "unsupported", True),
    "an error that does not decide": ([("ST001", None), ("UV001", "error")], "unsupported", True),
    "a warning that does not decide": ([("ST001", None), ("UV001", None)], "unverifiable", False),
    "anything": ([("ST001", None)], "supported", True),
}


@pytest.mark.parametrize(("said", "fail_on", "expected"), FAILS.values(), ids=FAILS)
def test_printed_knows_what_makes_a_run_fail(said, fail_on, expected):
    findings = [make_finding(code, severity=severity) for code, severity in said]
    assert fails(make_judged(findings=findings), fail_on) is expected


def test_printed_names_each_source_of_the_decision_once():
    other = make_row("R2", source=make_source("S2", title="Other", status="retracted"))
    judged = make_judged(
        findings=[make_finding("ST002", row_ids=("R2", "R1", "R3", "gone"))],
        evidence=[make_row("R1"), other, make_row("R3")],
    )
    names = [name for name, _ in named_sources(judged)]
    assert names[0] == "Source: Other (Cochrane 2016) [retracted]"
    assert len(names) == 2


def test_printed_a_page_was_seen_at_a_minute_and_somehow():
    assert seen_of(make_page()) == "fetched 2026-05-01 12:00 UTC, status 200"
    page = make_page(
        final_url="https://example.org/b\x1b[31m",
        redirects=["https://example.org/a"],
        from_cache=True,
        robots_ignored=True,
    )
    assert seen_of(page) == (
        "fetched 2026-05-01 12:00 UTC, status 200, unchanged since an earlier fetch, "
        "robots.txt not asked, redirected to https://example.org/b[31m"
    )
