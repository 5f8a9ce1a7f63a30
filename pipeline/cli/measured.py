"""Scores laid out for a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Final

from pipeline.learn.agreement import Agreement
from pipeline.learn.concepts import CONCEPT_FIELDS, ConceptScores
from pipeline.learn.concepts import WANTED as CONCEPTS_WANTED
from pipeline.learn.extraction import Band, Bar, ExtractionScores, JudgeScore
from pipeline.learn.intervals import Interval, Proportion
from pipeline.learn.retrieval import WANTED as SEARCH_WANTED
from pipeline.learn.retrieval import RetrievalScores
from pipeline.learn.reviews import ReviewScores
from pipeline.learn.verdicts import EXPECTED, TOLD, VerdictScores

# Of the JSON; grows when a key changes its meaning.
SCHEMA: Final = 1
_KINDS: Final = "Wilson; clustered"


def as_json(scores: object) -> str:
    """Write a record of scores as one JSON object; a share is None where nothing was counted."""
    body = _plain(scores)
    assert isinstance(body, dict)
    return json.dumps({"schema": SCHEMA, **body}, indent=2, ensure_ascii=False) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Proportion):
        return {"share": value.share} | {f.name: getattr(value, f.name) for f in fields(value)}
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def verdicts_text(scores: VerdictScores) -> str:
    """Lay out the agreement of verdicts with labels; intervals are over articles."""
    lines = [
        f"{scores.part}: {scores.n_articles} English articles, {scores.n_labels} labelled claims"
    ]
    for name, measure in scores.measures.items():
        counted = f"{measure.part:>4} of {measure.whole:<4}"
        lines.append(f"{name:<38}{counted}{_share(measure):>7}  ({_ends(measure.clustered)})")
    total = sum(sum(told.values()) for told in scores.sentences.values())
    lines += ["", f"{total} labelled sentences: expected, and what was said"]
    lines.append(" " * 20 + "".join(f"{name:>14}" for name in TOLD.values()))
    for expected, name in EXPECTED.items():
        told = scores.sentences[expected]
        lines.append(f"{name:<20}" + "".join(f"{told[letter]:>14}" for letter in TOLD))
    for letter in ("S", "U"):
        said = sum(told[letter] for told in scores.sentences.values())
        right = sum(told[letter] for e, told in scores.sentences.items() if letter in e)
        lines.append(f"of those called {TOLD[letter]}: {right} of {said} right")
    return _joined(lines)


def extraction_text(scores: ExtractionScores) -> str:
    """Lay out how well results were read from abstracts."""
    lines = [f"{scores.n_findings:,} extracted findings of {scores.n_reviews:,} reviews"]
    drawn = scores.drawn
    if drawn is not None:
        lines.append(
            f"{drawn.n} drawn with seed {drawn.seed}, never from {drawn.n_excluded} excluded "
            f"reviews: {drawn.n_judged} judged by both, {drawn.n_again} drawn again from the "
            f"package as it is; {drawn.n_others} others judged"
        )
    if not scores.judges:
        lines.append("Nobody has judged findings yet; annotations/extraction says how.")
    for judge, score in scores.judges.items():
        lines += ["", *_judge_lines(judge, score)]
    if scores.agreement:
        lines += ["", *_agreement_lines(scores.agreement)]
    if scores.recall:
        lines += [
            "",
            "Results of abstracts read whole that were found; intervals: " + _KINDS,
        ]
    for annotator, recall in scores.recall.items():
        lines.append(
            f"{annotator:<14}{_counted(recall.found)}  {_both(recall.found)}  "
            f"{recall.n_abstracts} abstracts, {recall.n_silent} without results; "
            f"kept as findings {_counted(recall.kept)}; "
            f"{recall.n_gone} results found in what is no longer read, not counted"
        )
    for title, bands in (("Scores from", scores.bands), ("Kept from", scores.cuts)):
        if bands:
            lines += ["", *_band_lines(title, bands)]
    return _joined([*lines, "", *_bar_lines(scores.bars)])


def retrieval_text(scores: RetrievalScores) -> str:
    """Lay out what searches found; intervals are over reviews."""
    lines = [
        f"{scores.n_queries} queries, {scores.n_without_row} of them answered by no row any more; "
        f"{scores.n_gone} more whose reviews are gone",
        f"{'among the first ten':<30}{'right row':>34}{'right review':>34}{'MRR':>24}",
    ]
    for name, halves in scores.searches.items():
        for half, score in halves.items():
            rank = score.mean_reciprocal_rank
            mean = "-" if rank is None else f"{rank:.2f}"
            shares = "".join(
                f"{_counted(one)} ({_ends(one.clustered)})".rjust(34)
                for one in (score.row, score.review)
            )
            ends = f"{mean} ({_ends(score.mean_reciprocal_rank_interval)})"
            lines.append(f"{f'{name}, {half}':<30}{shares}{ends:>24}")
    lines.append(
        "wanted".ljust(30) + "".join(f"{wanted:.2f}".rjust(34) for wanted in SEARCH_WANTED.values())
    )
    return _joined(lines)


def concepts_text(scores: ConceptScores) -> str:
    """Lay out how often concepts are right; intervals are over reviews and articles."""
    lines = [f"{'right concept':<16}" + "".join(f"{field:>34}" for field in CONCEPT_FIELDS)]
    for name, fields_of in scores.scores.items():
        shares = (
            f"{_counted(one.right)} ({_ends(one.right.clustered)})" for one in fields_of.values()
        )
        lines.append(f"{name:<16}" + "".join(share.rjust(34) for share in shares))
    lines.append(f"{'wanted':<16}" + f"{CONCEPTS_WANTED:.2f}".rjust(34) * len(CONCEPT_FIELDS))
    for field, one in scores.scores["measured"].items():
        lines.append(
            f"{field}: {one.n_gone} judged statements are gone and not counted; "
            f"{one.n_changed} are given a concept that nobody has judged, counted as wrong"
        )
    return _joined(lines)


def reviews_text(scores: ReviewScores) -> str:
    """Lay out how far the reading of whole reviews agrees with a reader's."""
    lines = [
        f"{'sample':<8}{'field':<16}{'right of those given':<40}{'read of those there':<24}alike"
    ]
    for sample, fields_ in scores.samples.items():
        for name, score in fields_.items():
            given = f"{_counted(score.given)}  {_ends(score.given.wilson)}"
            found, alike = _counted(score.found), _counted(score.alike)
            lines.append(f"{sample:<8}{name:<16}{given:<40}{found:<24}{alike}")
    if scores.n_gone:
        lines.append(f"{scores.n_gone} reviews of the samples are not among the abstracts")
    return _joined(lines)


def _judge_lines(judge: str, score: JudgeScore) -> list[str]:
    name = {"a": "First reader", "b": "Second reader", "settled": "Settled"}[judge]
    lines = [
        f"{name}: {score.n_judged} findings judged, {score.n_gone} of them no longer in the package"
        + (f", {score.n_open} answers open, the worse counts" if score.n_open else ""),
        f"{'':<18}{'right where filled':<22}{'  ' + _KINDS:<36}"
        f"{'left empty counted as wrong':<34}{'unclear':>8}",
    ]
    for field, one in score.fields.items():
        lines.append(
            f"{field:<18}{_counted(one.filled):<22}  {_both(one.filled):<34}"
            f"{_counted(one.given)} ({_ends(one.given.clustered)})".ljust(110)
            + f"{one.answers['unclear']:>8}"
        )
    for group, row in score.rows.items():
        lines.append(
            f"{group + ' of a row':<18}{_counted(row.filled):<22}  {_both(row.filled):<34}"
            f"{_counted(row.given)} ({_ends(row.given.clustered)})"
        )
    if score.notes:
        lines.append("why: " + ", ".join(f"{note} {n}" for note, n in score.notes.items()))
    return lines


def _agreement_lines(found: Mapping[str, Agreement]) -> list[str]:
    lines = [
        "Agreement of the two readers",
        f"{'':<14}{'n':>8}{'raw':>8}{'kappa':>8}{'alpha':>8}{'AC1':>8}",
    ]
    for field, one in found.items():
        numbers = (one.raw, one.kappa, one.alpha, one.ac1)
        lines.append(f"{field:<14}{one.n:>8}" + "".join(f"{_number(x):>8}" for x in numbers))
    return lines


def _band_lines(title: str, bands: Sequence[Band]) -> list[str]:
    lines = [
        f"{title:<12}{'findings':>9}{'share':>7}  {'nothing wrong':<18}{_KINDS:<34}"
        "nothing wrong or left empty"
    ]
    for band in bands:
        right = band.right
        lines.append(
            f"{band.low:<12.2f}{band.n_findings:>9,}{band.share:>7.2f}  "
            f"{_counted(right.filled):<18}{_both(right.filled):<34}"
            f"{_counted(right.given)} ({_ends(right.given.clustered)})"
        )
    return lines


def _bar_lines(bars: Mapping[str, Bar]) -> list[str]:
    lines = [f"{'':<14}{'wanted':>10}{'measured':>10}{'':>6}{'left empty counted':>20}"]
    for name, bar in bars.items():
        holds = {True: "yes", False: "no", None: "-"}[bar.holds]
        numbers = [f"{_bar(x):>10}" for x in (bar.wanted, bar.measured)]
        strict = _bar(bar.strict) if bar.strict is not None else ""
        lines.append(f"{name:<14}{''.join(numbers)}{holds:>6}{strict:>20}")
    return lines


def _bar(number: float | None) -> str:
    if number is None:
        return "-"
    return f"{number:.3f}" if number <= 1 else f"{number:,.0f}"


def _counted(measure: Proportion) -> str:
    return f"{_share(measure)} ({measure.part}/{measure.whole})"


def _both(measure: Proportion) -> str:
    return f"{_ends(measure.wilson)}; {_ends(measure.clustered)}"


def _share(measure: Proportion) -> str:
    return _number(measure.share)


def with_ends(value: float | None, ends: Interval) -> str:
    """Write a number with its interval; "-" where there is none."""
    return "-" if value is None else f"{_number(value)} ({_ends(ends)})"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _ends(interval: Interval) -> str:
    return f"{interval[0]:.3f} to {interval[1]:.3f}"


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)
