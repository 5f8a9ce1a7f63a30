r"""Stage 2: a stretch that the detector cut too short goes on to where its clause does.

The detector scores word by word, and often leaves out what it reads as said by somebody
else: the "did not" before a verb, the verb itself, the last words of a clause.

    >>> text = "They did not slow memory loss at all, she says."
    >>> start, end = widened(text, (text.index("memory"), text.index("at all")), (0, len(text)))
    >>> text[start:end]
    'They did not slow memory loss at all'
"""

from __future__ import annotations

import re
from typing import Final

from pipeline.mark.clauses import cut_clauses
from pipeline.resources import word_list

_WORDS: Final = word_list("clauses")
_AUXILIARY: Final = (
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|must|may|might|need)"
)
_DENIAL: Final = (
    rf"(?:{_AUXILIARY}(?:n['’]t| ?not)|won['’]t|can['’]t|cannot|not|never|no ?one|nobody|nothing"
    r"|none|no|neither|nor|without|(?:fail(?:s|ed)?|unable) to|hardly|barely"
    r"|stop(?:s|ped)? (?:claiming|saying|telling \w+)(?: that)?"
    r"|(?:evidence|proof|idea|notion|myth|claim)s? that)"
)
# What is denied begins a word or two behind the denial, or is told by a verb right before it.
_DENIED: Final = re.compile(rf"\b{_DENIAL}(?:\s+[\w’'-]+){{0,2}}\s+$", re.IGNORECASE)
_DONE: Final = re.compile(rf"\b(?:{'|'.join(_WORDS['verbs'])})\s+$", re.IGNORECASE)
# So few words before a denial are who is said not to do it.
_SUBJECT_WORDS: Final = 5
_VERB: Final = re.compile(
    rf"(?:{_DENIAL}|{_AUXILIARY}|{'|'.join(_WORDS['verbs'])}|{'|'.join(_WORDS['finite'])})\b"
)
# Who says it is no part of what is said.
_SAYS: Final = re.compile(
    r"\b(?:sa(?:y|ys|id)|tells?|told|adds?|added|writes?|wrote|insists?|asks?|asked|believes?|thinks?"
    r"|claims?|claimed|reports?|reported|according|that|which|who)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[\w’'-]+")
# Where a clause pauses.
_PAUSE: Final = re.compile(
    r"[;:()\[\]\"”!?|\n]|[.,](?!\d)|\s[–—-]\s"
    r"|\s(?:and|but|or|so|because|since|although|though|while|whereas|unless|if|when|as|which|who)\b",
    re.IGNORECASE,
)
# So few words to the next pause are of the stretch.
_REST_WORDS: Final = 3
# No clause ends with these: what they go with is still to come.
_STUB: Final = re.compile(
    r"\b(?:an?|the|of|with|in|to|by|for|from|at|on|into|than|no|not|some|any|more|most|less|fewer"
    r"|increased|reduced|decreased|improved|higher|lower|greater|better|worse|only|that|whether"
    r"|because|once|if|when|you|your|its|their|our|is|are|was|were|has|have|be|been)$",
    re.IGNORECASE,
)


def widened(text: str, span: tuple[int, int], sentence: tuple[int, int]) -> tuple[int, int]:
    """Return where a stretch begins and ends with what belongs to it.

    Args:
        text: of the document.
        span: the stretch.
        sentence: that it stands in; nothing beyond it is taken.
    """
    start, end = span
    clause_start, clause_end = _clause_of(text, span, sentence)
    return _to_the_left(text, start, clause_start), _to_the_right(text, (start, end), clause_end)


def _clause_of(text: str, span: tuple[int, int], sentence: tuple[int, int]) -> tuple[int, int]:
    """Return the clauses of a sentence that a stretch begins and ends in."""
    sent_start, sent_end = sentence
    places = cut_clauses(text[sent_start:sent_end])
    start = max((sent_start + a for a, _ in places if sent_start + a <= span[0]), default=span[0])
    end = min((sent_start + b for _, b in places if sent_start + b >= span[1]), default=span[1])
    return start, end


def _to_the_left(text: str, start: int, clause_start: int) -> int:
    lead = text[clause_start:start]
    found = _DENIED.search(lead) or _DONE.search(lead)
    if found is None:
        return start - len(_subject(lead)) if _VERB.match(text, start) else start
    return clause_start + found.start() - len(_subject(lead[: found.start()]))


def _subject(lead: str) -> str:
    """Return the last words of what stands before a verb, if they can be its subject."""
    paused = max((pause.end() for pause in _PAUSE.finditer(lead)), default=0)
    who = lead[paused:].lstrip()
    is_short = len(_WORD.findall(who)) <= _SUBJECT_WORDS
    return who if is_short and not _SAYS.search(who) else ""


def _to_the_right(text: str, span: tuple[int, int], clause_end: int) -> int:
    start, end = span
    if end >= clause_end:
        return end
    pause = _PAUSE.search(text, end, clause_end)
    until = pause.start() if pause is not None else clause_end
    rest = len(_WORD.findall(text, end, until))
    if rest <= _REST_WORDS or _STUB.search(text, start, end):
        return until
    return end
