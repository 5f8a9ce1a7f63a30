"""What every format's record of a publication has to be turned into.

>>> bare_doi("https://doi.org/10.1002/ABC.1")
'10.1002/ABC.1'
>>> author_name("Müller, Anna B.")
'Müller AB'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, NoReturn

from pipeline.errors import PipelineError, RecordInvalidError
from pipeline.evidence.extract.abstracts import Abstract, review_of
from pipeline.evidence.extract.reviews import is_withdrawn
from pipeline.records import SourceKind, SourceStatus
from pipeline.resources import word_list

COCHRANE: Final = "Cochrane"
COCHRANE_JOURNAL: Final = "Cochrane Database of Systematic Reviews"
# Is told what could not be used; the reading goes on.
Report = Callable[[PipelineError], None]

_WORDS: Final = word_list("publications")
_KINDS: Final = tuple(
    (entry["kind"], entry["design"], frozenset(entry["names"]), re.compile(entry["pattern"], re.I))
    for entry in _WORDS["kind"]
)
_ARTICLES: Final = frozenset(_WORDS["types"]["study"])
_STATUSES: Final[dict[str, SourceStatus]] = _WORDS["statuses"]
_DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
_PMID: Final = re.compile(r"[1-9]\d{0,7}")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_COCHRANE_DOI: Final = "10.1002/14651858."


def stop_reading(error: PipelineError) -> NoReturn:
    """Report by ending the reading, for who wants all of it or nothing.

    Raises:
        PipelineError: always.
    """
    raise error


def bare_doi(text: str) -> str:
    """Return the DOI in a text, without its address; "" where there is none."""
    found = _DOI.search(text.strip())
    return found[0].rstrip(".,;") if found is not None else ""


def bare_pmid(text: str) -> str:
    """Return a PubMed id, without "PMID:"; "" where there is none."""
    digits = re.sub(r"^\s*(?:PMID|pubmed)\s*:?\s*", "", text, flags=re.IGNORECASE).strip()
    return digits if _PMID.fullmatch(digits) else ""


def year_in(text: str) -> int | None:
    """Return the first year of a date, however it is written; None without one."""
    found = _YEAR.search(text)
    return int(found[0]) if found is not None else None


def author_name(written: str) -> str:
    """Return a name as family name and initials; one without a comma stays as it is."""
    family, comma, given = (part.strip() for part in written.partition(","))
    if not comma:
        return " ".join(written.split())
    return named(family, given)


def named(family: str, given: str) -> str:
    """Return "Lee AB" for Lee, Anna B."""
    initials = "".join(part[0] for part in re.split(r"[\s.\-]+", given) if part[:1].isalpha())
    return " ".join(f"{family} {initials.upper()}".split())


def kind_and_design(types: Iterable[str], title: str) -> tuple[SourceKind, str]:
    """Return what a publication is, by its publication types, else by its title.

    A title is asked only where the types say no more than "article".
    """
    said = {" ".join(name.lower().split()) for name in types}
    for kind, design, names, _ in _KINDS[:-1]:
        if said & names:
            return kind, design
    for kind, design, _, pattern in _KINDS:
        if pattern.search(title):
            return kind, design
    articles = said & (_KINDS[-1][2] | _ARTICLES)
    return ("study", "") if articles else ("unspecified", "")


def status_of(types: Iterable[str], title: str) -> SourceStatus:
    """Return how a publication stands, by its publication types and its title."""
    for name in types:
        if name.lower() in _STATUSES:
            return _STATUSES[name.lower()]
    return "withdrawn" if is_withdrawn(title, ()) else "current"


def as_review(abstract: Abstract) -> Abstract:
    """Return a record with what its DOI says of it, where that is a Cochrane review's."""
    if not abstract.doi.lower().startswith(_COCHRANE_DOI):
        return abstract
    review = review_of(abstract.doi)
    if review is None:
        return abstract
    number, version = review
    return replace(
        abstract,
        review_id=number,
        version=version,
        name="",
        kind="systematic_review",
        design="",
        publisher=COCHRANE,
        journal=COCHRANE_JOURNAL,
    )


def checked(
    abstract: Abstract, *, path: object, record: int, doi: str, pmid: str, report: Report
) -> Abstract:
    """Return a record with its DOI and PMID where they are such, and report where not."""
    found = {"DOI": bare_doi(doi), "PMID": bare_pmid(pmid)}
    for name, written in (("DOI", doi), ("PMID", pmid)):
        if written.strip() and not found[name]:
            why = f"'{written}' is no {name}; the record is kept without one"
            report(RecordInvalidError(path=path, record=record, why=why))
    place = f"{path}, record {record}"
    return as_review(replace(abstract, doi=found["DOI"], pmid=found["PMID"], place=place))


def spelled(names: Sequence[str]) -> str:
    """Return authors as a source names them: up to three, else the first and "et al.".

    >>> spelled(("Lee A", "Kim S"))
    'Lee A; Kim S'
    """
    return "; ".join(names) if len(names) <= 3 else f"{names[0]} et al."
