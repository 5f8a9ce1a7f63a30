"""Stage 2: the one place where patterns and the trained detector meet.

A claim of a sentence is found by patterns or by the detector:

- a pattern: it stays where the detector scores it high enough for its kind
  (`Thresholds.agree`), or knows no such kind. It stays as the pattern cut it, unless
  the detector tells several results apart there, or takes less than half of the
  clause for the claim;
- the detector alone: its stretch is a claim, if it has some words and, for a
  statistic, a number.

Nothing is claimed twice: of two kinds that share a stretch a statistic with a result
goes before what the number is about, and else the kind that the detector is surer of.

Why a claim is one says which of the two it was, with the detector's score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from spacy.tokens import Doc

from pipeline.citations.names import find_names
from pipeline.mark.claim_scores import ClaimScores, DetectedSpan
from pipeline.mark.clauses import cut_anew, cut_clauses, has_verb
from pipeline.mark.kinds import COMPARABLE, EFFECTS, PRICES, SIZES, kinds_of, measures
from pipeline.mark.marks import (
    ClaimMark,
    beginning_in,
    citations_of,
    concepts_of,
    quantities_of,
    text_of,
)
from pipeline.mark.widening import widened
from pipeline.records import ClaimKind, Quantity
from pipeline.resources import word_list
from pipeline.wording import is_negated

# What begins or ends no claim.
_LEAD: Final = re.compile(r"[\s,.:;!?*•)\]]+")
_TAIL: Final = re.compile(
    r"(?:[\s,.:;!?*\"']"
    r"|(?<=\s)(?:and|or|but|its|the|an?|of|with|in|to|by|for|that|which|as|is|are))+$",
    re.IGNORECASE,
)
# A stretch of few words that begins so, and has no verb, is for whom, where or when.
_FRONTED: Final = re.compile(
    r"(?:for|in|at|on|among|during|after|before|under|within|with|unlike)(?:\s+[\w’'-]+){1,6}",
    re.IGNORECASE,
)
# "Peter asks whether it is on the NHS."
_ASKS: Final = re.compile(
    r"\b(?:asks?|asked|wonder(?:s|ed)?) (?:\w+ )?(?:whether|if)\b", re.IGNORECASE
)
_USED: Final = re.compile(word_list("claims")["used_for"], re.IGNORECASE)
# What a price usually is somebody found out.
_SURVEYED: Final = re.compile(
    r"\b(?:surveys?|stud(?:y|ies)|researchers|economists)\b", re.IGNORECASE
)
_PRICED: Final = re.compile(word_list("claims")["priced"], re.IGNORECASE)
# "No study shows" says nothing yet.
_LEAD_IN: Final = re.compile(
    r"(?:(?:no|some|many|most|several|few|the|two|three) )?(?:[\w-]+ )?"
    r"(?:study|studies|trials?|reviews?|research|evidence|data|experts?|scientists) "
    r"(?:ha(?:s|ve) )?(?:ever )?"
    r"(?:shows?|shown|found|finds?|suggests?|suggested|says?|proves?|proven|indicates?)(?: that)?",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w")
# A word goes on behind its hyphen: "COVID-19".
_IN_WORD: Final = re.compile(r"[\w-]")
# A pattern's stretch is the detector's where they share this much of the shorter.
_SHARED: Final = 0.5
_AGAINST: Final = re.compile(
    r"\b(?:vs?\.?|versus|than|against|compared (?:with|to))\s*$", re.IGNORECASE
)
# What holds two arms of one result together.
_ARMS: Final = re.compile(
    r"\b(?:vs?\.?|versus|than|against|compared|sham|placebo|dummy|controls?|drugs?|usual care)\b",
    re.IGNORECASE,
)
_BUT: Final = re.compile(r"\bbut\b", re.IGNORECASE)
_WORDS: Final = re.compile(r"\w+")
# A full stop that ends no sentence ("U.S. plans"), and the rest of its clause.
_IN_A_NAME: Final = re.compile(r"(?<=[A-Z]\.[A-Z])\.\s+[a-z][^,;:()\n]*")
# What is shorter is cut out of a claim, or no claim.
_FEWEST_WORDS: Final = 3
# How far behind a citation its size may stand.
_TOUCHES: Final = 3
_GOES_ON: Final = re.compile(r"(?:with|in|of|among|on)\b", re.IGNORECASE)
_INSIDE_OF_OTHERS: Final[frozenset[ClaimKind]] = frozenset({"citation", "code"})
_OF_BODIES: Final[frozenset[ClaimKind]] = frozenset({"coverage", "regulatory", "credential"})
# Who must not take it, and what it does besides.
_FORBIDS: Final = re.compile(word_list("claims")["forbids"], re.IGNORECASE)
_HURTS: Final = re.compile(word_list("claims")["hurts"], re.IGNORECASE)
# What a part of a sentence says of what the part before it was about.
_GOES_BACK: Final = re.compile(
    r"(?:it|they|this|these|that|those|such|we|you|there|is|are|was|were|has|have|can|could|may|must"
    r"|should|will|cannot|\w+ly|recommended|approved|endorsed|covered|cleared|certified|advised)\b",
    re.IGNORECASE,
)
# What is done against an illness, which the detector takes for a harm beside another one.
_HEALS: Final = re.compile(word_list("claims")["heals"], re.IGNORECASE)
_DONE_BY_BODIES: Final = re.compile(word_list("claims")["done_by_bodies"], re.IGNORECASE)
# By how much something changed is no claim without what did.
_HOW_MUCH: Final = re.compile(r"(?:by|from) (?:\w+ ){0,2}?\d|in half\b", re.IGNORECASE)
# A clause so many times as long as what the detector takes holds something else besides.
_TOO_LONG: Final = 2


def agree(
    doc: Doc, sentence: tuple[int, int], found: Sequence[ClaimMark], scores: ClaimScores
) -> list[ClaimMark]:
    """Make one list of what patterns and detector find in a sentence.

    Args:
        doc: with its text.
        sentence: where it begins and ends.
        found: by patterns.
        scores: of the detector.
    """
    start, end = sentence
    text = text_of(doc)
    whole = joined(text, beginning_in(scores.spans, start, end))
    trim = (
        _whole_clause(text, _beyond_a_name(text, trimmed(text, span), end), sentence)
        for span in whole
    )
    spans = [
        replace(span, kind=_kind_of(doc, span, sentence))
        for found_span in trim
        for span in _parts(text, found_span)
        if _says_enough(doc, span)
        and not _sizes_a_study(doc, span, sentence)
        and not _is_asked(text, span, sentence)
        and not _only_offers(doc, span, sentence)
    ]
    spans = [span for span in spans if not any(_is_inside(span, other) for other in spans)]
    marks: list[ClaimMark] = []
    for mark in found:
        score = scores.of(mark.kind, mark.start, mark.end)
        if score is None:
            marks.append(mark)
        elif score >= scores.thresholds[mark.kind].agree or _says_it_all(doc, mark):
            its = [span for span in spans if span.kind == mark.kind and _shares(mark, span)]
            agreed = replace(mark, why=f"{mark.why}; detector {score:.2f}")
            marks += [replace(agreed, start=a, end=b) for a, b in _stretches(doc, mark, its)]
    marks += [
        ClaimMark(
            span.kind,
            span.start,
            span.end,
            f"detector {span.score:.2f}",
            *sentence,
            *sentence,
            trigger=span.start,
            by_pattern=False,
        )
        for span in spans
        if not any(mark.kind == span.kind and _shares(mark, span) for mark in marks)
    ]
    return _told_once(doc, marks, scores)


def _told_once(doc: Doc, marks: Sequence[ClaimMark], scores: ClaimScores) -> list[ClaimMark]:
    """Leave out what another kind of claim says of the same stretch.

    Citations and codes stand inside of claims. What two patterns find in one clause they find
    by other words of it; of one kind several may share it, one for each condition listed.
    """

    def strength(mark: ClaimMark) -> tuple[bool, float, bool]:
        counts = bool(_results(doc, (mark.start, mark.end), (mark.sent_start, mark.sent_end)))
        score = scores.of(mark.kind, mark.start, mark.end) or 0.0
        told = mark.kind in _OF_BODIES or (mark.kind == "statistic" and counts)
        return told, score, mark.by_pattern

    kept: list[ClaimMark] = []
    for mark in sorted(marks, key=strength, reverse=True):
        alone = mark.kind in _INSIDE_OF_OTHERS or not any(
            one.kind not in _INSIDE_OF_OTHERS
            and one.kind != mark.kind
            and not (one.by_pattern and mark.by_pattern)
            and _shares(mark, one)
            for one in kept
        )
        kept += [mark] if alone else []
    return [mark for mark in marks if mark in kept]


def _stretches(doc: Doc, mark: ClaimMark, spans: Sequence[DetectedSpan]) -> list[tuple[int, int]]:
    """Return where the claims of a pattern's clause stand, of what the detector finds in it."""
    inside = [(max(mark.start, span.start), min(mark.end, span.end)) for span in spans]
    if len(inside) == 1 and _HOW_MUCH.match(text_of(doc), inside[0][0]):
        return [(mark.start, mark.end)]
    if len(inside) == 1 and mark.kind in EFFECTS and _claims_nothing(doc, mark.kind, inside[0]):
        # Without a verb a stretch says only what did it, or to whom.
        return [(mark.start, mark.end)]
    if len(inside) == 1 and mark.end - mark.start > _TOO_LONG * (inside[0][1] - inside[0][0]):
        return inside
    if len(inside) > 1 and _are_several(doc, mark, inside):
        return inside
    return [(mark.start, mark.end)]


def _claims_nothing(doc: Doc, kind: ClaimKind, part: tuple[int, int]) -> bool:
    """Say whether a part of a clause has neither a verb nor words that make a claim of a kind."""
    return not has_verb(text_of(doc)[slice(*part)]) and kind not in _said(doc, part)


def _said(doc: Doc, part: tuple[int, int]) -> list[ClaimKind]:
    """Return the kinds of claim that the words of a part make by themselves."""
    named = frozenset(mention.kind for mention in beginning_in(concepts_of(doc), *part))
    words = text_of(doc)[part[0] : part[1]]
    return [kind for kind, _, _ in kinds_of(words, (), told=False, conditions=(), named=named)]


def _are_several(doc: Doc, mark: ClaimMark, parts: Sequence[tuple[int, int]]) -> bool:
    """Say whether the parts of a clause are a claim each: results, but not two arms of one."""
    if mark.kind == "credential":
        return True
    compared = _ARMS.search(text_of(doc), mark.start, mark.end) is not None
    sentence = (mark.sent_start, mark.sent_end)
    return (
        mark.kind == "statistic"
        and not compared
        and all(_results(doc, part, sentence) for part in parts)
    )


def _results(doc: Doc, part: tuple[int, int], sentence: tuple[int, int]) -> list[Quantity]:
    """Return the numbers of a part of a sentence that say how something came out."""
    text, cited = text_of(doc), beginning_in(citations_of(doc), *sentence)
    return [
        quantity
        for quantity in beginning_in(quantities_of(doc), *part)
        if quantity.role != "participants" and measures(text, quantity, cited, sentence)
    ]


def _kind_of(doc: Doc, span: DetectedSpan, sentence: tuple[int, int]) -> ClaimKind:
    """Return the kind of what the detector finds, where the words leave no doubt of another.

    A number that says by how much makes a statistic of an effect; one that says how many
    were asked makes none. Who must not take it is told for safety's sake. What no body is
    said to do ("it cures"), beside a sentence on who pays, is what its own words say.
    """
    whole, words = (text_of(doc)[a:b] for a, b in (sentence, (span.start, span.end)))
    numbers = beginning_in(quantities_of(doc), span.start, span.end)
    results = _results(doc, (span.start, span.end), sentence)
    kinds = _said(doc, (span.start, span.end))
    if span.kind == "statistic" and not results and all(q.role in SIZES for q in numbers):
        return next(iter(kinds), span.kind)
    if span.kind == "coverage" and span.kind not in kinds and "regulatory" in kinds:
        return "regulatory"
    if span.kind in _OF_BODIES and span.kind not in kinds and not _names_a_body(whole):
        # The detector reads a sentence with those beside it: "Medicare pays. Ginger cures IBS."
        return next(iter(kinds), span.kind)
    if _is_beside_a_body(doc, span, sentence) and span.kind not in kinds:
        # So it reads a part of one: "It was recalled, and the tea has put people in hospital."
        return next(iter(kinds), "safety" if _HURTS.search(words) else "efficacy")
    if span.kind == "safety" and "safety" not in kinds and _HEALS.search(words):
        return "efficacy"
    if span.kind in EFFECTS:
        if any(q.kind in COMPARABLE for q in results):
            return "statistic"
        if _FORBIDS.search(words):
            return "safety"
    return span.kind


def _is_beside_a_body(doc: Doc, span: DetectedSpan, sentence: tuple[int, int]) -> bool:
    """Say whether a part of a sentence with a subject of its own was read with a body's part."""
    text = text_of(doc)
    anew = cut_anew(text[sentence[0] : sentence[1]])
    return (
        span.kind in _OF_BODIES
        and any(sentence[0] + start == span.start for start, _ in anew[1:])
        and _GOES_BACK.match(text, span.start) is None
        and not _names_a_body(text[span.start : span.end])
    )


def _names_a_body(words: str) -> bool:
    """Say whether a sentence names who pays, rules or certifies, or a thing that only they do."""
    return bool(find_names(words)) or _DONE_BY_BODIES.search(words) is not None


def _sizes_a_study(doc: Doc, span: DetectedSpan, sentence: tuple[int, int]) -> bool:
    """Say whether a statistic only says how large a cited work is.

    It stands in the citation, or goes on with it: "[a 2014 trial] with 104 women".
    """
    numbers = beginning_in(quantities_of(doc), span.start, span.end)
    goes_on = _GOES_ON.match(text_of(doc), span.start) is not None
    return (
        span.kind == "statistic"
        and all(q.role in SIZES for q in numbers)
        and any(
            c.start < span.start < c.end or (goes_on and c.start < span.start <= c.end + _TOUCHES)
            for c in beginning_in(citations_of(doc), *sentence)
        )
    )


def _says_enough(doc: Doc, span: DetectedSpan) -> bool:
    n_words = _n_words(text_of(doc), span)
    # A statistic without a number could be held against no other.
    is_counted = span.kind != "statistic" or beginning_in(quantities_of(doc), span.start, span.end)
    words = text_of(doc)[span.start : span.end]
    is_lead = _LEAD_IN.fullmatch(words) or _is_fronted(text_of(doc), span)
    return n_words >= _FEWEST_WORDS and bool(is_counted) and not is_lead


def _n_words(text: str, span: DetectedSpan) -> int:
    return len(_WORDS.findall(text, span.start, span.end))


def _is_asked(text: str, span: DetectedSpan, sentence: tuple[int, int]) -> bool:
    """Say whether a stretch is part of a question: what is asked is not claimed."""
    start, end = sentence
    asked = text[span.end : end].strip(" \"'”’)*_").startswith("?")
    return asked or _ASKS.search(text[start : span.end]) is not None


def _only_offers(doc: Doc, span: DetectedSpan, sentence: tuple[int, int]) -> bool:
    """Say whether words that make no claim by themselves tell a price, or what it is used for."""
    words = text_of(doc)[span.start : span.end]
    if _said(doc, (span.start, span.end)):
        return False
    if span.kind in {"coverage", "statistic"}:
        whole = text_of(doc)[slice(*sentence)]
        is_found = PRICES.search(whole) or _SURVEYED.search(whole)
        return _PRICED.search(words) is not None and is_found is None
    return span.kind == "efficacy" and _USED.search(words) is not None


def _says_it_all(doc: Doc, mark: ClaimMark) -> bool:
    """Say whether a statistic names a treatment and what it is for: so plain, none is doubted."""
    named = {mention.kind for mention in beginning_in(concepts_of(doc), mark.start, mark.end)}
    return (
        mark.kind == "statistic"
        and "intervention" in named
        and bool(named & {"condition", "outcome"})
    )


def joined(text: str, spans: Sequence[DetectedSpan]) -> list[DetectedSpan]:
    """Join what was cut behind a word of comparison, or behind "For back pain,".

    No claim begins with what it is held against, and none is only for whom, or where.

    Args:
        text: of the document.
        spans: of one sentence, in order of place.
    """
    whole: list[DetectedSpan] = []
    last: dict[ClaimKind, int] = {}
    for span in spans:
        place = last.get(span.kind)
        if place is not None and _goes_on(text, whole[place], span):
            score = max(whole[place].score, span.score)
            whole[place] = replace(whole[place], end=span.end, score=score)
        else:
            last[span.kind] = len(whole)
            whole.append(span)
    return whole


def _goes_on(text: str, span: DetectedSpan, following: DetectedSpan) -> bool:
    """Say whether a stretch is one with the one before it."""
    if _AGAINST.search(text[span.start : following.start]):
        return True
    return _is_fronted(text, span) and not text[span.end : following.start].strip(", ")


def _is_fronted(text: str, span: DetectedSpan) -> bool:
    """Say whether a stretch only says for whom or where, before a comma: "For back pain,"."""
    words = text[span.start : span.end].strip(" ,")
    return (
        _FRONTED.fullmatch(words) is not None
        and text[span.start + len(words) : span.end + 1].lstrip().startswith(",")
        and not has_verb(words)
    )


def _parts(text: str, span: DetectedSpan | None) -> list[DetectedSpan]:
    """Part what is denied from what is said instead: "doesn't prevent colds | but shortens them".

    What is said of another thing, or by another body, is another part. None has no part.
    """
    if span is None:
        return []
    anew = cut_anew(text[span.start : span.end])
    if len(anew) > 1:
        return [
            part
            for start, end in anew
            for part in _parts(text, replace(span, start=span.start + start, end=span.start + end))
        ]
    clauses = cut_clauses(text[span.start : span.end])
    for (start, end), (next_start, _) in pairwise(clauses):
        words = text[span.start : span.end]
        if _BUT.search(words[end:next_start]) and is_negated(words[start:end]):
            first = replace(span, end=span.start + end)
            rest = replace(span, start=span.start + next_start)
            return [first, *_parts(text, rest)]
    return [span]


def trimmed(text: str, span: DetectedSpan) -> DetectedSpan | None:
    """Widen a stretch to whole words and take away what begins or ends none; None if all goes."""
    start, end = span.start, span.end
    while start > 0 and _WORD.match(text[start]) and _WORD.match(text[start - 1]):
        start -= 1
    while end < len(text) and _IN_WORD.match(text[end - 1]) and _WORD.match(text[end]):
        end += 1
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead is not None else start
    tail = _TAIL.search(text[:end], start)
    end = tail.start() if tail is not None else end
    return replace(span, start=start, end=end) if start < end else None


def _beyond_a_name(text: str, span: DetectedSpan | None, sent_end: int) -> DetectedSpan | None:
    """Let a stretch that stops at "87% of major U.S." go on to the end of its clause."""
    rest = None if span is None else _IN_A_NAME.match(text, span.end, sent_end)
    if span is None or rest is None:
        return span
    return trimmed(text, replace(span, end=rest.end()))


def _is_inside(span: DetectedSpan, other: DetectedSpan) -> bool:
    """Say whether a stretch is a part of a longer one of its kind."""
    longer = other.end - other.start > span.end - span.start
    return (
        longer and span.kind == other.kind and other.start <= span.start and span.end <= other.end
    )


def _whole_clause(
    text: str, span: DetectedSpan | None, sentence: tuple[int, int]
) -> DetectedSpan | None:
    """Give a stretch back the denial before it, and the rest of its clause."""
    if span is None or span.kind == "credential" or _n_words(text, span) < _FEWEST_WORDS:
        # A word or two are noise, whatever stands beside them.
        return span
    start, end = widened(text, (span.start, span.end), sentence)
    return trimmed(text, replace(span, start=start, end=end))


def _shares(mark: ClaimMark, span: DetectedSpan | ClaimMark) -> bool:
    shared = min(mark.end, span.end) - max(mark.start, span.start)
    return shared >= _SHARED * min(mark.end - mark.start, span.end - span.start)
