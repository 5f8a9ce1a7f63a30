"""Stage 5, pairs: one sentence held against another, and nothing else.

Where an article is judged, a table answers, and its silence says little. Here the evidence is one
sentence, and whatever it does not say stays open. Three questions, in this order:

1. Does it answer at all? Other people, another treatment, outcome, comparator, dose or time than
   the claim names leave the claim unverifiable (`questions`).
2. Which numbers of the two measure the same? As written, or by one of the conversions of
   `judge.figures`; they are compared as everywhere (`judge.comparing`) (`numbers`).
3. Without numbers: which way do both go, and was there a difference at all? (`words`)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.concepts import ConceptIndex
from pipeline.judge.figures import result_quantities
from pipeline.judge.findings import finding
from pipeline.judge.pairs.held import WORDS, Held, Sentence
from pipeline.judge.pairs.numbers import judge_by_numbers
from pipeline.judge.pairs.questions import other_outcome, other_question, other_source
from pipeline.judge.pairs.words import judge_by_words
from pipeline.records import Finding

_BY_WORDS: Final = frozenset({"EF001", "EF002"})

__all__ = ["Sentence", "judge_pair"]


def judge_pair(claim: Sentence, evidence: Sequence[Sentence], index: ConceptIndex) -> Finding:
    """Say whether sentences of evidence support a claim.

    Args:
        claim: of one sentence.
        evidence: of one sentence, or of a few that belong together.
        index: of the evidence table in use.

    Returns:
        What the first sentence says that decides, else what the first says. A claim about
        several outcomes fails where one sentence contradicts it.
    """
    elsewhere = other_source(claim, evidence)
    if elsewhere is not None:
        return elsewhere
    said = [_judge(Held(claim, sentence, index)) for sentence in evidence]
    if not said:
        return finding("UV001", "There is no evidence to hold the claim against.")
    decided = [found for found in said if found.verdict != "unverifiable"]
    if len({mention.concept_id for mention in claim.named("outcome", "condition")}) > 1:
        decided.sort(key=lambda found: found.verdict != "unsupported")
    first = (decided or said)[0]
    if first.code in _BY_WORDS and any(_is_left_open(Held(claim, one, index)) for one in evidence):
        return finding("UV003", "The evidence says that something of this was not looked at.")
    return first


def _is_left_open(held: Held) -> bool:
    """Say whether a sentence says that something was not looked at, and nothing of the claim is."""
    told = WORDS["left_open"].search(held.evidence.text)
    return told is not None and other_outcome(held) is None


def _judge(held: Held) -> Finding:
    apart = other_question(held)
    if apart is not None:
        return apart
    counted = judge_by_numbers(held)
    if counted is None:
        told = judge_by_words(held)
        unread = [q for q in held.claim.statement.quantities if q.role == "none"]
        if told.verdict == "unverifiable" or not unread:
            return told
        # What a number counts was not understood, so that words alone do not settle it.
        return finding("ST003", f"The evidence gives nothing to compare {unread[0].text} with.")
    statement = held.claim.statement
    promises = held.claim.way != "unclear" or statement.negated
    if counted.verdict == "supported" and promises and not result_quantities(statement):
        # "Fourteen trials found that it helps" is more than that there were fourteen.
        return judge_by_words(held)
    return counted
