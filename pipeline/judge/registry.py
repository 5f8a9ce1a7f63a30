"""Stage 5: a billing or diagnosis code against the lists of its system.

A code whose shape no category has cannot exist, whatever the edition. A code
that a list lacks does not exist only where the list is complete for the edition
of the article's year; elsewhere our list says nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pipeline.citations import code_key, is_diagnosis
from pipeline.evidence.records import Code, CodeSystem
from pipeline.evidence.table import EvidenceTable
from pipeline.judge.diagnoses import (
    diagnosis_of_another,
    diagnosis_of_another_place,
    judge_split,
    judge_unlisted_diagnosis,
)
from pipeline.judge.findings import finding
from pipeline.judge.services import contradicted, fits
from pipeline.records import Comparison, Finding

# A text that says only "billing code" may mean any of these, in this order.
_SORTS: Final = {
    "procedure": ("CPT", "HCPCS"),
    "diagnosis": ("ICD-10-CM", "ICD-9-CM"),
    # Of the national editions only the American one is held; most codes are in all of them.
    "ICD-10": ("ICD-10-CM",),
    # Level I of HCPCS is CPT.
    "HCPCS": ("HCPCS", "CPT"),
}
_SPOKEN: Final = {"procedure": "billing", "diagnosis": "diagnosis"}
_RANGE: Final = re.compile(r"(?P<first>[A-Z]*\d[\w.]*)-(?P<last>[A-Z]*\d[\w.]*)")
_COUNTS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# "G0447 covers our sleep coaching": what a code is given for.
_GIVEN_FOR: Final = re.compile(
    r"\W*(?:(?:is|are) (?:the code )?for|covers?|pays? for|means|stands for|bills?)\s+"
    r"(?P<service>[^,.;(\n]+)",
    re.IGNORECASE,
)
_SERVICE_WORD: Final = re.compile(r"[a-z]{4,}")
# Letters by which words are one: counselling and counseling.
_STEM: Final = 5
_OF_ANY_SERVICE: Final = frozenset(
    {"sessi", "visit", "minut", "first", "each", "your", "their", "this", "that", "with", "servi",
     "treat", "thera", "progr", "care"}
)  # fmt: skip
# Codes that one reason names.
_NAMED: Final = 8


def judge_code(
    code: tuple[str, str],
    *,
    said: Sequence[str],
    table: EvidenceTable,
    as_of: dt.date | None,
    gloss: str = "",
) -> Finding:
    """Judge a code that a text names.

    Args:
        code: system and code as written; a range keeps both ends ("97810-97814").
        said: ids of the concepts that the text names, for what the code is for.
        gloss: what the text says behind the code.
        table: the evidence in use.
        as_of: the article's date; without one, no list is held complete for it,
            since the edition that was meant is unknown.
    """
    system, written = code
    ends = _RANGE.fullmatch(written)
    if ends is not None:
        judged = [
            _judge_one(system, end, said=said, table=table, as_of=as_of)
            for end in (ends["first"], ends["last"])
        ]
        worst = min(judged, key=lambda found: _ORDER[found.verdict])
        if all(found.code == worst.code for found in judged):
            reasons = " ".join(dict.fromkeys(found.reason for found in judged))
            return replace(worst, reason=reasons)
        return worst
    return _judge_one(system, written, said=said, table=table, as_of=as_of, gloss=gloss)


_ORDER: Final = {"unsupported": 0, "unverifiable": 1, "supported": 2}


def _judge_one(
    system: str,
    written: str,
    *,
    said: Sequence[str],
    table: EvidenceTable,
    as_of: dt.date | None,
    gloss: str = "",
) -> Finding:
    categories = [c for name in _SORTS.get(system, (system,)) for c in _categories(name, table)]
    spoken = _SPOKEN.get(system, system)
    if not categories:
        return finding(
            "RG004",
            f"The table holds no list of {spoken} codes and cannot say whether {written} is one.",
            confidence=0.9,
        )
    normal = code_key(system, written)
    for name in dict.fromkeys(category.system for category in categories):
        known = table.code(name, normal)
        if known is not None:
            found = _known(known, system, said=said, table=table, as_of=as_of)
            if found.code != "RG001":
                return found
            if is_diagnosis(known.system):
                return diagnosis_of_another_place(known, gloss) or found
            other = _of_another_service(known, gloss, table)
            return other or _of_unknown_service(known, gloss, said, table) or found
    fitting = [c for c in categories if re.fullmatch(c.shape, normal)]
    if not fitting:
        return _shapeless(spoken, written, categories, said, table)
    if is_diagnosis(system):
        return judge_unlisted_diagnosis(
            system, normal, categories, said=said, table=table, as_of=as_of
        )
    return _unlisted(spoken, written, fitting, said, table, as_of)


def _categories(system: str, table: EvidenceTable) -> list[CodeSystem]:
    """Return the categories of a system, however exactly the table names it."""
    exact = list(table.categories(system))
    if exact:
        return exact
    plain = system.removesuffix("-CM")
    return [c for c in table.code_systems if c.system.startswith(plain)]


# --- a code that we hold -------------------------------------------------------------------


def _known(
    code: Code, system: str, *, said: Sequence[str], table: EvidenceTable, as_of: dt.date | None
) -> Finding:
    name = f"{code.system} {code.code}"
    if as_of is not None and code.valid_from is not None and as_of < code.valid_from:
        return finding(
            "RG004",
            f"{name} came into use on {code.valid_from.isoformat()}, after this was written on "
            f"{as_of.isoformat()}.",
            comparison=_comparison(code.code, f"{name}: {code.meaning}", "date of the code"),
            confidence=0.8,
        )
    gone = _gone(code, as_of)
    if gone is not None:
        instead = f" Use {_or(code.replaced_by)} instead." if code.replaced_by else ""
        return finding(
            "RG006",
            f"{name} ({code.meaning}) was deleted{gone}.{instead}",
            comparison=_comparison(
                code.code, _or(code.replaced_by) or "no code in its place", "date of the code"
            ),
            confidence=0.95,
        )
    if is_diagnosis(code.system) and not code.concepts:
        wrong = diagnosis_of_another(code, said, table) or judge_split(system, code, table, as_of)
        if wrong is not None:
            return wrong
    if _means_another(code, said, table):
        meant = _or_names(_of_kind(code, said, table), table)
        real = _codes_for(said, {code.system}, table)
        use = f" Codes for {meant}: {', '.join(real)}." if real else ""
        return finding(
            "RG005",
            f"{name} exists, but it means: {code.meaning}. The text speaks of {meant}.{use}",
            comparison=_comparison(f"{code.code} for {meant}", code.meaning, "meaning of the code"),
            confidence=0.85,
        )
    meaning = f": {code.meaning}" if code.meaning else ""
    return finding(
        "RG001",
        f"{name} exists{meaning}.",
        comparison=_comparison(code.code, code.meaning, "list of codes"),
        confidence=0.95,
    )


def _of_another_service(code: Code, gloss: str, table: EvidenceTable) -> Finding | None:
    """Say that a code is not the one of its service that the text describes."""
    words = contradicted(code.meaning, gloss)
    if words is None:
        return None
    name = f"{code.system} {code.code}"
    held = {
        other: table.code(code.system, other)
        for other in _codes_for(code.concepts, {code.system}, table)
    }
    real = [other for other, its in held.items() if its is not None and fits(its.meaning, gloss)]
    use = f" Codes for that: {', '.join(real)}." if real else ""
    return finding(
        "RG005",
        f"{name} exists, but it means: {code.meaning}. The text says “{words}”.{use}",
        comparison=_comparison(f"{code.code}: {words}", code.meaning, "meaning of the code"),
        confidence=0.85,
    )


def _of_unknown_service(
    code: Code, gloss: str, said: Sequence[str], table: EvidenceTable
) -> Finding | None:
    """Say that a text gives a code for a service that its meaning does not speak of.

    None where it names no service, or one that can be compared as a concept.
    """
    given = _GIVEN_FOR.match(gloss)
    if given is None or _of_kind(code, said, table):
        return None
    service = _stems(given["service"])
    if not service or service & _stems(code.meaning):
        return None
    return finding(
        "UV004",
        f"{code.system} {code.code} exists: {code.meaning}. Whether that is what the text gives it "
        f"for (“{given['service'].strip()}”), cannot be told from the words.",
        comparison=_comparison(code.code, code.meaning, "meaning of the code"),
        confidence=0.6,
    )


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words that tell what a service is."""
    words = (word[:_STEM] for word in _SERVICE_WORD.findall(text.casefold()))
    return {word for word in words if word not in _OF_ANY_SERVICE}


def _gone(code: Code, as_of: dt.date | None) -> str | None:
    """Return since when a code is gone, as words; None where it was in use."""
    if code.status == "active" and code.valid_to is None:
        return None
    if code.valid_to is None:
        return ""
    if as_of is not None and as_of <= code.valid_to:
        return None
    return f" after {code.valid_to.isoformat()}"


def _of_kind(code: Code, said: Sequence[str], table: EvidenceTable) -> list[str]:
    """Return what the sentence names of the same sort as what the code is for."""
    kinds = {
        entry.kind
        for concept_id in code.concepts
        if (entry := table.concepts.entry(concept_id)) is not None
    }
    return [
        concept_id
        for concept_id in said
        if (entry := table.concepts.entry(concept_id)) is not None and entry.kind in kinds
    ]


# Words long enough to tell one service from another.
_WORD: Final = re.compile(r"[a-z]{6,}")


def _means_another(code: Code, said: Sequence[str], table: EvidenceTable) -> bool:
    comparable = _of_kind(code, said, table)
    relations = {
        table.concepts.relation(meant, spoken) for meant in code.concepts for spoken in comparable
    }
    if relations != {"other"}:
        return False
    # What the meaning itself names is no other thing, however the concepts lie.
    meaning = {word.rstrip("s") for word in _WORD.findall(code.meaning.casefold())}
    spoken_of = {
        word.rstrip("s")
        for concept_id in comparable
        if (entry := table.concepts.entry(concept_id)) is not None
        for word in _WORD.findall(entry.name.casefold())
    }
    return not spoken_of & meaning


# --- a code that we do not hold ---------------------------------------------------------------


def _shapeless(
    spoken: str,
    written: str,
    categories: Sequence[CodeSystem],
    said: Sequence[str],
    table: EvidenceTable,
) -> Finding:
    several = len({category.system for category in categories}) > 1
    shapes = "; ".join(
        f"{_label(category, several)}{shape_in_words(category)}, such as {category.example}"
        for category in categories
    )
    reason = f"No {spoken} code looks like {written}, in any edition. Its codes are: {shapes}."
    systems = {category.system for category in categories}
    real = _codes_for(said, systems, table)
    if real:
        service = _or_names(_linked(said, systems, table), table)
        reason += f" The codes for {service} are {', '.join(real)}."
    elif not is_diagnosis(spoken):
        reason += _elsewhere(written, systems, table)
    return finding(
        "RG002",
        reason,
        comparison=_comparison(written, ", ".join(real) or shapes, "shape of the code"),
        confidence=0.98,
    )


def _elsewhere(written: str, systems: set[str], table: EvidenceTable) -> str:
    """Say under which other system a code is held, else that none could be named instead."""
    for system in _SORTS["procedure"]:
        held = table.code(system, written) if system not in systems else None
        if held is not None:
            return f" {system} {held.code} exists: {held.meaning}."
    return " The sentence does not name a service whose codes we hold."


def _unlisted(
    spoken: str,
    written: str,
    fitting: Sequence[CodeSystem],
    said: Sequence[str],
    table: EvidenceTable,
    as_of: dt.date | None,
) -> Finding:
    real = _codes_for(said, {category.system for category in fitting}, table)
    use = ""
    if real:
        service = _or_names(_linked(said, {c.system for c in fitting}, table), table)
        use = f" The codes for {service} are {', '.join(real)}."
    # Only where every category that could hold it is complete is its absence a proof.
    if as_of is not None and all(category.speaks_for(as_of) for category in fitting):
        editions = " and ".join(dict.fromkeys(c.edition for c in fitting))
        return finding(
            "RG003",
            f"There is no {spoken} code {written}: our list of the {editions} edition is complete "
            f"and does not hold it.{use}",
            comparison=_comparison(
                written, ", ".join(real) or f"not in the {editions} edition", "list of codes"
            ),
            confidence=0.9,
        )
    held = "; ".join(_held(category) for category in fitting)
    return finding(
        "RG004",
        f"{written} has the shape of a {spoken} code, but {held}, so it may exist.{use}",
        confidence=0.85,
    )


def _held(category: CodeSystem) -> str:
    name = f"{category.system} {category.category}".strip()
    if not category.complete:
        return f"our list of {name} is not complete"
    return f"our list of {name} is of the {category.edition or 'unknown'} edition"


def _label(category: CodeSystem, several: bool) -> str:
    name = f"{category.system} {category.category}" if several else category.category
    return f"{name.strip()}: " if name.strip() else ""


# --- words -----------------------------------------------------------------------------------


def _linked(said: Iterable[str], systems: set[str], table: EvidenceTable) -> list[str]:
    """Return the concepts of the sentence that codes of these systems are for."""
    return [
        concept_id
        for concept_id in said
        if any(table.codes_for(concept_id, system=system) for system in sorted(systems))
    ]


def _codes_for(said: Sequence[str], systems: set[str], table: EvidenceTable) -> list[str]:
    """Return the codes in use for what the sentence names, in order, each once."""
    found = [
        code.code
        for concept_id in said
        for system in sorted(systems)
        for code in table.codes_for(concept_id, system=system)
        if code.status == "active" and code.valid_to is None
    ]
    return list(dict.fromkeys(found))[:_NAMED]


def _or_names(ids: Sequence[str], table: EvidenceTable) -> str:
    names = [entry.name for i in ids if (entry := table.concepts.entry(i)) is not None]
    return " or ".join(dict.fromkeys(names)) or "this service"


def _or(codes: Sequence[str]) -> str:
    return " or ".join(codes)


_PART: Final = re.compile(r"(?P<set>\\[d.]|\[[^\]]+\]|\w)(?:\{(?P<least>\d)(?:,(?P<most>\d))?\})?")


def shape_in_words(category: CodeSystem) -> str:
    r"""Say a simple shape in words; one that is not simple is left to its example.

    >>> shape_in_words(CodeSystem("CPT", "Category II", r"\d{4}F", "0001F"))
    'four digits and F'
    """
    parts: list[str] = []
    shape = category.shape.removeprefix("^").removesuffix("$")
    place = 0
    for match in _PART.finditer(shape):
        if match.start() != place:
            return "of another shape"
        place = match.end()
        least = int(match["least"] or 1)
        parts.append(_part_in_words(match["set"], least, int(match["most"] or least)))
    if not parts or place != len(shape):
        return "of another shape"
    # A comma says no more between two; with three or more it makes a list.
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _part_in_words(written: str, least: int, most: int) -> str:
    if written == r"\.":
        return "a point"
    if written in {r"\d", "[0-9]"}:
        one, many = "digit", "digits"
    elif not written.startswith("["):
        return written
    elif "0-9" in written:
        one, many = "letter or digit", "letters or digits"
    else:
        one, many = "letter", "letters"
    if most == 1:
        return f"one {one}" if one == "digit" else f"a {one}"
    if least == most:
        return f"{_count(least)} {many}"
    return f"{f'{_count(least)} to' if least else 'up to'} {_count(most)} {many}"


def _count(number: int) -> str:
    return _COUNTS[number] if number < len(_COUNTS) else str(number)


def _comparison(claimed: str, real: str, rule: str) -> Comparison:
    return Comparison(rule, claimed, real)
