"""Stage 1: what Crossref and Europe PMC answer becomes a Work.

Crossref's `works/{doi}` and Europe PMC's `search` with `resultType=core` are
public and documented; fields that are missing or of another shape are as good as
unsaid, so that no registry can stop a run.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.records import Identifier, Work

CROSSREF: Final = "Crossref"
EUROPE_PMC: Final = "Europe PMC"
_TAG: Final = re.compile(r"<[^<>]{1,80}>")
_DATES: Final = ("issued", "published", "published-print", "published-online", "posted")
# What publishers put before the title of what they took back.
_TAKEN_BACK: Final = re.compile(r"\W*(retract|withdraw)(?:ed|n|ion)\b[^:]*:", re.IGNORECASE)
# Crossref's types of updates, and Europe PMC's of corrections, by what became of the work.
_RETRACTS: Final = {
    "retraction": "retracted",
    "withdrawal": "withdrawn",
    "removal": "withdrawn",
    "retraction in": "retracted",
}
_REMARKS: Final = {
    "correction": "correction",
    "corrigendum": "correction",
    "erratum": "correction",
    "erratum in": "correction",
    "expression_of_concern": "expression of concern",
    "expression of concern in": "expression of concern",
    "partial_retraction": "partial retraction",
    "partial retraction in": "partial retraction",
}


def read_json(body: bytes) -> object:
    """Read an answer; None of what is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def crossref_work(answer: object) -> Work | None:
    """Read what `works/{doi}` answers; None where it describes no work."""
    said = _at(answer, "message")
    title = _first_text(_at(said, "title"))
    if not title and not _at(said, "DOI"):
        return None
    updates = [_text(_at(one, "type")).lower() for one in _items(_at(said, "updated-by"))]
    return _with_notices(
        Work(
            told_by=(CROSSREF,),
            title=_plain(title),
            authors=_names(_at(said, "author"), "family", "name"),
            journal=_plain(_first_text(_at(said, "container-title"))),
            years=_years([_at(said, name, "date-parts", 0, 0) for name in _DATES]),
            kind=_text(_at(said, "type")),
        ),
        updates,
    )


def europe_pmc_work(answer: object, identifier: Identifier) -> Work | None:
    """Read what `search` answers; None where none of its results has the identifier."""
    system, value = identifier
    field = {"doi": "doi", "pmid": "pmid", "pmc": "pmcid"}[system]
    for said in _items(_at(answer, "resultList", "result")):
        if _text(_at(said, field)).casefold() != value.casefold():
            continue
        kinds = [_text(one) for one in _items(_at(said, "pubTypeList", "pubType"))]
        listed = _items(_at(said, "commentCorrectionList", "commentCorrection"))
        updates = [_text(_at(one, "type")).lower() for one in listed]
        if "retracted publication" in {kind.lower() for kind in kinds}:
            updates.append("retraction in")
        return _with_notices(
            Work(
                told_by=(EUROPE_PMC,),
                title=_plain(_text(_at(said, "title"))),
                authors=_names(_at(said, "authorList", "author"), "lastName", "collectiveName"),
                journal=_plain(_text(_at(said, "journalInfo", "journal", "title"))),
                years=_years([_at(said, "pubYear"), _at(said, "journalInfo", "yearOfPublication")]),
                kind=", ".join(kind for kind in kinds if kind),
            ),
            updates,
        )
    return None


def joined(works: Sequence[Work]) -> Work:
    """Make one of what several registries say of a work: the first that says a thing counts.

    Years and notices are those of all.
    """
    retracted = [work.retracted for work in works if work.retracted]
    return replace(
        works[0],
        told_by=tuple(name for work in works for name in work.told_by),
        title=next((work.title for work in works if work.title), ""),
        authors=next((work.authors for work in works if work.authors), ()),
        journal=next((work.journal for work in works if work.journal), ""),
        years=tuple(sorted({year for work in works for year in work.years})),
        kind=next((work.kind for work in works if work.kind), ""),
        retracted=retracted[0] if retracted else "",
        remarks=tuple(sorted({remark for work in works for remark in work.remarks})),
    )


def _with_notices(work: Work, updates: Sequence[str]) -> Work:
    retracted = [_RETRACTS[update] for update in updates if update in _RETRACTS]
    titled = _TAKEN_BACK.match(work.title)
    if titled is not None:
        retracted.append("retracted" if titled[1].lower() == "retract" else "withdrawn")
        work = replace(work, title=work.title[titled.end() :].strip())
    remarks = sorted({_REMARKS[update] for update in updates if update in _REMARKS})
    return replace(work, retracted=retracted[0] if retracted else "", remarks=tuple(remarks))


def _at(thing: object, *path: str | int) -> object:
    """Follow keys and places; None where one of them is not there."""
    for step in path:
        if isinstance(step, str):
            thing = thing.get(step) if isinstance(thing, dict) else None
        else:
            thing = thing[step] if isinstance(thing, list) and len(thing) > step else None
    return thing


def _items(thing: object) -> list[object]:
    # Where there is one, some give it bare.
    return thing if isinstance(thing, list) else [] if thing is None else [thing]


def _text(thing: object) -> str:
    return thing.strip() if isinstance(thing, str) else ""


def _first_text(thing: object) -> str:
    return next((text for one in _items(thing) if (text := _text(one))), "")


def _names(people: object, *keys: str) -> tuple[str, ...]:
    named = (
        next((name for key in keys if (name := _text(_at(one, key)))), "") for one in _items(people)
    )
    return tuple(_plain(name) for name in named if name)


def _years(written: Sequence[object]) -> tuple[int, ...]:
    years = set()
    for one in written:
        text = str(one) if isinstance(one, int | str) else ""
        if re.fullmatch(r"[12]\d{3}", text):
            years.add(int(text))
    return tuple(sorted(years))


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", text)).split())
