"""Stage 5, pairs: which way two sentences go, and whether there was a difference at all."""

from __future__ import annotations

from pipeline.evidence.extract.meaning import SIGNIFICANCE, is_significant, says_no_difference
from pipeline.judge.comparing import TURNS
from pipeline.judge.findings import finding
from pipeline.judge.pairs.held import WORDS, Held, Sentence
from pipeline.records import Finding


def judge_by_words(held: Held) -> Finding:
    """Judge a claim without numbers: which way both go, and whether there was a difference."""
    claim, evidence = held.claim, held.evidence
    denied = (
        claim.statement.negated
        or claim.way == "no_difference"
        or WORDS["no_difference"].search(claim.text) is not None
    )
    none_found = found_none(evidence)
    if none_found is None and evidence.way == "unclear":
        return finding("UV003", "The evidence does not say clearly which way it went.")
    if denied:
        if none_found:
            return finding("EF001", "The evidence found no difference either.")
        return finding("EF002", "The evidence found a difference, and the claim denies one.")
    if none_found and not _says_none(evidence) and not WORDS["significant"].search(claim.text):
        return finding("EF004", "The interval of the evidence includes no effect, and more.")
    if none_found:
        return finding("EF002", "The evidence found no such difference.")
    ways = {claim.way, evidence.way}
    if ways == TURNS:
        return finding("EF002", "The evidence points the other way.")
    if len(ways) == 1 and "unclear" not in ways:
        return finding("EF001", "Both go the same way.")
    return finding("UV003", "The claim does not say clearly which way it goes.")


def found_none(evidence: Sentence) -> bool | None:
    """Say whether a sentence of evidence tells of no difference; None where it tells of none."""
    statement = evidence.statement
    p_values = [q.value if q.value is not None else q.high for q in statement.of_role("p_value")]
    p_value = next((p for p in p_values if p is not None), None)
    for quantity in statement.of_role("effect"):
        told = is_significant(quantity, p_value)
        if told is not None:
            return not told
    if p_value is not None:
        return p_value >= SIGNIFICANCE
    if _says_none(evidence) or WORDS["graded"].search(evidence.text):
        return True
    return None if evidence.way == "unclear" else False


def _says_none(evidence: Sentence) -> bool:
    no_difference = WORDS["no_difference"].search(evidence.text) is not None
    return no_difference or says_no_difference(evidence.text)
