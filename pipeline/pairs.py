"""The stages for pairs: a claim and a sentence of evidence in, one Finding out.

mark → normalise → judge, the same on both sides. The evidence table gives concepts and nothing
else: what it knows of the subject does not count.

>>> judge = load_pair_judge()
>>> pair = ("Ginger cut nausea by 38%.", "Ginger reduced nausea (RR 0.62, 95% CI 0.5 to 0.8).")
>>> [found.verdict for found in judge.judge([pair])]
['supported']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from spacy.language import Language

from pipeline.concepts import ConceptIndex
from pipeline.evidence import load_evidence
from pipeline.judge.findings import finding
from pipeline.judge.pairs import Sentence, judge_pair
from pipeline.mark.language import build_language
from pipeline.normalise.sentences import read_sentences
from pipeline.records import Finding
from pipeline.resources import evidence_dirs

# Pairs in memory at one time.
_BATCH: Final = 128


@dataclass(frozen=True, slots=True)
class PairJudge:
    """What is loaded once and used for every pair."""

    nlp: Language
    concepts: ConceptIndex

    def judge(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Finding]:
        """Say of each claim whether its evidence supports it, in order.

        Args:
            pairs: a claim and its evidence, each of one sentence or a few.
        """
        rest = iter(pairs)
        while batch := list(islice(rest, _BATCH)):
            claims = self._read(claim for claim, _ in batch)
            evidence = self._read(held for _, held in batch)
            for its, held in zip(claims, evidence, strict=True):
                yield _all_of(its, held, self.concepts)

    def _read(self, texts: Iterable[str]) -> Iterator[list[Sentence]]:
        for claims, mentions in read_sentences(texts, self.nlp, self.concepts):
            yield [
                Sentence(
                    claim,
                    tuple(
                        replace(m, start=m.start - claim.start_clean, end=m.end - claim.start_clean)
                        for m in mentions
                        if claim.start_clean <= m.start and m.end <= claim.end_clean
                    ),
                )
                for claim in claims
            ]


def load_pair_judge() -> PairJudge:
    """Load what is needed to judge pairs.

    Raises:
        PipelineError: the shipped evidence is missing or broken.
    """
    concepts = load_evidence(evidence_dirs()).concepts
    return PairJudge(build_language(concepts), concepts)


def _all_of(
    parts: Sequence[Sentence], evidence: Sequence[Sentence], index: ConceptIndex
) -> Finding:
    """A claim of several parts holds where each does, and fails where one fails."""
    if not parts:
        return finding("UV003", "The claim has no words.")
    said = [judge_pair(part, evidence, index) for part in parts]
    worst = ("unsupported", "unverifiable", "supported")
    return min(said, key=lambda found: worst.index(found.verdict))
