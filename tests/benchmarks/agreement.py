"""What `make evaluate` prints: how far the tool agrees with a reader's labels.

The articles are in `corpus/evaluation`, the labels in `annotations/claims.jsonl`;
`annotations/README.md` says who made them. A claim counts as found where a
marked one of the same kind overlaps it by half or more of either, one to one.
Intervals are 95%, by a bootstrap over articles with a fixed seed.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.check import Checker, load_checker
from pipeline.records import JudgedClaim
from pipeline.settings import Settings

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "annotations" / "sentences.txt"
LABELS = ROOT / "annotations" / "claims.jsonl"
ARTICLES = ROOT / "corpus" / "evaluation"
RESAMPLES = 2000


@dataclass(frozen=True)
class Label:
    """One labelled stretch; kind "none" is a stretch that claims nothing."""

    start: int
    end: int
    kind: str
    verdict: str | None


@dataclass(frozen=True)
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
        return Counts(*(a + b for a, b in zip(_values(self), _values(other), strict=True)))


def _values(counts: Counts) -> tuple[int, ...]:
    return (
        counts.found, counts.missed, counts.extra, counts.traps, counts.sprung, counts.decided,
        counts.right,
    )  # fmt: skip


def read_labels() -> dict[str, list[Label]]:
    """Read the labels by article."""
    labels: dict[str, list[Label]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels.setdefault(row["article"], []).append(
            Label(row["start"], row["end"], row["kind"], row["verdict"])
        )
    return labels


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


MEASURES: Mapping[str, Callable[[Counts], tuple[int, int]]] = {
    "claims found (recall)": lambda c: (c.found, c.found + c.missed),
    "marked that are labelled (precision)": lambda c: (c.found, c.found + c.extra),
    "hard negatives flagged": lambda c: (c.sprung, c.traps),
    "of the found: decided": lambda c: (c.decided, c.found),
    "of the decided: right": lambda c: (c.right, c.decided),
}


def interval(
    counts: Sequence[Counts], measure: Callable[[Counts], tuple[int, int]]
) -> tuple[float, float]:
    """Resample articles and return the middle 95% of the shares."""
    rng = random.Random(0)
    shares = []
    for _ in range(RESAMPLES):
        drawn = sum(rng.choices(counts, k=len(counts)), Counts())
        part, whole = measure(drawn)
        shares.append(part / whole if whole else 0.0)
    shares.sort()
    return shares[int(0.025 * RESAMPLES)], shares[int(0.975 * RESAMPLES)]


def read_sentences() -> list[tuple[str, list[tuple[str, str]]]]:
    """Read the labelled sentences: a title, then each verdict with its sentence."""
    notes: list[tuple[str, list[tuple[str, str]]]] = []
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            notes.append((line, []))
        else:
            expected, _, sentence = line.partition("|")
            notes[-1][1].append((expected, sentence))
    return notes


def said_of(judged: Sequence[JudgedClaim]) -> str:
    """Return the verdict on a sentence as one letter: the worst of its claims, "-" for none."""
    verdicts = {one.decisive.verdict for one in judged}
    for verdict, letter in (("unsupported", "U"), ("unverifiable", "V"), ("supported", "S")):
        if verdict in verdicts:
            return letter
    return "-"


def judge_sentences(checker: Checker) -> Counter[tuple[str, str]]:
    """Check every note as an article of its own and count what is said of its sentences."""
    table: Counter[tuple[str, str]] = Counter()
    for title, sentences in read_sentences():
        text = "\n\n".join([title, *(sentence for _, sentence in sentences)])
        result = checker.check(["-"], stdin=text.encode)
        claims = result.documents[0].claims if result.documents else ()
        for number, (expected, _) in enumerate(sentences):
            on_line = [one for one in claims if one.claim.line == 3 + 2 * number]
            table[expected, said_of(on_line)] += 1
    return table


def print_sentences(table: Counter[tuple[str, str]]) -> None:
    """Print the table of verdicts, and how often a decided one is right."""
    names = {"S": "supported", "U": "unsupported", "V": "unverifiable", "UV": "either of these two"}
    print(f"\n{sum(table.values())} labelled sentences: expected, and what was said")
    print(f"{'':<22}{'supported':>12}{'unsupported':>14}{'unverifiable':>14}{'no claim':>10}")
    for expected, name in names.items():
        given = [table[expected, letter] for letter in ("S", "U", "V", "-")]
        print(f"{name:<22}{given[0]:>12}{given[1]:>14}{given[2]:>14}{given[3]:>10}")
    for letter in ("S", "U"):
        said = sum(n for (_, given), n in table.items() if given == letter)
        right = sum(n for (e, given), n in table.items() if given == letter and letter in e)
        print(f"of those called {names[letter]}: {right} of {said} right")


def main() -> None:
    """Check the labelled articles and sentences and print the agreement."""
    checker = load_checker(Settings())
    labels = read_labels()
    result = checker.check([str(ARTICLES / name) for name in sorted(labels)], stdin=lambda: b"")
    counts = [
        count(labels[Path(document.article.path).name], document.claims)
        for document in result.documents
        # An article in another language is told so and not read.
        if document.article.language in {"en", "und"}
    ]
    total = sum(counts, Counts())
    print(f"{len(counts)} English articles, {total.found + total.missed} labelled claims")
    for name, measure in MEASURES.items():
        part, whole = measure(total)
        low, high = interval(counts, measure)
        share = part / whole if whole else 0.0
        print(f"{name:<38}{part:>4} of {whole:<4}{share:>7.2f}  ({low:.2f} to {high:.2f})")
    print_sentences(judge_sentences(checker))


if __name__ == "__main__":
    main()
