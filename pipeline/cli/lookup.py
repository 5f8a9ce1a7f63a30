"""Finding things in the evidence table, and laying them out for a terminal."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from pipeline.concepts import ConceptEntry
from pipeline.errors import EvidenceUnknownIdError
from pipeline.evidence import Code, EvidenceTable, Listing
from pipeline.records import Concept, ConceptKind, EvidenceRow, Source
from pipeline.report.printed import hanging, safe_link, source_link, source_name

_LABEL: Final = 14
# A word of the title counts less than one of the row itself.
_IN_TITLE: Final = 0.5
_OVERVIEWS: Final = frozenset({"systematic_review", "meta_analysis", "guideline", "policy"})


def search_rows(table: EvidenceTable, words: str, *, limit: int) -> list[EvidenceRow]:
    """Find the rows that speak of the words, best first, at most `limit`.

    A word is met by a concept that it names or that lies below the one it
    names ("pain" finds neck pain), by a word of the row's sentence, and half by
    one of its source's title. Rarer words weigh more. Of rows that meet the
    words alike the librarian's order holds: verified before unverified, current
    before superseded, reviews before single studies, many people before few.
    """
    wanted = list(dict.fromkeys(table.concepts.normal_form(words).split()))
    named: dict[str, list[tuple[ConceptKind, str]]] = {word: [] for word in wanted}
    for mention in table.concepts.find(words):
        for word in table.concepts.normal_form(words[mention.start : mention.end]).split():
            named[word].append((mention.kind, mention.concept_id))
    met: dict[str, dict[int, float]] = {word: {} for word in wanted}
    for place, row in enumerate(table.rows):
        spoken = set(table.concepts.normal_form(f"{row.row_id} {row.sentence}").split())
        title = f"{source_name(row.source)} {row.source.registry_id}"
        titled = set(table.concepts.normal_form(title).split())
        for word in wanted:
            if word in spoken or any(_is_about(table, row, *about) for about in named[word]):
                met[word][place] = 1.0
            elif word in titled:
                met[word][place] = _IN_TITLE
    scores = [0.0] * len(table.rows)
    for places in met.values():
        for place, share in places.items():
            scores[place] += share * (1 + math.log(len(table.rows) / len(places)))
    order = sorted(
        range(len(scores)),
        key=lambda place: (-round(scores[place], 6), *_standing(table.rows[place]), place),
    )
    return [table.rows[place] for place in order[:limit] if scores[place] > 0]


def _standing(row: EvidenceRow) -> tuple[bool, bool, bool, bool, float]:
    """Return how much a row weighs beside others on the same words; least first."""
    people = max((q.value or 0.0 for q in row.statement.of_role("participants")), default=0.0)
    outcome = row.statement.outcome
    return (
        not row.verified,
        # How large a review is answers nothing.
        outcome is not None and outcome.concept_id == "X-STUDY-SIZE",
        row.source.status not in {"current", "corrected"},
        row.source.kind not in _OVERVIEWS,
        -people,
    )


def _is_about(table: EvidenceTable, row: EvidenceRow, kind: ConceptKind, concept_id: str) -> bool:
    statement = row.statement
    concepts: dict[ConceptKind, tuple[Concept | None, ...]] = {
        "intervention": (statement.intervention,),
        "condition": (statement.condition,),
        "outcome": (statement.outcome,),
        "population": (statement.population,),
        "comparator": statement.comparators,
    }
    return any(
        table.concepts.relation(concept.concept_id, concept_id) in {"same", "narrower"}
        for concept in concepts[kind]
        if concept is not None
    )


def list_rows(rows: Sequence[EvidenceRow], *, width: int) -> str:
    """Lay rows out one below the other: id, sentence, source."""
    lines: list[str] = []
    for row in rows:
        lines.append(row.row_id)
        lines += hanging("  ", row.sentence, width=width)
        lines += hanging("  ", f"{source_name(row.source)} [{row.source.source_id}]", width=width)
        lines.append("")
    return "\n".join(lines)


def show_thing(table: EvidenceTable, wanted: str, *, width: int) -> str:
    """Lay out whatever has this id: a row, source, listing, concept or code.

    Codes go by "97810" or "CPT 97810". Capitals do not matter.

    Raises:
        EvidenceUnknownIdError: nothing has this id; the nearest ids are named.
    """
    things = list(_things(table))
    asked = " ".join(wanted.split()).casefold()
    found = [lines for identity, lines in things if identity.casefold() == asked]
    # Diagnoses are many: they are read only where nothing else has the id.
    found = found or [
        partial(_of_code, code)
        for code in table.diagnoses.values()
        if asked in {code.code.casefold(), f"{code.system} {code.code}".casefold()}
    ]
    if found:
        return "\n".join(_laid_out(lines(), width=width) for lines in found)
    identities = {identity.casefold(): identity for identity, _ in things}
    near = difflib.get_close_matches(asked, identities, n=3, cutoff=0.6)
    hint = "`claims evidence search WORDS` finds what the table holds."
    if near:
        hint = f"Did you mean {' or '.join(identities[identity] for identity in near)}?"
    raise EvidenceUnknownIdError(row_id=wanted, hint=hint)


# A label and what stands beside it; a line without a label is a title.
_Line = tuple[str, str]


def _things(table: EvidenceTable) -> Iterator[tuple[str, Callable[[], list[_Line]]]]:
    """Yield every id with what would be shown of it."""
    for row in table.rows:
        yield row.row_id, partial(_of_row, row)
    for source in table.sources.values():
        yield source.source_id, partial(_of_source, source, table)
    for listing in table.listings:
        yield listing.listing_id, partial(_of_listing, listing)
    for entry in table.concepts.entries:
        yield entry.concept_id, partial(_of_concept, entry)
    for code in table.codes.values():
        yield code.code, partial(_of_code, code)
        yield f"{code.system} {code.code}", partial(_of_code, code)


def _laid_out(lines: Iterable[_Line], *, width: int) -> str:
    text: list[str] = []
    for label, words in lines:
        if words:
            text += hanging(f"  {label:<{_LABEL}}" if label else "", words, width=width)
    return "\n".join(text) + "\n"


def _of_row(row: EvidenceRow) -> list[_Line]:
    statement, source = row.statement, row.source
    return [
        ("", row.row_id),
        ("", row.sentence),
        ("kind", row.kind),
        ("stance", row.stance),
        ("certainty", row.certainty or ""),
        ("intervention", _concept(statement.intervention)),
        ("comparator", "; ".join(map(_concept, statement.comparators))),
        ("condition", _concept(statement.condition)),
        ("population", _concept(statement.population)),
        ("outcome", _concept(statement.outcome)),
        ("direction", statement.direction),
        ("verified", "yes" if row.verified else "no; it decides nothing"),
        ("source", f"{source_name(source)} [{source.source_id}]"),
        ("", _link(source)),
    ]


def _of_source(source: Source, table: EvidenceTable) -> list[_Line]:
    rows = table.rows_by_source.get(source.source_id, ())
    return [
        ("", source.source_id),
        ("", source_name(source)),
        ("kind", source.kind),
        ("authors", source.authors),
        ("journal", source.journal),
        ("doi", source.doi),
        ("pmid", source.pmid),
        ("registry id", source.registry_id),
        ("trials", _count(source.n_trials)),
        ("participants", _count(source.n_participants)),
        ("last search", source.last_search),
        ("status", source.status),
        ("newer version", source.superseded_by),
        ("held", source.held.replace("_", " ")),
        ("checked", "; ".join(filter(None, (source.verified_on, source.verified_how)))),
        ("rows", ", ".join(row.row_id for row in rows)),
        ("", _link(source)),
    ]


def _of_listing(listing: Listing) -> list[_Line]:
    return [
        ("", listing.listing_id),
        ("publisher", listing.publisher),
        ("lists", listing.source_kind.replace("_", " ")),
        ("interventions", ", ".join(listing.interventions) or "any"),
        ("conditions", ", ".join(listing.conditions) or "any"),
        ("from", str(listing.year_from) if listing.year_from is not None else ""),
        ("as of", listing.as_of.isoformat() if listing.as_of is not None else "not known"),
        ("complete", "yes" if listing.complete else "no; it proves nothing"),
        ("checked", listing.verified_how),
        ("note", listing.note),
        ("", safe_link(listing.url) or ""),
    ]


def _of_concept(entry: ConceptEntry) -> list[_Line]:
    return [
        ("", f"{entry.concept_id}  {entry.name}"),
        ("kind", entry.kind),
        ("also", "; ".join(entry.synonyms)),
        ("wider", ", ".join(entry.parents)),
        ("better", entry.better if entry.kind == "outcome" else ""),
    ]


def _of_code(code: Code) -> list[_Line]:
    return [
        ("", f"{code.system} {code.code}"),
        ("", code.meaning),
        ("status", code.status),
        ("from", code.valid_from.isoformat() if code.valid_from is not None else ""),
        ("to", code.valid_to.isoformat() if code.valid_to is not None else ""),
        ("replaced by", ", ".join(code.replaced_by)),
        ("concepts", ", ".join(code.concepts)),
    ]


def _concept(concept: Concept | None) -> str:
    return "" if concept is None else f"{concept.name} ({concept.concept_id})"


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _link(source: Source) -> str:
    return source_link(source) or ""
