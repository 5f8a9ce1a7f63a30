"""Scores of a reader of pairs, laid out for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.cli.measured import with_ends
from pipeline.encoders.verdict import LABELS
from pipeline.learn.entailment.scores import PairScores
from pipeline.learn.intervals import Estimate, Proportion
from pipeline.learn.pairs.scores import VERDICTS, NumberScores


def pairs_text(scores: Sequence[PairScores]) -> str:
    """Lay out how often a reader of pairs was right; intervals are 95%, over claims."""
    return "\n".join(line for its in scores for line in [*_lines(its), ""])


def numbers_text(scores: Sequence[NumberScores]) -> str:
    """Lay out how often pairs were judged rightly; intervals are 95%, over texts of evidence."""
    return "\n".join(line for its in scores for line in [*_number_lines(its), ""])


def _number_lines(its: NumberScores) -> list[str]:
    head = {
        "right": its.right,
        "decided": its.decided,
        "right of the decided": its.right_of_decided,
    }
    return [
        f"{its.name}: {its.right.whole} pairs",
        *(f"{name:<24}{_counted(measure)}" for name, measure in head.items()),
        f"{'expected, and said':<24}" + "".join(f"{name:>14}" for name in VERDICTS),
        *(
            f"{wanted:<24}" + "".join(f"{its.told[wanted][said]:>14}" for said in VERDICTS)
            for wanted in VERDICTS
        ),
        *(f"  {rule:<22}{_counted(measure)}" for rule, measure in its.by_rule.items()),
    ]


def _counted(measure: Proportion) -> str:
    return f"{measure.part:>5} of {measure.whole:<6}{with_ends(measure.share, measure.clustered)}"


def _lines(its: PairScores) -> list[str]:
    return [
        f"{its.name}: {its.n_pairs} pairs of {its.n_claims} claims",
        f"{'read':<22}{'macro F1':<26}accuracy",
        *(
            f"{sides:<22}{_value(its.macro_f1[sides]):<26}{_value(its.accuracy[sides])}"
            for sides in its.macro_f1
        ),
        f"{'expected, and said':<22}" + "".join(f"{label:>12}" for label in LABELS),
        *(
            f"{wanted:<22}" + "".join(f"{said[label]:>12}" for label in LABELS)
            for wanted, said in its.told.items()
        ),
        f"expected calibration error {with_ends(its.calibration.error, its.calibration.band)}: "
        "the ends are of a reader that knows itself",
        f"{'answered':<22}" + "".join(f"{one.share:>7.2f}" for one in its.calibration.coverage),
        f"{'wrong of these':<22}"
        + "".join(f"{one.wrong:>7.3f}" for one in its.calibration.coverage),
    ]


def _value(estimate: Estimate) -> str:
    return with_ends(estimate.value, estimate.clustered)
