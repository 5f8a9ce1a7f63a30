"""Which records are one publication, and what its source is called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from pipeline.evidence.extract.abstracts import Abstract
from pipeline.records import Source
from pipeline.resources import word_list

_EMPTY: Final = re.compile(word_list("publications")["patterns"]["empty_words"])
_SLUG_WORDS: Final = 3
_SLUG_LENGTH: Final = 40
# Longer names of bodies would make an id that nobody reads.
_AUTHOR_LENGTH: Final = 20
_NO_AUTHOR, _NO_YEAR = "anon", "nd"
# What a Cochrane DOI, not the record, says; the rest is filled from whichever record has it.
_OWN: Final = frozenset({"review_id", "version", "place"})


@dataclass(frozen=True, slots=True)
class Same:
    """A record that was found to be one that stood before it.

    Attributes:
        place, first: where the two were read.
        by: what they share, "DOI 10.1/x".
    """

    place: str
    first: str
    by: str

    def __str__(self) -> str:
        return f"{self.place} is {self.first} again ({self.by}); merged"


def merge_same(abstracts: Iterable[Abstract]) -> tuple[list[Abstract], list[Same]]:
    """Merge the records that share a DOI, a PMID or a Cochrane number with its version.

    Returns:
        The publications, each in the place of its first record, and what was
        merged. A field is that of the first record that fills it.
    """
    groups: list[list[Abstract] | None] = []
    owner: dict[str, int] = {}
    merged: list[Same] = []
    for abstract in abstracts:
        keys = list(_keys(abstract))
        met = sorted({owner[key] for key in keys if key in owner})
        if not met:
            met = [len(groups)]
            groups.append([])
        home = groups[met[0]]
        assert home is not None
        if home:
            by = next(key for key in keys if key in owner)
            merged.append(Same(abstract.place, home[0].place, by))
        home.append(abstract)
        for other in met[1:]:
            # This record says that two of before are one: the DOI of one, the PMID of another.
            moved = groups[other] or []
            by = next(key for key in keys if owner.get(key) == other)
            merged += [Same(record.place, home[0].place, by) for record in moved]
            home[-1:-1] = moved
            groups[other] = None
            owner = {key: met[0] if place == other else place for key, place in owner.items()}
        owner |= dict.fromkeys(keys, met[0])
    return [_filled(group) for group in groups if group], merged


def _keys(abstract: Abstract) -> Iterator[str]:
    if abstract.doi:
        yield f"DOI {abstract.doi.lower()}"
    if abstract.pmid:
        yield f"PMID {abstract.pmid}"
    if abstract.review_id:
        yield f"Cochrane review {abstract.source_id}"


def _filled(group: Sequence[Abstract]) -> Abstract:
    """Return the first record, its empty fields filled from those after it."""
    first = group[0]
    for other in group[1:]:
        empty = [
            field.name
            for field in fields(Abstract)
            if field.name not in _OWN
            and getattr(first, field.name) in ("", (), None, "unspecified")
        ]
        first = replace(first, **{name: getattr(other, name) for name in empty})
    return first


def known_sources(sources: Iterable[Source]) -> dict[str, str]:
    """Return the ids of sources by DOI and PMID, written as in `source_known`."""
    known: dict[str, str] = {}
    for source in sources:
        if source.doi:
            known.setdefault(f"DOI {source.doi.lower()}", source.source_id)
        if source.pmid:
            known.setdefault(f"PMID {source.pmid}", source.source_id)
    return known


def source_known(abstract: Abstract, known: dict[str, str]) -> str:
    """Return the id of the source that a publication is already; "" for a new one."""
    return next((known[key] for key in _keys(abstract) if key in known), "")


def name_sources(abstracts: Iterable[Abstract], *, taken: Collection[str]) -> list[Abstract]:
    """Give every publication that is no Cochrane review the id of its source.

    The id is "author-year-topic", or what its record gave it. Of several that
    would be called alike the first by DOI, PMID and title keeps the name and the
    others count on from 2, in whatever order they come.

    Args:
        abstracts: any order.
        taken: ids that are given already; capitals make no other id.

    Returns:
        The publications in the order given.
    """
    listed = list(abstracts)
    used = {name.casefold() for name in taken}
    order = sorted(
        range(len(listed)), key=lambda i: (listed[i].doi.lower(), listed[i].pmid, listed[i].title)
    )
    for place in order:
        abstract = listed[place]
        if abstract.review_id:
            continue
        plain_name = name = abstract.name or speaking_id(abstract)
        number = 1
        while name.casefold() in used:
            number += 1
            name = f"{plain_name}-{number}"
        used.add(name.casefold())
        listed[place] = replace(abstract, name=name)
    return listed


def speaking_id(abstract: Abstract) -> str:
    """Return "lee-2019-yoga-neck-pain": first author, year, and what the title is about."""
    # "van der Berg AB": the initials come last.
    family = re.sub(r"\s[^\W\d_]{1,4}$", "", abstract.authors[0]) if abstract.authors else ""
    author = slug(family)[:_AUTHOR_LENGTH].strip("-") or _NO_AUTHOR
    words = slug(abstract.title).split("-")
    topic = "-".join([word for word in words if word and not _EMPTY.match(word)][:_SLUG_WORDS])
    year = abstract.year if abstract.year is not None else _NO_YEAR
    return f"{author}-{year}-{topic[:_SLUG_LENGTH]}".strip("-")


def slug(text: str) -> str:
    """Return a text in small letters without accents, its words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").lower()).strip("-")
