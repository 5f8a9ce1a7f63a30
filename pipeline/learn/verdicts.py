"""How far the verdicts agree with a reader's.

The articles are in `corpus/articles`, what a reader says of them in
`annotations`, whose README says who that was. A claim counts as found as when
reading is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from pipeline.check import Checker
from pipeline.errors import AnnotationLineError, AnnotationsMissingError
from pipeline.learn.annotations.records import AnnotatedArticle, Part
from pipeline.learn.annotations.store import load_corpus
from pipeline.learn.answers import Answers
from pipeline.learn.intervals import Proportion, summed
from pipeline.learn.reading.claims import as_annotation
from pipeline.learn.reading.scores import hold_against
from pipeline.records import JudgedClaim

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
_ENGLISH: Final = "en"


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
    answered: int = 0
    answered_decided: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


MEASURES: Final[Mapping[str, Callable[[Counts], tuple[int, int]]]] = {
    "claims found (recall)": lambda c: (c.found, c.found + c.missed),
    "marked that are labelled (precision)": lambda c: (c.found, c.found + c.extra),
    "hard negatives flagged": lambda c: (c.sprung, c.traps),
    "of the found: decided": lambda c: (c.decided, c.found),
    "of the decided: right": lambda c: (c.right, c.decided),
    "of the found that a row answers: decided": lambda c: (c.answered_decided, c.answered),
}


@dataclass(frozen=True, slots=True)
class VerdictScores:
    """How far the verdicts agree with the labels.

    Attributes:
        part: of the corpus.
        measures: by name.
        sentences: by the letter expected, how often each letter was told; "-"
            is no claim.
        faults: lines of labels that could not be used.
    """

    part: Part
    n_articles: int
    n_labels: int
    measures: Mapping[str, Proportion]
    sentences: Mapping[str, Mapping[str, int]]
    faults: Sequence[str]


def evaluate_verdicts(
    checker: Checker, articles: Path, annotations: Path, part: Part
) -> VerdictScores:
    """Check the English articles of a part, and the labelled sentences, and count agreement.

    Raises:
        AnnotationsMissingError: the articles or their labels are not there.
        PartChangedError: the part was frozen and is not what it was.
    """
    corpus = load_corpus(articles, annotations)
    faults = list(corpus.faults)
    sentences = read_sentences(annotations / SENTENCES_FILE, faults=faults)
    answers = Answers(checker.table)
    counts = []
    for annotated in corpus.of(part):
        if corpus.splits.language(annotated.name) != _ENGLISH:
            continue
        result = checker.check([str(articles / annotated.name)], stdin=lambda: b"")
        judged = [claim for document in result.documents for claim in document.claims]
        counts.append(count(annotated, judged, answers))
    total = sum(counts, Counts())
    return VerdictScores(
        part=part,
        n_articles=len(counts),
        n_labels=total.found + total.missed,
        measures={
            name: summed([measure(one) for one in counts]) for name, measure in MEASURES.items()
        },
        sentences=_judge_sentences(checker, sentences),
        faults=tuple(fault.message for fault in faults),
    )


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


def count(annotated: AnnotatedArticle, judged: Sequence[JudgedClaim], answers: Answers) -> Counts:
    """Count what was found, missed, decided and right in one article."""
    said = [as_annotation(one.claim) for one in judged]
    read = hold_against(annotated.name, annotated.annotations, said)
    told = [(read.gold[i], judged[j].decisive.verdict) for i, j in read.pairs]
    decided = [(gold, verdict) for gold, verdict in told if verdict != "unverifiable"]
    answered = [(gold, verdict) for gold, verdict in told if answers.any_for(gold)]
    return Counts(
        found=len(read.pairs),
        missed=len(read.gold) - len(read.pairs),
        extra=len(judged) - len(read.pairs),
        traps=len(read.negatives),
        sprung=sum(read.flagged),
        decided=len(decided),
        right=sum(verdict == gold.verdict for gold, verdict in decided),
        answered=len(answered),
        answered_decided=sum(verdict != "unverifiable" for _, verdict in answered),
    )


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
