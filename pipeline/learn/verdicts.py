"""Layer 10: how far the verdicts agree with a reader's labels.

The articles are in `corpus/evaluation`, the labels in `annotations`, whose
README says who made them. A claim counts as found where a marked one of the
same kind overlaps it by half or more of either, one to one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from pipeline.check import Checker
from pipeline.errors import AnnotationLineError, AnnotationsMissingError
from pipeline.learn.intervals import Proportion, summed
from pipeline.learn.judgements import json_lines
from pipeline.records import JudgedClaim

LABELS_FILE: Final = "claims.jsonl"
SENTENCES_FILE: Final = "sentences.txt"
# What a labelled sentence is expected to be told, by its letter.
EXPECTED: Final[Mapping[str, str]] = {
    "S": "supported",
    "U": "unsupported",
    "V": "unverifiable",
    "UV": "either of these two",
}
# What it may be told; "-" where no claim was seen.
TOLD: Final[Mapping[str, str]] = {
    "S": "supported",
    "U": "unsupported",
    "V": "unverifiable",
    "-": "no claim",
}
_ENGLISH: Final = frozenset({"en", "und"})


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled stretch; kind "none" is a stretch that claims nothing."""

    start: int
    end: int
    kind: str
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What one article adds to the sums."""

    found: int = 0
    missed: int = 0
    extra: int = 0
    traps: int = 0
    sprung: int = 0
    decided: int = 0
    right: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


MEASURES: Final[Mapping[str, Callable[[Counts], tuple[int, int]]]] = {
    "claims found (recall)": lambda c: (c.found, c.found + c.missed),
    "marked that are labelled (precision)": lambda c: (c.found, c.found + c.extra),
    "hard negatives flagged": lambda c: (c.sprung, c.traps),
    "of the found: decided": lambda c: (c.decided, c.found),
    "of the decided: right": lambda c: (c.right, c.decided),
}


@dataclass(frozen=True, slots=True)
class VerdictScores:
    """How far the verdicts agree with the labels.

    Attributes:
        measures: by name.
        sentences: by the letter expected, how often each letter was told; "-"
            is no claim.
        faults: lines of labels that could not be used.
    """

    n_articles: int
    n_labels: int
    measures: Mapping[str, Proportion]
    sentences: Mapping[str, Mapping[str, int]]
    faults: Sequence[str]


def evaluate_verdicts(checker: Checker, articles: Path, annotations: Path) -> VerdictScores:
    """Check the labelled articles and sentences and count how far they agree.

    Raises:
        AnnotationsMissingError: the articles or their labels are not there.
    """
    faults: list[AnnotationLineError] = []
    labels = read_labels(annotations / LABELS_FILE, faults=faults)
    sentences = read_sentences(annotations / SENTENCES_FILE, faults=faults)
    if not articles.is_dir():
        raise AnnotationsMissingError(path=articles)
    result = checker.check([str(articles / name) for name in sorted(labels)], stdin=lambda: b"")
    counts = [
        count(labels[Path(document.article.path).name], document.claims)
        for document in result.documents
        # An article in another language is told so and not read.
        if document.article.language in _ENGLISH
    ]
    total = sum(counts, Counts())
    return VerdictScores(
        n_articles=len(counts),
        n_labels=total.found + total.missed,
        measures={
            name: summed([measure(one) for one in counts]) for name, measure in MEASURES.items()
        },
        sentences=_judge_sentences(checker, sentences),
        faults=tuple(fault.message for fault in faults),
    )


def read_labels(path: Path, *, faults: list[AnnotationLineError]) -> dict[str, list[Label]]:
    """Read the labels by article; broken lines are told and left out.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    labels: dict[str, list[Label]] = {}
    for number, line in json_lines(path, faults=faults):
        article, start, end, kind, verdict = (
            line.get(key) for key in ("article", "start", "end", "kind", "verdict")
        )
        if (
            isinstance(article, str)
            and isinstance(start, int)
            and isinstance(end, int)
            and isinstance(kind, str)
            and (verdict is None or isinstance(verdict, str))
        ):
            labels.setdefault(article, []).append(Label(start, end, kind, verdict))
        else:
            why = "wanted {article, start, end, kind, verdict}"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
    return labels


def read_sentences(
    path: Path, *, faults: list[AnnotationLineError]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Read the labelled sentences: a title, then each verdict with its sentence.

    Raises:
        AnnotationsMissingError: there is no such file.
    """
    if not path.is_file():
        raise AnnotationsMissingError(path=path)
    notes: list[tuple[str, list[tuple[str, str]]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        expected, _, sentence = line.partition("|")
        if line.startswith("# "):
            notes.append((line, []))
        elif notes and expected in EXPECTED and sentence:
            notes[-1][1].append((expected, sentence))
        else:
            why = f"wanted a title after '# ', then {', '.join(EXPECTED)} with '|' and a sentence"
            faults.append(AnnotationLineError(path=path, line=number, why=why))
    return notes


def overlaps(label: Label, judged: JudgedClaim) -> bool:
    """Say whether the two share half or more of either."""
    claim = judged.claim
    shared = min(label.end, claim.end) - max(label.start, claim.start)
    return shared > 0 and 2 * shared >= min(label.end - label.start, claim.end - claim.start)


def count(labels: Sequence[Label], judged: Sequence[JudgedClaim]) -> Counts:
    """Count what was found, missed, decided and right in one article."""
    free = list(judged)
    found = decided = right = sprung = traps = 0
    for label in labels:
        if label.kind == "none":
            traps += 1
            sprung += any(overlaps(label, one) for one in judged)
            continue
        match = next((o for o in free if o.claim.kind == label.kind and overlaps(label, o)), None)
        if match is None:
            continue
        free.remove(match)
        found += 1
        if match.decisive.verdict != "unverifiable":
            decided += 1
            right += match.decisive.verdict == label.verdict
    missed = sum(label.kind != "none" for label in labels) - found
    return Counts(found, missed, len(free), traps, sprung, decided, right)


def said_of(judged: Sequence[JudgedClaim]) -> str:
    """Return the verdict on a sentence as one letter: the worst of its claims, "-" for none."""
    verdicts = {one.decisive.verdict for one in judged}
    for verdict, letter in (("unsupported", "U"), ("unverifiable", "V"), ("supported", "S")):
        if verdict in verdicts:
            return letter
    return "-"


def _judge_sentences(
    checker: Checker, notes: Sequence[tuple[str, Sequence[tuple[str, str]]]]
) -> dict[str, dict[str, int]]:
    """Check every note as an article of its own and count what is said of its sentences."""
    told = {expected: dict.fromkeys(TOLD, 0) for expected in EXPECTED}
    for title, sentences in notes:
        text = "\n\n".join([title, *(sentence for _, sentence in sentences)])
        result = checker.check(["-"], stdin=text.encode)
        claims = result.documents[0].claims if result.documents else ()
        for number, (expected, _) in enumerate(sentences):
            on_line = [one for one in claims if one.claim.line == 3 + 2 * number]
            told[expected][said_of(on_line)] += 1
    return told
