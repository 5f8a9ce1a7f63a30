"""Stage 5: which sources of the table a citation may mean, and how well each fits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from pipeline.citations import (
    journal_named,
    normal_doi,
    organisation_named,
    trial_key,
    wider_organisations,
)
from pipeline.evidence.indexes import author_words, identifier_name, size_name
from pipeline.evidence.table import EvidenceTable
from pipeline.records import CitedSource, Source, SourceKind

Field = Literal[
    "identifier",
    "version",
    "trial",
    "publisher",
    "authors",
    "journal",
    "kind",
    "year",
    "intervention",
    "condition",
    "trials",
    "participants",
]
Fit = Literal["fits", "near", "differs", "unknown"]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a claim, or its article, is about: concept ids, None where it does not say."""

    intervention: str | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source that a citation may mean, and how each detail compares.

    Attributes:
        score: for ranking only; higher fits better.
        fits: each compared field with its outcome, in a fixed order.
    """

    source: Source
    score: float
    fits: tuple[tuple[Field, Fit], ...]

    def fit(self, name: Field) -> Fit:
        """Return how a field compares."""
        return dict(self.fits).get(name, "unknown")

    def has(self, *names: Field) -> bool:
        """Say whether all these fields fit."""
        return all(self.fit(name) == "fits" for name in names)

    def on_topic(self, topic: Topic) -> bool:
        """Say whether intervention and condition, where the topic has them, are the source's."""
        asked: list[tuple[Field, str | None]] = [
            ("intervention", topic.intervention),
            ("condition", topic.condition),
        ]
        given = [name for name, concept_id in asked if concept_id is not None]
        return bool(given) and all(self.fit(name) in {"fits", "near"} for name in given)


# An identifier settles the matter; a wrong publisher or topic weighs more than a wrong year.
_WEIGHTS: Final[dict[Field, tuple[float, float, float]]] = {
    "identifier": (12.0, 6.0, -3.0),
    "version": (1.0, 0.0, -2.0),
    "trial": (6.0, 0.0, -6.0),
    "publisher": (3.0, 2.0, -4.0),
    "authors": (4.0, 2.0, -4.0),
    "journal": (2.0, 1.0, -3.0),
    "kind": (1.0, 0.5, -2.0),
    "year": (2.0, 0.5, -2.0),
    "intervention": (2.0, 1.0, -3.0),
    "condition": (2.0, 1.0, -3.0),
    "trials": (2.0, 1.0, -1.0),
    "participants": (2.0, 1.0, -1.0),
}
_REVIEWS: Final[frozenset[SourceKind]] = frozenset({"systematic_review", "meta_analysis"})
_PRIMARY: Final[frozenset[SourceKind]] = frozenset({"trial", "cohort", "survey", "study"})
_OPEN: Final[frozenset[SourceKind]] = frozenset({"unspecified", "organisation"})
_FIT_ORDER: Final[dict[Fit, int]] = {"fits": 0, "near": 1, "differs": 2, "unknown": 3}
_INITIALS: Final = re.compile(r"[A-Z]{1,3}\.?|\.|[A-Z]\.-?[A-Z]\.")
# What stands between the name of a trial and the word "trial".
_OF_THEM: Final = re.compile(
    r"[A-Z][\w-]* (?P<words>[a-z][\w-]*(?: [a-z][\w-]*){0,2}) (?:[Tt]rial|[Ss]tudy)\b"
)
_CD: Final = re.compile(r"CD\d{6}", re.IGNORECASE)
_PUB: Final = re.compile(r"\.pub(\d+)", re.IGNORECASE)


@cache
def publisher_names(written: str) -> tuple[str, ...]:
    """Return the preferred names in a publisher as a table writes it ("NCCIH (NIH)")."""
    whole = organisation_named(written)
    if whole is not None:
        return (whole,)
    parts = [part.strip() for part in re.split(r"[()/;]", written) if part.strip()]
    named = [organisation_named(part) or part for part in parts]
    return tuple(dict.fromkeys(named))


def publisher_fit(cited: str | None, held: str) -> Fit:
    """Compare the body a text names with the one of a source."""
    if not cited or not held:
        return "unknown"
    name = organisation_named(cited) or cited
    names = publisher_names(held)
    if any(name.casefold() == other.casefold() for other in names):
        return "fits"
    for other in names:
        if name in wider_organisations(other) or other in wider_organisations(name):
            return "near"
    return "differs"


def plain_name(name: str) -> str:
    """Return a surname as names are compared: small letters without accents."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in letters if c.isalpha() or c in " -'")


@cache
def surnames(authors: str) -> tuple[str, ...]:
    """Return the surnames of a source's author list, plain and in order."""
    found: list[str] = []
    for part in re.split(r",|;|&| and ", authors.replace("et al", "")):
        words = [word for word in part.split() if not _INITIALS.fullmatch(word)]
        if words:
            found.append(plain_name(" ".join(words)))
    return tuple(found)


def _authors_fit(cited: tuple[str, ...], held: str) -> Fit:
    known = surnames(held)
    if not cited or not known or "not seen" in held:
        return "unknown"
    said = [plain_name(name) for name in cited]
    if said[0] == known[0]:
        return "fits"
    return "near" if said[0] in known else "differs"


def _journal_fit(cited: str | None, held: str) -> Fit:
    if not cited or not held:
        return "unknown"
    one = journal_named(cited) or cited
    other = journal_named(held) or held
    return "fits" if one.casefold() == other.casefold() else "differs"


def kind_fit(cited: SourceKind, held: SourceKind) -> Fit:
    """Compare sorts of documents; "study" may be any, a body is none."""
    if cited in _OPEN or held == "unspecified":
        return "unknown"
    if cited == held:
        return "fits"
    if {cited, held} <= _REVIEWS or {cited, held} <= {"guideline", "policy", "fact_sheet"}:
        return "near"
    if cited == "study" or (cited in _PRIMARY and held in _PRIMARY):
        return "near"
    return "differs"


def _last_year(source: Source) -> int:
    """The last year that a text may give a source.

    Until 2008 the Cochrane Library brought reviews up to date in place: one that was searched for
    after its first year goes by the year of that search, and by the one after, as well.
    """
    year = source.year or 0
    searched = int(source.last_search[:4]) if source.last_search[:4].isdigit() else year
    return searched + 1 if searched > year else year


def _year_fit(cited: int | None, source: Source) -> Fit:
    if cited is None:
        return "unknown"
    if source.year is not None:
        if source.year <= cited <= _last_year(source):
            return "fits"
        # Online and in print, a year can pass. Cochrane has no print.
        printed = source.publisher != "Cochrane" and abs(cited - source.year) == 1
        return "near" if printed else "differs"
    if source.year_earliest is not None and cited < source.year_earliest:
        return "differs"
    return "unknown"


def size_fit(cited: int | None, held: int | None) -> Fit:
    """Compare a count with a source's, to the precision the writer used."""
    if cited is None or held is None:
        return "unknown"
    zeros = len(str(cited)) - len(str(cited).rstrip("0"))
    slack = 10**zeros / 2 if zeros > 1 else 0
    if cited == held:
        return "fits"
    return "near" if abs(cited - held) <= slack else "differs"


@cache
def identifiers_of(source: Source) -> Mapping[str, str]:
    """Return what a source is called by, by system: doi, pmid, url, cochrane, nct …."""
    registry = source.registry_id.upper()
    known = {
        "doi": normal_doi(source.doi),
        "pmid": source.pmid,
        "url": source.url.rstrip("/"),
    }
    for system, prefix in (("cochrane", "CD"), ("nct", "NCT"), ("isrctn", "ISRCTN")):
        if registry.startswith(prefix):
            known[system] = registry
    ncd = re.search(r"\d+(?:\.\d+)+", registry)
    if ncd is not None and source.kind == "policy":
        known["ncd"] = ncd[0]
    if re.fullmatch(r"(?:NG|CG|TA|QS|IPG|MTG|HTG)\d+", registry):
        known["nice"] = registry
    return {system: value for system, value in known.items() if value}


def _cochrane_id(text: str) -> str | None:
    match = _CD.search(text)
    return match[0].upper() if match is not None else None


def _cochrane_version(text: str) -> int:
    match = _PUB.search(text)
    # The first version of a review has no ".pub" in its DOI.
    return int(match[1]) if match is not None else 1


def version_cited(cited: CitedSource) -> tuple[str, int | None] | None:
    """Return the CD number and version a citation names; the version None where it does not say."""
    for system, value in cited.identifiers:
        number = _cochrane_id(value) if system in {"doi", "cochrane"} else None
        if number is not None:
            exact = system == "doi" or ".pub" in value
            return number, _cochrane_version(value) if exact else None
    return None


def _identifier_fit(cited: CitedSource, source: Source) -> tuple[Fit, Fit]:
    """Compare identifiers: any that matches settles it; then the version, if one is named."""
    held = identifiers_of(source)
    fits: list[Fit] = []
    for system, value in cited.identifiers:
        other = held.get(system)
        if other is not None and system != "url":
            fits.append("fits" if _same_id(system, value, other) else "differs")
        elif other is not None and value.rstrip("/") == other:
            fits.append("fits")
    version: Fit = "unknown"
    named = version_cited(cited)
    own = _cochrane_id(source.registry_id or source.doi)
    if named is not None and own is not None:
        same = named[0] == own
        fits = ["fits" if same else "differs"]
        if same and named[1] is not None:
            held_version = source.version or _cochrane_version(source.doi)
            version = "fits" if named[1] == held_version else "differs"
    best: Fit = min(fits, key=lambda fit: _FIT_ORDER[fit], default="unknown")
    return best, version


def _trial_fit(cited: CitedSource, source: Source, table: EvidenceTable) -> Fit:
    """Compare the trial that a text names with those that a source goes by.

    Of several trials of one name "the GERAC migraine trial" is that on migraine.
    """
    named = {value for system, value in cited.identifiers if system == "trial"}
    known = set(map(trial_key, source.trial_names))
    if not named or not known:
        return "unknown"
    of_them = _OF_THEM.search(cited.text)
    if of_them is not None and named & known:
        interventions, conditions = table.topics_of(source)
        held = {"intervention": interventions, "condition": conditions}
        for mention in table.concepts.find(of_them["words"]):
            its = held.get(mention.kind, ())
            relations = {table.concepts.relation(one, mention.concept_id) for one in its}
            if its and relations == {"other"}:
                return "differs"
    return "fits" if named & known else "differs"


def _same_id(system: str, value: str, other: str) -> bool:
    if system == "ncd":
        return value == other
    return value.casefold().rstrip(".") == other.casefold()


def _topic_fit(asked: str | None, held: Iterable[str], source: Source, table: EvidenceTable) -> Fit:
    """Compare what a citation is about with what a source is about.

    A source with results on a wider thing is near, and all that is a part of that thing with it:
    one on all of circulation, on heart disease and strokes may be cited for heart attacks. One
    whose title speaks of pain in endometriosis is about another thing than migraine.
    """
    every = tuple(held)
    relations = {one: table.concepts.relation(one, asked) for one in every}
    if "same" in relations.values():
        return "fits"
    if "narrower" in relations.values():
        return "near"
    wider = [one for one in every if relations[one] == "wider"]
    others = [one for one in every if relations[one] == "other"]
    if not wider:
        return "differs" if others else "unknown"
    measured = _measured_in(source, table) if others else frozenset()
    parts = (
        any(wide in measured and table.concepts.relation(one, wide) == "narrower" for wide in wider)
        for one in others
    )
    return "near" if all(parts) else "differs"


def _measured_in(source: Source, table: EvidenceTable) -> frozenset[str]:
    """Return the conditions of a source's results; its title may name others."""
    rows = table.rows_by_source.get(source.source_id, ())
    return frozenset(c.concept_id for row in rows if (c := row.statement.condition) is not None)


def _worth_comparing(cited: CitedSource, source: Source, table: EvidenceTable) -> bool:
    if "fits" in {_identifier_fit(cited, source)[0], _trial_fit(cited, source, table)}:
        return True
    if publisher_fit(cited.publisher, source.publisher) in {"fits", "near"}:
        return True
    if _authors_fit(cited.authors, source.authors) in {"fits", "near"}:
        return True
    return _journal_fit(cited.journal, source.journal) == "fits"


def _in_question(cited: CitedSource, topic: Topic, table: EvidenceTable) -> list[Source]:
    """Return the sources that a citation may mean, each once.

    Those that it names by identifier, trial, author or size; and those on its topic, since
    a body or a journal alone has thousands. Those on its treatment for whatever condition, where
    they have as many trials.
    """
    names = {identifier_name(value) for _, value in cited.identifiers}
    version = version_cited(cited)
    if version is not None:
        names.add(version[0].casefold())
    # The longest word of a name is rarer than its "de".
    names |= {max(words, key=len) for name in cited.authors[:1] if (words := author_words(name))}
    names.add(size_name(cited.n_trials, cited.n_participants))
    sources = [
        *table.sources_called(names),
        *table.sources_about(topic.intervention, topic.condition),
    ]
    if cited.n_trials is not None:
        treated = table.sources_about(topic.intervention, None)
        sources += [source for source in treated if source.n_trials == cited.n_trials]
    return list({source.source_id: source for source in sources}.values())


def find_candidates(cited: CitedSource, *, topic: Topic, table: EvidenceTable) -> list[Candidate]:
    """Compare a citation with the sources that it may mean.

    A source has its identifier or its author; or it is on its topic and of its
    body or journal.

    Returns:
        Best first; of equals the current one, then one that somebody read, then the
        newer, then by source id.
    """
    found: list[Candidate] = []
    for source in _in_question(cited, topic, table):
        if not _worth_comparing(cited, source, table):
            continue
        identifier, version = _identifier_fit(cited, source)
        interventions, conditions = table.topics_of(source)
        fits: tuple[tuple[Field, Fit], ...] = (
            ("identifier", identifier),
            ("version", version),
            ("trial", _trial_fit(cited, source, table)),
            ("publisher", publisher_fit(cited.publisher, source.publisher)),
            ("authors", _authors_fit(cited.authors, source.authors)),
            ("journal", _journal_fit(cited.journal, source.journal)),
            ("kind", kind_fit(cited.kind, source.kind)),
            ("year", _year_fit(cited.year, source)),
            ("intervention", _topic_fit(topic.intervention, interventions, source, table)),
            ("condition", _topic_fit(topic.condition, conditions, source, table)),
            ("trials", size_fit(cited.n_trials, source.n_trials)),
            ("participants", size_fit(cited.n_participants, source.n_participants)),
        )
        found.append(Candidate(source, sum(_weight(name, fit) for name, fit in fits), fits))
    found.sort(key=_rank)
    return found


def _rank(one: Candidate) -> tuple[float, bool, bool, int, str]:
    """Put what fits best first; then what is current, what somebody read, what is newer."""
    source = one.source
    unread = not source.verified_how
    return -one.score, source.status != "current", unread, -(source.year or 0), source.source_id


def _weight(name: Field, fit: Fit) -> float:
    good, near, bad = _WEIGHTS[name]
    return {"fits": good, "near": near, "differs": bad, "unknown": 0.0}[fit]
