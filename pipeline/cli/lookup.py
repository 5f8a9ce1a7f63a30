"""Finding things in the evidence table, and laying them out for a terminal."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from pipeline.errors import EvidenceUnknownIdError
from pipeline.evidence import EvidenceTable, Listing
from pipeline.records import Concept, EvidenceRow, Source
from pipeline.report.printed import hanging, safe_link, source_link, source_name

_LABEL: Final = 14


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
    asked = " ".join(wanted.split()).casefold()
    identities: dict[str, str] = {}
    found = []
    for identity, lines in _things(table):
        folded = identity.casefold()
        identities[folded] = identity
        if folded == asked:
            found.append(lines())
    if not found:
        # Diagnoses are many, and none is what somebody meant by a name like it.
        found = [
            _of_code((system, code), table)
            for system, code in table.diagnoses
            if asked in {code.casefold(), f"{system} {code}".casefold()}
        ]
    if found:
        return "\n".join(_laid_out(lines, width=width) for lines in found)
    near = difflib.get_close_matches(asked, identities, n=3, cutoff=0.6)
    hint = "`claims evidence search WORDS` finds what the table holds."
    if near:
        hint = f"Did you mean {' or '.join(identities[identity] for identity in near)}?"
    raise EvidenceUnknownIdError(row_id=wanted, hint=hint)


# A label and what stands beside it; a line without a label is a title.
_Line = tuple[str, str]


def _things(table: EvidenceTable) -> Iterator[tuple[str, Callable[[], list[_Line]]]]:
    """Yield every id with what would be shown of it; nothing is made of it before."""
    for row_id in table.rows_by_id:
        yield row_id, partial(_of_row, row_id, table)
    for source_id in table.sources:
        yield source_id, partial(_of_source, source_id, table)
    for listing in table.listings:
        yield listing.listing_id, partial(_of_listing, listing)
    for concept_id in table.concepts.ids:
        yield concept_id, partial(_of_concept, concept_id, table)
    for system, code in table.codes:
        yield code, partial(_of_code, (system, code), table)
        yield f"{system} {code}", partial(_of_code, (system, code), table)


def _laid_out(lines: Iterable[_Line], *, width: int) -> str:
    text: list[str] = []
    for label, words in lines:
        if words:
            text += hanging(f"  {label:<{_LABEL}}" if label else "", words, width=width)
    return "\n".join(text) + "\n"


def _of_row(row_id: str, table: EvidenceTable) -> list[_Line]:
    row = table.rows_by_id[row_id]
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
        (
            "verified",
            "yes"
            if row.verified
            else "no; it only bears out what is said of its own source"
            if row.provenance == "extracted"
            else "no; it decides nothing",
        ),
        ("source", f"{source_name(source)} [{source.source_id}]"),
        ("", _link(source)),
    ]


def _of_source(source_id: str, table: EvidenceTable) -> list[_Line]:
    source, rows = table.sources[source_id], table.rows_by_source[source_id]
    return [
        ("", source.source_id),
        ("", source_name(source)),
        ("kind", source.kind),
        ("authors", source.authors),
        ("journal", source.journal),
        ("doi", source.doi),
        ("pmid", source.pmid),
        ("registry id", source.registry_id),
        ("called", ", ".join(source.trial_names)),
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


def _of_concept(concept_id: str, table: EvidenceTable) -> list[_Line]:
    entry = table.concepts.parts.entries[concept_id]
    return [
        ("", f"{entry.concept_id}  {entry.name}"),
        ("kind", entry.kind),
        ("also", "; ".join(entry.synonyms)),
        ("wider", ", ".join(entry.parents)),
        ("better", entry.better if entry.kind == "outcome" else ""),
    ]


def _of_code(key: tuple[str, str], table: EvidenceTable) -> list[_Line]:
    code = table.code(*key)
    if code is None:
        return []
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
    if concept is None:
        return ""
    called = "" if concept.text == concept.name else f"{concept.name}, "
    return f"{concept.text} ({called}{concept.concept_id})"


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _link(source: Source) -> str:
    return source_link(source) or ""
