"""Scores of reading, and of the annotations themselves, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.cli.measured import with_ends
from pipeline.learn.annotations.counts import PartCounts
from pipeline.learn.annotations.records import AnnotatedArticle, Part
from pipeline.learn.annotations.second import ReaderAgreement
from pipeline.learn.floors import Floors
from pipeline.learn.intervals import Estimate, Proportion
from pipeline.learn.quantities import SetScore
from pipeline.learn.reading.scores import (
    ALL,
    WANTED,
    WANTED_CELLS,
    WANTED_F1,
    WANTED_FLAGGED,
    WANTED_PRECISION,
    ReadingScores,
)

_WIDE: Final = 30


def reading_text(name: str, scores: ReadingScores) -> str:
    """Lay out how well articles were read; intervals are 95%, over articles."""
    lines = [
        f"{name}: {scores.n_articles} articles, {scores.n_claims} claims and {scores.n_negatives} "
        f"hard negatives marked; {scores.n_said} claims read",
        "",
        f"{'claims found':<20}{'marked':>8}{'read':>8}  "
        + "".join(f"{title:<{_WIDE}}" for title in ("precision", "recall", "F1")),
    ]
    for kind, found in scores.found.items():
        lines.append(
            f"{kind:<20}{found.recall.whole:>8}{found.precision.whole:>8}  "
            + "".join(
                f"{text:<{_WIDE}}"
                for text in (_share(found.precision), _share(found.recall), _value(found.f1))
            )
        )
    lines.append(
        f"{'wanted':<38}{WANTED_PRECISION:<{_WIDE}.3f}{'':<{_WIDE}}{WANTED_F1:.3f}",
    )
    lines += ["", f"{'hard negatives flagged':<24}{'':<12}wanted under {WANTED_FLAGGED:.3f}"]
    for trap, flagged in scores.flagged.items():
        counted = f"{flagged.part} of {flagged.whole}"
        lines.append(f"{trap:<24}{counted:<12}{_share(flagged)}")
    if any(its.given.whole for its in scores.fields.values()):
        lines += ["", *_field_lines(scores)]
    return _joined(lines)


def _field_lines(scores: ReadingScores) -> list[str]:
    titles = (
        "right where the reader gives it",
        "wanted",
        "empty where he gives none",
        "right where either gives it",
    )
    widths = (40, 8, 40, 40)
    lines = [f"{'of the found':<20}" + _columns(titles, widths)]
    for name, its in scores.fields.items():
        wanted = f"{WANTED[name]:.3f}" if name in WANTED else ""
        shares = (_counted(its.given), wanted, _counted(its.empty), _counted(its.either))
        lines.append(f"{name:<20}" + _columns(shares, widths))
    lines += [
        "",
        f"{'cells of tables found with the right headers':<48}{_counted(scores.cells)}  "
        f"wanted {WANTED_CELLS:.3f}",
        f"{'of those found as cells, in the right place':<48}{_counted(scores.places)}",
    ]
    return lines


def agreement_text(found: Mapping[str, ReaderAgreement], fields: ReadingScores | None) -> str:
    """Lay out how far two readers agree.

    Args:
        found: by the name of what they read.
        fields: what the second says of the claims that both found, held against the first; None
            where no fields were read twice.
    """
    lines = ["Intervals: 95%, over articles."]
    for name, its in found.items():
        lines += [
            "",
            f"{name}: {its.n_articles} articles, {its.n_first} claims by the first reader, "
            f"{its.n_second} by the second",
            f"{'F1 of stretches, any kind':<34}{_value(its.f1_any_kind)}",
            f"{'F1 of stretches of one kind':<34}{_value(its.f1)}",
            f"{'alpha of kinds, both marked':<34}{_value(its.kinds)}  n {its.kinds.n}",
            f"{'alpha of kinds, none among them':<34}{_value(its.claims)}  n {its.claims.n}",
            f"{'alpha of verdicts, both marked':<34}{_value(its.verdicts)}  n {its.verdicts.n}",
            f"  {'kind':<14}{'claims of both':>14}  {'F1':<{_WIDE}}alpha against all others",
        ]
        for kind, f1 in its.f1_of_kind.items():
            alpha = _value(its.of_kind[kind])
            lines.append(f"  {kind:<14}{f1.n:>14}  {_value(f1):<{_WIDE}}{alpha}")
    if fields is not None and any(its.given.whole for its in fields.fields.values()):
        lines += ["", "Fields of the second reader, held against the first's:"]
        lines += _field_lines(fields)
    return _joined(lines)


def counts_text(counts: Mapping[Part | None, PartCounts], fingerprints: Mapping[Part, str]) -> str:
    """Lay out what the annotated corpus holds."""
    columns = {part or ALL: its for part, its in counts.items()}

    def row(title: str, of: Sequence[int]) -> str:
        return f"{title:<26}" + "".join(f"{number:>8}" for number in of)

    parts = list(columns.values())
    lines = [
        f"{'':<26}" + "".join(f"{name:>8}" for name in columns),
        row("articles", [its.n_articles for its in parts]),
        row("topics", [its.n_topics for its in parts]),
        row("articles, no statistic", [its.n_without_statistic for its in parts]),
        row("claims", [its.n_claims for its in parts]),
        row("claims with fields", [its.n_with_fields for its in parts]),
        row("hard negatives", [its.n_negatives for its in parts]),
    ]
    for title, counters in (
        ("kind", [its.kinds for its in parts]),
        ("verdict", [its.verdicts for its in parts]),
        ("trap", [its.traps for its in parts]),
    ):
        lines += ["", title]
        names = sorted(
            {name for counter in counters for name in counter},
            key=lambda name: (-counters[-1][name], name),
        )
        lines += [
            row(f"  {name}", [counter.get(name, 0) for counter in counters]) for name in names
        ]
    lines += ["", *(f"{part} is {its}" for part, its in fingerprints.items())]
    return _joined(lines)


def article_text(article: AnnotatedArticle) -> str:
    """Lay out what a reader marked in an article, in its order."""
    lines = [f"{article.name}: {article.part}, {article.topic}"]
    for one in article.annotations:
        line = article.source.count("\n", 0, one.start) + 1
        said = "/".join(filter(None, (one.kind, one.verdict, one.trap)))
        lines.append(f"{line:>5}  {said:<26} {' '.join(one.text.split())}")
    return _joined(lines)


def gate_text(measured: Mapping[str, float], floors: Floors, fallen: Sequence[str]) -> str:
    """Lay out the scores beside their floors."""
    lines = [f"{'':<40}{'floor':>8}{'now':>8}"]
    for name, value in sorted(measured.items()):
        floor = floors.scores.get(name)
        lines.append(f"{name:<40}{'-' if floor is None else f'{floor:.4f}':>8}{value:>8.4f}")
    lines += ["", *(f"FELL: {why}" for why in fallen)]
    if not fallen:
        lines.append("No score fell.")
    return _joined(lines)


def quantities_text(scores: Sequence[SetScore]) -> str:
    """Lay out how well quantities were read; intervals are 95%, over texts."""
    lines: list[str] = []
    for its in scores:
        lines += [
            f"{its.name}: {its.n_texts} texts, {its.n_wanted} quantities wanted, "
            f"{its.n_left_out} left out",
            f"{'':<12}{'found':<40}{'of what was read, right place':<40}unit, and value if given",
        ]
        for reader, score in its.readers.items():
            shares = (score.found, score.precise, score.right)
            lines.append(f"{reader:<12}" + "".join(f"{_counted(share):<40}" for share in shares))
        lines.append("")
    return _joined(lines[:-1])


def _columns(texts: Sequence[str], widths: Sequence[int]) -> str:
    return "".join(f"{text:<{width}}" for text, width in zip(texts, widths, strict=True))


def _counted(measure: Proportion) -> str:
    return f"{_share(measure)} {measure.part}/{measure.whole}" if measure.whole else "-"


def _share(measure: Proportion) -> str:
    return with_ends(measure.share, measure.clustered)


def _value(estimate: Estimate) -> str:
    return with_ends(estimate.value, estimate.clustered)


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)
