"""What people judged of the extracted findings: ids and verdicts, no text.

`annotations/extraction/GUIDELINES.md` says what each answer means. A line that
breaks a rule is a fault that is told; the other lines are read all the same.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeVar, get_args

from pipeline.errors import AnnotationLineError, AnnotationsMissingError
from pipeline.learn.fields import FIELDS, Field

Answer = Literal["right", "wrong", "absent-right", "missed", "unclear"]
ANSWERS: Final[tuple[Answer, ...]] = get_args(Answer)
# Why a field is wrong, where one of these says it.
NOTES: Final[tuple[str, ...]] = (
    "arms-swapped",
    "comparator-vague",
    "dose-or-form-lost",
    "outcome-cut",
    "outcome-of-another-result",
    "number-of-another-result",
    "numbers-of-whole-review",
    "one-arm-only",
    "subgroup-lost",
    "time-in-outcome",
    "unit-lost",
    "abstract-contradicts-itself",
)
_Line = TypeVar("_Line")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person says of one finding.

    Attributes:
        answers: of every field; where disagreements are settled, of those in question.
        note_code: one of NOTES, or "".
        line: where it stands in its file, from 1.
    """

    row_id: str
    annotator: str
    answers: Mapping[Field, Answer]
    note_code: str
    line: int


@dataclass(frozen=True, slots=True)
class WholeAbstract:
    """What one person found in one abstract.

    Attributes:
        results: for each result that the abstract reports, in its order, the
            rows that give it; empty for one that was not found.
    """

    source_id: str
    annotator: str
    results: tuple[tuple[str, ...], ...]


def read_judgements(
    path: Path, *, faults: list[AnnotationLineError], partial: bool = False
) -> dict[str, Judgement]:
    """Read judgements by row id, in file order.

    Args:
        path: one JSON object to a line.
        faults: what is wrong with lines is added here; those lines are left out.
        partial: fields may be left out.

    Raises:
        AnnotationsMissingError: there is no such file.
    """

    def parse(line: dict[str, object], number: int) -> Judgement:
        return _judgement(line, number, partial=partial)

    found: dict[str, Judgement] = {}
    for number, judgement in _parsed(path, parse, faults):
        if judgement.row_id in found:
            why = f"{judgement.row_id} was judged further up"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
        else:
            found[judgement.row_id] = judgement
    return found


def read_whole(path: Path, *, faults: list[AnnotationLineError]) -> list[WholeAbstract]:
    """Read what was found in abstracts read whole, in file order.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    found: dict[tuple[str, str], WholeAbstract] = {}
    for number, whole in _parsed(path, _whole, faults):
        key = (whole.annotator, whole.source_id)
        if key in found:
            why = f"{whole.annotator} read {whole.source_id} further up"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
        else:
            found[key] = whole
    return list(found.values())


def json_lines(
    path: Path, *, faults: list[AnnotationLineError]
) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the objects of a file of JSON lines with the number of each line, from 1.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    if not path.is_file():
        raise AnnotationsMissingError(path=path)
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
        except ValueError as error:
            faults.append(AnnotationLineError(path=path, line=number, why=f"not JSON: {error}"))
            continue
        if isinstance(read, dict):
            yield number, read
        else:
            faults.append(AnnotationLineError(path=path, line=number, why="not a JSON object"))


class LineFaultError(ValueError):
    """What is wrong with a line; the place is known further up."""


def refuse_others(line: Mapping[str, object], known: Sequence[str]) -> None:
    """Refuse keys that nobody knows, with the nearest that somebody does.

    Raises:
        LineFaultError: there is one.
    """
    for key in line:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"wanted {', '.join(known)}"
            raise LineFaultError(f"nothing is called '{key}' here; {hint}")


def _parsed(
    path: Path,
    parse: Callable[[dict[str, object], int], _Line],
    faults: list[AnnotationLineError],
) -> Iterator[tuple[int, _Line]]:
    for number, line in json_lines(path, faults=faults):
        try:
            parsed = parse(line, number)
        except LineFaultError as fault:
            faults.append(AnnotationLineError(path=path, line=number, why=str(fault)))
            continue
        yield number, parsed


def _judgement(line: dict[str, object], number: int, *, partial: bool) -> Judgement:
    refuse_others(line, ("row_id", "annotator", *FIELDS, "note_code"))
    answers: dict[Field, Answer] = {}
    for field in FIELDS:
        if field not in line:
            if partial:
                continue
            raise LineFaultError(f"'{field}' is not judged")
        given = line[field]
        answer = next((answer for answer in ANSWERS if answer == given), None)
        if answer is None:
            raise LineFaultError(f"'{field}' is {given!r}; wanted {', '.join(ANSWERS)}")
        answers[field] = answer
    note = line.get("note_code") or ""
    if note and note not in NOTES:
        raise LineFaultError(f"'note_code' is {note!r}; wanted one of {', '.join(NOTES)}")
    return Judgement(_text(line, "row_id"), _text(line, "annotator"), answers, str(note), number)


def _whole(line: dict[str, object], _number: int) -> WholeAbstract:
    refuse_others(line, ("source_id", "annotator", "results"))
    results = line.get("results")
    if not isinstance(results, list):
        raise LineFaultError("'results' is no list of lists of row ids")
    found = []
    for row_ids in results:
        if not isinstance(row_ids, list) or not all(isinstance(i, str) for i in row_ids):
            raise LineFaultError(f"'results' holds {row_ids!r}; wanted a list of row ids")
        found.append(tuple(row_ids))
    return WholeAbstract(_text(line, "source_id"), _text(line, "annotator"), tuple(found))


def _text(line: dict[str, object], key: str) -> str:
    value = line.get(key)
    if not isinstance(value, str) or not value.strip():
        raise LineFaultError(f"'{key}' is empty")
    return value
