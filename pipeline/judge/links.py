"""Stage 5: what a citation says, beside what registries say of the work that it leads to.

Only what somebody answered is judged. What could not be looked up is told by a
notice and changes no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pipeline.citations import journal_key, journal_named, read_reference
from pipeline.judge.candidates import plain_name
from pipeline.judge.findings import finding
from pipeline.records import (
    CitedSource,
    Claim,
    Comparison,
    Finding,
    Identifier,
    LookedUp,
    Work,
    page_link,
)

LookUps = Mapping[Identifier, LookedUp]

# Online and in print, a year can pass.
_YEARS_APART: Final = 1
# The words of a title; shorter ones are in every title.
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
# A citation with fewer words than this holds no title, and a title of fewer is in many.
_CITED_WORDS: Final = 8
_TITLE_WORDS: Final = 3
# The share of a title's words that the citation must lack before it is another title.
_LACKING: Final = 0.7
# What these say of a citation is answered once a registry has the work.
_ANSWERED: Final = frozenset({"CI009", "CI013"})
_RESOLVED: Final = frozenset({"CI001", "CI003"})
# What holds as well for a claim that leans on the citation.
_FOR_ALL: Final = frozenset({"CI015", "CI017"})
_NAMES: Final = {"doi": "DOI ", "pmid": "PMID "}


def add_links(
    found: Sequence[Finding], cited: CitedSource, looked_up: LookUps, *, details: bool
) -> list[Finding]:
    """Add what was looked up to what the table says of a citation.

    Args:
        found: of the table, the one that decides first.
        cited: as the text names it.
        looked_up: by identifier.
        details: whether the claim is the citation itself, so that its details are
            judged; else only whether the work exists and stands.
    """
    linked = judge_links(cited, looked_up)
    codes = {one.code for one in found}
    if not details:
        linked = [one for one in linked if one.code in _FOR_ALL]
    if codes & _RESOLVED:
        linked = [one for one in linked if one.code != "CI018"]
    if "CI007" in codes:
        linked = [one for one in linked if one.code != "CI017"]
    if any(one.code in {"CI016", "CI017", "CI018"} for one in linked):
        found = [one for one in found if one.code not in _ANSWERED]
    return [*linked, *found]


def judge_pages(claim: Claim, looked_up: LookUps) -> list[Finding]:
    """Say which of the pages that a claim or its citation links to are gone."""
    seen = [looked_up[page_link(href)] for href in claim.links if page_link(href) in looked_up]
    return [
        finding(
            "CI019",
            f"This links to {name_of(one.identifier)}, and there is no such page: {one.why}.",
            comparison=Comparison("where the link leads", name_of(one.identifier), one.why),
            confidence=0.9,
        )
        for one in seen
        if one.state == "missing"
    ]


def judge_links(cited: CitedSource, looked_up: LookUps) -> list[Finding]:
    """Judge each identifier of a citation that was looked up, in their order."""
    return [
        one
        for identifier in cited.identifiers
        if identifier in looked_up
        for one in _judge(cited, looked_up[identifier])
    ]


def _judge(cited: CitedSource, seen: LookedUp) -> Iterator[Finding]:
    name = name_of(seen.identifier)
    if seen.state == "missing":
        yield finding(
            "CI015",
            f"The citation leads to {name}, and there is no such thing: {seen.why}.",
            comparison=Comparison("where the citation leads", name, seen.why),
            confidence=0.9,
        )
    work = seen.work
    if work is None:
        return
    told_by = " and ".join(work.told_by)
    if work.retracted:
        yield finding(
            "CI017",
            f"{_described(work)} ({name}) was {work.retracted}, as {told_by} "
            f"{_say(work)}; nothing should rest on it.",
            comparison=Comparison("notices on the source", name, work.retracted),
            confidence=0.95,
        )
    compared = dict(_compare(cited, work))
    wrong = [word for word, fits in compared.items() if not fits]
    agreed = [word for word, fits in compared.items() if fits]
    sides = Comparison("details of the linked work", cited.text, _details(work))
    if wrong:
        yield finding(
            "CI016",
            f"{name} is {_described(work)}, as {told_by} {_say(work)}; the text says "
            f'"{cited.text}". Not the same: {", ".join(wrong)}.',
            comparison=sides,
            confidence=0.9 if len(wrong) > 1 else 0.75,
        )
    elif not work.retracted:
        same = f" The same in both: {', '.join(agreed)}." if agreed else ""
        noted = f" Notices on it: {', '.join(work.remarks)}; read them too." if work.remarks else ""
        if cited.year is not None and _is_a_year_apart(cited.year, work):
            noted = f" The text says {cited.year}: online and in print, a year can pass.{noted}"
        yield finding(
            "CI018",
            f"{name} is {_described(work)}, as {told_by} {_say(work)}.{same}{noted}",
            comparison=sides,
            confidence=0.9 if agreed else 0.75,
        )


def _compare(cited: CitedSource, work: Work) -> Iterator[tuple[str, bool]]:
    """Yield each detail that both sides have, and whether it is the same."""
    title = _title_fits(cited.text, work.title)
    if title is not None:
        yield "title", title
    if cited.authors and work.authors:
        # A citation may name the senior author, and "van den Berg" is "Berg" to some.
        known = {_last_word(name) for name in work.authors}
        yield "author", any(_last_word(name) in known for name in cited.authors)
    journal = _journal_fits(cited.journal, work.journal)
    if journal is not None:
        yield "journal", journal
    if cited.year is not None and work.years and not _is_a_year_apart(cited.year, work):
        yield "year", cited.year in work.years


def _is_a_year_apart(year: int, work: Work) -> bool:
    """Say whether a year is none of the work's, and so near to one that it tells nothing."""
    nearest = min((abs(year - each) for each in work.years), default=0)
    return 0 < nearest <= _YEARS_APART


def _title_fits(text: str, title: str) -> bool | None:
    """Say whether an entry of a reference list gives a title; None of other words."""
    if read_reference(text) is None:
        return None
    said = {word.casefold() for word in _WORD.findall(text)}
    wanted = {word.casefold() for word in _WORD.findall(title)}
    if len(said) < _CITED_WORDS or len(wanted) < _TITLE_WORDS:
        return None
    share = len(wanted & said) / len(wanted)
    return True if share >= _LACKING else False if share <= 1 - _LACKING else None


def _journal_fits(cited: str | None, held: str) -> bool | None:
    """Say whether two names mean one journal; None where that is not known.

    "JAMA" is said of its sisters, too.
    """
    known = [journal_named(name) for name in (cited or "", held)]
    one, other = (journal_key(name) for name in (known[0] or cited or "", known[1] or held))
    if one and one == other:
        return True
    is_sister = one.startswith(other) or other.startswith(one)
    return False if all(known) and not is_sister else None


def _last_word(name: str) -> str:
    return plain_name(name).rpartition(" ")[2]


def name_of(identifier: Identifier) -> str:
    """Name what was looked up as people do: "DOI 10.1000/xyz", an address as it is."""
    system, value = identifier
    return f"{_NAMES.get(system, '')}{value}"


def _say(work: Work) -> str:
    return "says" if len(work.told_by) == 1 else "say"


def _described(work: Work) -> str:
    title = f'"{work.title.rstrip(".")}"' if work.title else "a work without a title"
    details = _details(work)
    return f"{title} ({details})" if details else title


def _details(work: Work) -> str:
    authors = f"{work.authors[0]} et al." if len(work.authors) > 1 else "".join(work.authors)
    years = " or ".join(map(str, work.years))
    return ", ".join(part for part in (authors, work.journal, years) if part)
