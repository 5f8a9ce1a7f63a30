"""An annotation as a JSON object, and back.

The object holds what was said and no more: what is None or empty is left out,
in the order of the records.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Final, cast

from pipeline.learn.annotations.labels import NONE, Labels
from pipeline.learn.annotations.records import (
    Annotation,
    CellNamed,
    CodeNamed,
    Fields,
    Kind,
    Named,
    Number,
    SourceNamed,
)
from pipeline.learn.judgements import LineFaultError, refuse_others
from pipeline.records import (
    Attribution,
    Bound,
    Causal,
    Direction,
    Hedge,
    Role,
    Species,
    VerdictName,
)

Object = Mapping[str, object]

PLACE_KEYS: Final = ("start", "end", "text")
SAID_KEYS: Final = ("kind", "verdict", "why", "trap", "fields")
# In JSON a concept has an "id".
_RENAMED: Final[Mapping[str, str]] = {"concept_id": "id"}
# Of a number in an article; what is no number at all is not below it either.
_MOST: Final = 1e300
# Below it every whole number has a float of its own.
_EXACT: Final = 2**53
_FIELD_KEYS: Final = tuple(field.name for field in fields(Fields))


def as_object(annotation: Annotation) -> dict[str, object]:
    """Return place and words, then what is said of them."""
    return {
        "start": annotation.start,
        "end": annotation.end,
        "text": annotation.text,
    } | said_object(annotation)


def said_object(annotation: Annotation) -> dict[str, object]:
    """Return what is said of a stretch, without its place and words."""
    said: dict[str, object] = {"kind": annotation.kind}
    if annotation.verdict is not None:
        said["verdict"] = annotation.verdict
    if annotation.trap is not None:
        said["trap"] = annotation.trap
    if annotation.why:
        said["why"] = annotation.why
    if annotation.fields is not None:
        said["fields"] = fields_object(annotation.fields)
    return said


def fields_object(given: Fields) -> dict[str, object]:
    """Return the fields that a reader gave."""
    plain = _plain(given)
    assert isinstance(plain, dict)
    return plain


def as_line(**keys: object) -> str:
    """Write one object as one line of JSON."""
    return json.dumps(keys, ensure_ascii=False) + "\n"


def parse_annotation(line: Object, labels: Labels) -> Annotation:
    """Read an annotation from an object that has its place.

    Raises:
        LineFaultError: a key is missing, unknown, or holds what it cannot.
    """
    refuse_others(line, (*PLACE_KEYS, *SAID_KEYS))
    start, end = _integer(line, "start"), _integer(line, "end")
    return made(start, end, _text(line, "text"), line, labels)


def made(start: int, end: int, text: str, said: Object, labels: Labels) -> Annotation:
    """Make an annotation of a place and of what is said of it.

    Args:
        start: its first character, in code points of the article.
        end: behind its last.
        text: what stands there.
        said: with the keys SAID_KEYS; others are not looked at.
        labels: names that are known.

    Raises:
        LineFaultError: something is said that cannot be.
    """
    kind = _one_of(said, "kind", labels.kinds)
    if kind is None:
        raise LineFaultError(f"'kind' is missing; wanted one of {', '.join(labels.kinds)}")
    verdict = _one_of(said, "verdict", labels.verdicts)
    trap = _one_of(said, "trap", labels.traps)
    given = said.get("fields")
    try:
        return Annotation(
            start=start,
            end=end,
            text=text,
            kind=cast("Kind", kind),
            verdict=cast("VerdictName | None", verdict),
            why=_words(said, "why") or "",
            trap=trap,
            fields=None if given is None else parse_fields(_object(said, "fields"), labels),
        )
    except ValueError as error:
        raise LineFaultError(str(error)) from error


def missing_from(annotation: Annotation) -> str:
    """Say what an annotation of ours still lacks; "" where it lacks nothing."""
    if annotation.kind == NONE:
        return "" if annotation.trap else "a hard negative needs its trap"
    if annotation.verdict is None:
        return "a claim needs a verdict"
    return "" if annotation.why else "a verdict needs its why"


def parse_fields(given: Object, labels: Labels) -> Fields:
    """Read the fields of a claim.

    Raises:
        LineFaultError: a field is unknown or holds what it cannot.
    """
    refuse_others(given, _FIELD_KEYS)
    source, cell, code = (
        _object(given, key) if given.get(key) is not None else None
        for key in ("source", "cell", "code")
    )
    return Fields(
        intervention=_named(given, "intervention"),
        condition=_named(given, "condition"),
        outcome=_named(given, "outcome"),
        comparators=tuple(map(_concept, _objects(given, "comparators"))),
        population=_named(given, "population"),
        quantities=tuple(_number(one, labels) for one in _objects(given, "quantities")),
        dose=_words(given, "dose"),
        timeframe=_words(given, "timeframe"),
        form=_words(given, "form"),
        species=cast("Species | None", _one_of(given, "species", labels.species)),
        direction=cast("Direction | None", _one_of(given, "direction", labels.directions)),
        hedge=cast("Hedge | None", _one_of(given, "hedge", labels.hedges)),
        negated=_flag(given, "negated"),
        causal=cast("Causal | None", _one_of(given, "causal", labels.causal)),
        attribution=cast("Attribution | None", _one_of(given, "attribution", labels.attributions)),
        source=None if source is None else _source(source),
        cell=None if cell is None else _cell(cell),
        code=None if code is None else _code(code),
    )


def _plain(value: object) -> object:
    if is_dataclass(value):
        kept = {}
        for field in fields(value):
            said = getattr(value, field.name)
            if said is None or said == () or (field.name == "bound" and said == "none"):
                continue
            kept[_RENAMED.get(field.name, field.name)] = _plain(said)
        return kept
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        # A number is written as people write it.
        return int(value)
    return value


def _named(given: Object, key: str) -> Named | None:
    return None if given.get(key) is None else _concept(_object(given, key))


def _concept(given: Object) -> Named:
    refuse_others(given, ("text", "id"))
    return Named(_text(given, "text"), _words(given, "id"))


def _number(given: Object, labels: Labels) -> Number:
    refuse_others(given, ("text", "value", "low", "high", "bound", "unit", "role"))
    role = _one_of(given, "role", labels.roles)
    if role is None:
        raise LineFaultError("a quantity needs its role")
    return Number(
        text=_text(given, "text"),
        unit=_text(given, "unit"),
        role=cast("Role", role),
        value=_float(given, "value"),
        low=_float(given, "low"),
        high=_float(given, "high"),
        bound=cast("Bound", _one_of(given, "bound", labels.bounds) or "none"),
    )


def _source(given: Object) -> SourceNamed:
    refuse_others(given, tuple(field.name for field in fields(SourceNamed)))
    return SourceNamed(
        publisher=_words(given, "publisher"),
        authors=_authors(given),
        journal=_words(given, "journal"),
        title=_words(given, "title"),
        year=_count(given, "year"),
        identifiers=_texts(given, "identifiers"),
        n_trials=_count(given, "n_trials"),
        n_participants=_count(given, "n_participants"),
    )


def _authors(given: Object) -> str | None:
    # Who annotates may list them; they are kept as one text.
    if isinstance(given.get("authors"), list):
        return ", ".join(_texts(given, "authors")) or None
    return _words(given, "authors")


def _cell(given: Object) -> CellNamed:
    refuse_others(given, ("table", "row", "column", "headers", "row_header", "column_header"))
    # Who annotates may name the two headers; they are kept as a list.
    two = tuple(
        text for key in ("row_header", "column_header") if (text := _words(given, key)) is not None
    )
    headers = _texts(given, "headers") if "headers" in given else two
    table, row, column = (_integer(given, key) for key in ("table", "row", "column"))
    return CellNamed(table, row, column, headers)


def _code(given: Object) -> CodeNamed:
    refuse_others(given, ("system", "code", "meaning"))
    return CodeNamed(_text(given, "system"), _text(given, "code"), _words(given, "meaning"))


def _object(line: Object, key: str) -> Object:
    found = line.get(key)
    if not isinstance(found, Mapping):
        raise LineFaultError(f"'{key}' is {found!r}; wanted an object")
    return found


def _objects(line: Object, key: str) -> list[Object]:
    found = line.get(key)
    if found is None:
        return []
    if not isinstance(found, Sequence) or not all(isinstance(one, Mapping) for one in found):
        raise LineFaultError(f"'{key}' is {found!r}; wanted a list of objects")
    return list(found)


def _texts(line: Object, key: str) -> tuple[str, ...]:
    found = line.get(key)
    if found is None:
        return ()
    if not isinstance(found, list | tuple) or not all(isinstance(one, str) for one in found):
        raise LineFaultError(f"'{key}' is {found!r}; wanted a list of texts")
    return tuple(found)


def _text(line: Object, key: str) -> str:
    found = _words(line, key)
    if found is None:
        raise LineFaultError(f"'{key}' is missing")
    return found


def _words(line: Object, key: str) -> str | None:
    found = line.get(key)
    if found is not None and not isinstance(found, str):
        raise LineFaultError(f"'{key}' is {found!r}; wanted a text")
    # What is empty was left out.
    return found or None


def _flag(line: Object, key: str) -> bool | None:
    found = line.get(key)
    if found is not None and not isinstance(found, bool):
        raise LineFaultError(f"'{key}' is {found!r}; wanted true or false")
    return found


def _integer(line: Object, key: str) -> int:
    found = _count(line, key)
    if found is None:
        raise LineFaultError(f"'{key}' is missing")
    return found


def _count(line: Object, key: str) -> int | None:
    found = line.get(key)
    if found is None or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    raise LineFaultError(f"'{key}' is {found!r}; wanted a whole number")


def _float(line: Object, key: str) -> float | None:
    found = line.get(key)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float) or not abs(found) <= _MOST:
        raise LineFaultError(f"'{key}' is {found!r}; wanted a number")
    return float(found)


def _one_of(line: Object, key: str, names: Sequence[str]) -> str | None:
    found = line.get(key)
    if found is not None and found not in names:
        raise LineFaultError(f"'{key}' is {found!r}; wanted one of {', '.join(names)}")
    return cast("str | None", found)
