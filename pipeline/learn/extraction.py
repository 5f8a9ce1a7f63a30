"""How well results were read from abstracts, by the judgements of people.

Answers are counted in two ways. `filled` asks of the fields that a finding
fills whether they are right. `given` asks the same of the fields that the
abstract gives, so that one left empty counts as wrong. A field that both leave
empty is easy, and counts in neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

from pipeline.errors import AnnotationLineError
from pipeline.evidence import EvidenceTable
from pipeline.learn.agreement import Agreement, agreement
from pipeline.learn.drawing import (
    Draw,
    candidates,
    draw_ids,
    extracted_rows,
    read_draw,
    review_of,
)
from pipeline.learn.fields import FIELDS, NUMERIC, Field, read_fields
from pipeline.learn.intervals import Proportion, proportion
from pipeline.learn.judgements import (
    ANSWERS,
    Answer,
    Judgement,
    WholeAbstract,
    read_judgements,
    read_whole,
)
from pipeline.records import EvidenceRow

Judge = Literal["a", "b", "settled"]

FOLDER: Final = "extraction"
ROWS_FILES: Final[Mapping[Judge, str]] = {
    "a": "rows-a.jsonl",
    "b": "rows-b.jsonl",
    "settled": "rows-settled.jsonl",
}
WHOLE_FILE: Final = "whole.jsonl"
DRAWN_FILE: Final = "rows.drawn.json"
# From here on a finding's score falls into the band; the last one ends at 1, included.
BANDS: Final = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
CUTS: Final = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
# What issue 3 asks for.
WANTED: Final[Mapping[str, float]] = {
    "numeric": 0.97,
    "comparator": 0.87,
    "outcome": 0.87,
    "direction": 0.87,
    "recall": 0.80,
    "findings": 25_000,
    "reviews": 5_000,
}
_WORST_FIRST: Final[tuple[Answer, ...]] = ("wrong", "missed", "unclear", "right", "absent-right")

_Cell = tuple[str, Answer]
_Answers = Mapping[str, Mapping[Field, Answer]]


@dataclass(frozen=True, slots=True)
class FieldScore:
    """How often a field is right.

    Attributes:
        filled: right ones of those that findings fill.
        given: right ones of those that abstracts give, filled or not.
        answers: how often each answer was given.
    """

    filled: Proportion
    given: Proportion
    answers: Mapping[Answer, int]


@dataclass(frozen=True, slots=True)
class RowScore:
    """How many findings are right in several fields together.

    A finding with a field that is unclear, and nothing wrong beside it, counts
    nowhere; nor does one with nothing to judge in them.

    Attributes:
        filled: no field is wrong.
        given: no field is wrong, and none misses what the abstract gives.
    """

    filled: Proportion
    given: Proportion


@dataclass(frozen=True, slots=True)
class JudgeScore:
    """What one judge says; "settled" is what both say, and what was settled beside.

    Attributes:
        n_judged: findings judged, in the package or not.
        n_gone: of these, no longer in the package; they count nowhere else.
        n_open: answers on which the two differ and nothing is settled; the
            worse of the two counts.
        fields: by field, and "numeric" for all numeric cells together.
        rows: findings right in all "numeric" fields, and in "all".
        notes: how often each note code was given.
    """

    n_judged: int
    n_gone: int
    n_open: int
    fields: Mapping[str, FieldScore]
    rows: Mapping[str, RowScore]
    notes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of the results that abstracts report were read, by one annotator.

    Attributes:
        n_silent: abstracts that report no result.
        n_gone: results found in what is no longer read; they do not count.
        found: of the results those that were read, kept or not. What is kept out
            was understood well enough to be doubted.
        kept: of the results those that are findings of the package.
    """

    n_abstracts: int
    n_silent: int
    n_gone: int
    found: Proportion
    kept: Proportion


@dataclass(frozen=True, slots=True)
class Band:
    """Findings whose score lies in a stretch, or is no less than a cut.

    Attributes:
        low: lower end, included.
        share: of the findings of the package that fall into it.
        right: of those judged.
    """

    low: float
    n_findings: int
    share: float
    right: RowScore


@dataclass(frozen=True, slots=True)
class Bar:
    """What issue 3 asks for, and what was measured; None where nothing was.

    Attributes:
        holds: whether it is reached; None where nothing was measured.
        strict: measured where a field left empty counts as wrong; None where
            this makes no difference.
    """

    wanted: float
    measured: float | None
    holds: bool | None
    strict: float | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn, beside what was judged.

    Attributes:
        n_judged: of the drawn, judged by both.
        n_others: judged by somebody, but never drawn.
        n_again: of the drawn, drawn again from the package as it is now.
    """

    seed: int
    n: int
    n_excluded: int
    n_judged: int
    n_others: int
    n_again: int


@dataclass(frozen=True, slots=True)
class ExtractionScores:
    """How well results were read from abstracts.

    Attributes:
        drawn: None where no draw was committed.
        judges: those who judged; empty where nobody did.
        agreement: by field, of the two annotators.
        recall: by annotator.
        bands, cuts: by the settled judgements; else by those of the first.
        faults: lines of judgements that could not be used.
    """

    n_findings: int
    n_reviews: int
    drawn: Drawn | None
    judges: Mapping[Judge, JudgeScore]
    agreement: Mapping[str, Agreement]
    recall: Mapping[str, Recall]
    bands: Sequence[Band]
    cuts: Sequence[Band]
    bars: Mapping[str, Bar]
    faults: Sequence[str]


@dataclass(slots=True)
class _Judged:
    """The judgements of one judge: answers and note codes by row id."""

    answers: dict[str, Mapping[Field, Answer]]
    notes: dict[str, str] = field(default_factory=dict)
    n_open: int = 0


def evaluate_extraction(
    table: EvidenceTable, annotations: Path, *, kept_out: Collection[str] = ()
) -> ExtractionScores:
    """Measure extraction by the judgements in a folder; what is not there is not measured.

    Args:
        table: with the extracted findings.
        annotations: the folder that holds `extraction/`.
        kept_out: ids of results that were read and are not kept.
    """
    folder = annotations / FOLDER
    faults: list[AnnotationLineError] = []
    rows = {row.row_id: row for row in extracted_rows(table)}
    judged = _read_judged(folder, rows, faults)
    whole = read_whole(folder / WHOLE_FILE, faults=faults) if _has(folder, WHOLE_FILE) else []
    judges = {judge: _judge_score(one, rows) for judge, one in judged.items()}
    deciding = judged.get("settled") or judged.get("a") or judged.get("b")
    recall = _recall(whole, rows, frozenset(kept_out))
    n_reviews = len({review_of(row.source.source_id) for row in rows.values()})
    return ExtractionScores(
        n_findings=len(rows),
        n_reviews=n_reviews,
        drawn=_drawn(folder, table, judged) if _has(folder, DRAWN_FILE) else None,
        judges=judges,
        agreement=_agreement(judged),
        recall=recall,
        bands=_bands(deciding.answers, rows) if deciding else (),
        cuts=_cuts(deciding.answers, rows) if deciding else (),
        bars=_bars(
            judges.get("settled") or judges.get("a") or judges.get("b"),
            recall,
            n_findings=len(rows),
            n_reviews=n_reviews,
        ),
        faults=tuple(fault.message for fault in faults),
    )


def _has(folder: Path, name: str) -> bool:
    return (folder / name).is_file()


# --- judgements -------------------------------------------------------------------------


def _read_judged(
    folder: Path, rows: Mapping[str, EvidenceRow], faults: list[AnnotationLineError]
) -> dict[Judge, _Judged]:
    read: dict[Judge, dict[str, Judgement]] = {}
    for judge, name in ROWS_FILES.items():
        if _has(folder, name):
            path = folder / name
            lines = read_judgements(path, faults=faults, partial=judge == "settled")
            read[judge] = {
                row_id: _tenable(judgement, rows.get(row_id), path, faults)
                for row_id, judgement in lines.items()
            }
    judged: dict[Judge, _Judged] = {
        judge: _Judged(
            {row_id: one.answers for row_id, one in lines.items()},
            {row_id: one.note_code for row_id, one in lines.items() if one.note_code},
        )
        for judge, lines in read.items()
        if judge != "settled"
    }
    if "a" in judged and "b" in judged:
        judged["settled"] = _settle(judged["a"], judged["b"], read.get("settled", {}))
    return judged


def _tenable(
    judgement: Judgement,
    row: EvidenceRow | None,
    path: Path,
    faults: list[AnnotationLineError],
) -> Judgement:
    """Leave out answers that cannot be: "right" of an empty field, "missed" of a filled one."""
    if row is None:
        return judgement
    fields, kept = read_fields(row), dict(judgement.answers)
    for name, answer in judgement.answers.items():
        of_empty = answer in {"absent-right", "missed"}
        if answer != "unclear" and of_empty == bool(fields[name]):
            state = "filled" if fields[name] else "empty"
            why = f"{judgement.row_id}: '{name}' is {state}, and judged {answer!r}"
            faults.append(AnnotationLineError(path=path, line=judgement.line, why=why))
            del kept[name]
    return replace(judgement, answers=kept)


def _settle(a: _Judged, b: _Judged, settled: Mapping[str, Judgement]) -> _Judged:
    """Take what was settled; else what both say; where they differ, the worse of the two.

    To leave out what is open would leave out what is hard, and flatter.
    """
    answers: dict[str, Mapping[Field, Answer]] = {}
    n_open = 0
    for row_id in (row_id for row_id in a.answers if row_id in b.answers):
        first, second = a.answers[row_id], b.answers[row_id]
        by_hand = settled[row_id].answers if row_id in settled else {}
        row: dict[Field, Answer] = {}
        for name in FIELDS:
            given = {answers[name] for answers in (first, second) if name in answers}
            if name in by_hand:
                row[name] = by_hand[name]
            elif given:
                row[name] = min(given, key=_WORST_FIRST.index)
                n_open += len(given) > 1
        answers[row_id] = row
    notes = {row_id: one.note_code for row_id, one in settled.items() if one.note_code}
    return _Judged(answers, notes, n_open)


def _agreement(judged: Mapping[Judge, _Judged]) -> dict[str, Agreement]:
    if "a" not in judged or "b" not in judged:
        return {}
    a, b = judged["a"].answers, judged["b"].answers
    pairs: dict[str, list[tuple[str, str]]] = {name: [] for name in FIELDS}
    for row_id in (row_id for row_id in a if row_id in b):
        for name in FIELDS:
            if name in a[row_id] and name in b[row_id]:
                pairs[name].append((a[row_id][name], b[row_id][name]))
    pairs["numeric"] = [pair for name in NUMERIC for pair in pairs[name]]
    pairs["all"] = [pair for name in FIELDS for pair in pairs[name]]
    return {name: agreement(some, n_categories=len(ANSWERS)) for name, some in pairs.items()}


# --- scores -----------------------------------------------------------------------------


def _judge_score(judged: _Judged, rows: Mapping[str, EvidenceRow]) -> JudgeScore:
    current = {row_id: a for row_id, a in judged.answers.items() if row_id in rows}
    groups: dict[str, tuple[Field, ...]] = {"numeric": NUMERIC}
    groups |= {name: (name,) for name in FIELDS}
    return JudgeScore(
        n_judged=len(judged.answers),
        n_gone=len(judged.answers) - len(current),
        n_open=judged.n_open,
        fields={name: _field_score(current, fields) for name, fields in groups.items()},
        rows={"numeric": _row_score(current, NUMERIC), "all": _row_score(current, FIELDS)},
        notes=dict(sorted(Counter(n for r, n in judged.notes.items() if r in rows).items())),
    )


def _field_score(judged: _Answers, fields: Sequence[Field]) -> FieldScore:
    cells = [
        (review_of(row_id), answers[name])
        for row_id, answers in judged.items()
        for name in fields
        if name in answers
    ]
    counted = Counter(answer for _, answer in cells)
    return FieldScore(
        filled=_right_of(cells, "right", "wrong"),
        given=_right_of(cells, "right", "wrong", "missed"),
        answers={answer: counted[answer] for answer in ANSWERS},
    )


def _right_of(cells: Iterable[_Cell], *counted: Answer) -> Proportion:
    return proportion((review, answer == "right") for review, answer in cells if answer in counted)


def _row_score(judged: _Answers, fields: Sequence[Field]) -> RowScore:
    return RowScore(
        filled=_without(judged, fields, "wrong"),
        given=_without(judged, fields, "wrong", "missed"),
    )


def _without(judged: _Answers, fields: Sequence[Field], *bad: Answer) -> Proportion:
    outcomes = []
    for row_id, answers in judged.items():
        given = [answers.get(name, "unclear") for name in fields]
        failed = any(answer in bad for answer in given)
        if failed or ("right" in given and "unclear" not in given):
            outcomes.append((review_of(row_id), not failed))
    return proportion(outcomes)


def _bands(judged: _Answers, rows: Mapping[str, EvidenceRow]) -> tuple[Band, ...]:
    ends = (*BANDS[1:], float("inf"))
    return tuple(_band(judged, rows, low, high) for low, high in zip(BANDS, ends, strict=True))


def _cuts(judged: _Answers, rows: Mapping[str, EvidenceRow]) -> tuple[Band, ...]:
    return tuple(_band(judged, rows, low, float("inf")) for low in CUTS)


def _band(judged: _Answers, rows: Mapping[str, EvidenceRow], low: float, high: float) -> Band:
    inside = {row_id for row_id, row in rows.items() if low <= (row.score or 0.0) < high}
    some = {row_id: answers for row_id, answers in judged.items() if row_id in inside}
    share = len(inside) / len(rows) if rows else 0.0
    return Band(low, len(inside), share, _row_score(some, FIELDS))


def _recall(
    whole: Iterable[WholeAbstract], rows: Mapping[str, EvidenceRow], kept_out: frozenset[str]
) -> dict[str, Recall]:
    by_annotator: dict[str, list[WholeAbstract]] = {}
    for one in whole:
        by_annotator.setdefault(one.annotator, []).append(one)
    recall = {}
    for annotator in sorted(by_annotator):
        read = by_annotator[annotator]
        found, kept, n_gone = [], [], 0
        for one in read:
            for row_ids in one.results:
                is_kept = any(row_id in rows for row_id in row_ids)
                is_found = is_kept or any(row_id in kept_out for row_id in row_ids)
                if is_found or not row_ids:
                    found.append((one.source_id, is_found))
                    kept.append((one.source_id, is_kept))
                else:
                    n_gone += 1
        n_silent = sum(not one.results for one in read)
        recall[annotator] = Recall(len(read), n_silent, n_gone, proportion(found), proportion(kept))
    return recall


def _drawn(folder: Path, table: EvidenceTable, judged: Mapping[Judge, _Judged]) -> Drawn:
    drawn = read_draw(folder / DRAWN_FILE)
    names: tuple[Judge, ...] = ("a", "b")
    by = [set(judged[name].answers) for name in names if name in judged]
    both = set.intersection(*by) if len(by) == len(names) else set()
    return Drawn(
        seed=drawn.seed,
        n=drawn.n,
        n_excluded=len(drawn.excluded),
        n_judged=len(both & set(drawn.ids)),
        n_others=len(set().union(*by) - set(drawn.ids)),
        n_again=len(_again(drawn, table) & set(drawn.ids)),
    )


def _again(drawn: Draw, table: EvidenceTable) -> set[str]:
    ids = candidates(table, drawn.excluded)
    return set(draw_ids(ids, seed=drawn.seed, n=min(drawn.n, len(ids))))


def _bars(
    score: JudgeScore | None, recall: Mapping[str, Recall], *, n_findings: int, n_reviews: int
) -> dict[str, Bar]:
    bars = {"findings": _bar("findings", n_findings), "reviews": _bar("reviews", n_reviews)}
    for name in ("numeric", "comparator", "outcome", "direction"):
        one = score.fields[name] if score is not None else None
        bars[name] = _bar(
            name,
            one.filled.share if one is not None else None,
            one.given.share if one is not None else None,
        )
    # Of several readers, the one who found the least.
    shares = [one.found.share for one in recall.values() if one.found.share is not None]
    return bars | {"recall": _bar("recall", min(shares, default=None))}


def _bar(name: str, measured: float | None, strict: float | None = None) -> Bar:
    wanted = WANTED[name]
    return Bar(wanted, measured, None if measured is None else measured >= wanted, strict)
