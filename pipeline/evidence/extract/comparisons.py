"""What was compared with what, in a sentence, a heading or an objective.

>>> found = read_comparison("Compared with placebo, zinc reduced the length of colds.")
>>> found.intervention, found.comparator
('zinc', 'placebo')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.evidence.extract.parting import parted, unfolded, with_its_tail
from pipeline.evidence.extract.phrases import WORDS, arm_phrase, clean_arm, without_parentheses

_FLAGS: Final = re.IGNORECASE
_CONTROL, _TREATED = (re.compile(WORDS[f"{arm}_arm"], _FLAGS) for arm in ("control", "treated"))
_VERSUS: Final = r"(?:versus|vs\.?|v\.)"
# What may stand before the subject of a sentence.
_OPENER: Final = re.compile(WORDS["patterns"]["comparisons_opener"], re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compared:
    """What is set against what, in cleaned words.

    Attributes:
        intervention, comparator: "" where the text does not say.
        how: which wording gave it away.
        subject: what else may be the intervention, where that is none.
        is_refused: whether it set something against the treatment that is no known arm.
    """

    intervention: str
    comparator: str
    how: str = ""
    subject: str = ""
    is_refused: bool = False

    @property
    def is_contrast(self) -> bool:
        """True where the wording sets one thing against another, and does not just name one."""
        return self.how not in {"subject", "control"}

    @property
    def is_whole(self) -> bool:
        """True where both sides are said."""
        return bool(self.intervention and self.comparator)


NOTHING: Final = Compared("", "")

_BETWEEN: Final = re.compile(
    r"\bbetween (?:the )?(?P<a>(?!(?:\w+ )?(?:groups?|arms?)\b)[^,;:.]{2,70}?) "
    r"(?:and|or|versus|(?:when |as )?compared (?:with|to)) "
    r"(?P<b>[^;:.]{2,90})",
    _FLAGS,
)
_AGAINST_BOTH: Final = re.compile(r",? (?:when |as )?compared (?:with|to) ", _FLAGS)
_COMPARING: Final = re.compile(WORDS["patterns"]["comparisons_comparing"], re.IGNORECASE)
_A_VERSUS_B: Final = re.compile(
    rf"(?P<a>[^;:.]{{2,110}}?),? {_VERSUS} (?P<b>[^;:.]{{2,110}})", _FLAGS
)
_GROUPS: Final = re.compile(WORDS["patterns"]["comparisons_groups"], re.IGNORECASE)
_PAIRED: Final = re.compile(WORDS["patterns"]["comparisons_paired"], re.IGNORECASE)
_FAVOURING: Final = re.compile(WORDS["patterns"]["comparisons_favouring"], re.IGNORECASE)
_AFTER: Final = re.compile(WORDS["patterns"]["comparisons_after"], re.IGNORECASE)
_LEADING: Final = re.compile(WORDS["patterns"]["comparisons_leading"], re.IGNORECASE)
_SUBJECT: Final = re.compile(WORDS["patterns"]["comparisons_subject"], re.IGNORECASE)
_ENDS_IN_ARM: Final = re.compile(WORDS["patterns"]["comparisons_ends_in_arm"], re.IGNORECASE)
_ARM_IN: Final = re.compile(
    r"^(?:in|with|for|among|of|by|on|from|after|following|that of|those|that|if)\s+", _FLAGS
)
# "Compared mint with fennel to placebo": against placebo.
_FURTHER: Final = re.compile(WORDS["patterns"]["comparisons_further"], _FLAGS)
_LAST_OF_LIST: Final = re.compile(r"\s(?:and|or|plus) ", _FLAGS)
_START_OF_ARM: Final = re.compile(WORDS["patterns"]["comparisons_start_of_arm"], re.IGNORECASE)
# "concordance between wishes and care" sets nothing against anything.
_NO_CONTRAST: Final = re.compile(
    r"\b(?:concordance|agreement|association|relationship|correlation|communication|interval|"
    r"interaction|balance|link|time|hour|day|week|month|year)s? $",
    _FLAGS,
)
# What no trial compared, at the end of a sentence on what was compared.
_NOT_COMPARED: Final = re.compile(
    r",? (?:but|although|and|however,?) (?:there (?:are|were|was|is) |we (?:found|identified) )?no "
    r"(?:\w+ )?(?:trials?|stud(?:y|ies)|RCTs?|data|evidence) (?:\w+ )?"
    r"(?:compar|evaluat|assess|on )[^;]*$",
    _FLAGS,
)
# "No trials compared mint oil with sham": then nothing that follows does.
_NONE_COMPARED: Final = re.compile(WORDS["patterns"]["comparisons_none_compared"], _FLAGS)
# "Before and after surgery" sets two times of one group against each other.
_BEFORE_AFTER: Final = re.compile(WORDS["patterns"]["comparisons_before_after"], _FLAGS)
_PLAIN_CONTROL: Final = re.compile(WORDS["patterns"]["comparisons_plain_control"], re.IGNORECASE)


def is_control(phrase: str) -> bool:
    """Say whether an arm is called nothing but "control"."""
    return _CONTROL.search(phrase) is not None


def is_treated(phrase: str) -> bool:
    """Say whether an arm is called nothing but "intervention"."""
    return _TREATED.search(phrase) is not None


def read_comparison(sentence: str) -> Compared:
    """Return what a sentence compares; sides that it does not name are "".

    The first wording of the list that gives a comparator wins: the plainest
    come first.
    """
    text = _NOT_COMPARED.sub("", without_parentheses(unfolded(sentence)))
    if _NONE_COMPARED.search(text) or _BEFORE_AFTER.search(text):
        return NOTHING
    leading = _LEADING.search(text)
    if leading is not None:
        return Compared(_subject(leading["rest"]), _arm(leading["b"]), "compared")
    for pattern, how in (
        (_FAVOURING, "favouring"),
        (_BETWEEN, "between"),
        (_COMPARING, "comparing"),
        (_A_VERSUS_B, "versus"),
        (_GROUPS, "groups"),
        (_PAIRED, "paired"),
    ):
        found = pattern.search(text)
        if found is None or _NO_CONTRAST.search(text, 0, found.start()):
            continue
        against = _AGAINST_BOTH.search(found["b"]) if how == "between" else None
        if against is not None:
            # "Between mint and gum compared with sham": both against sham.
            both = f"{found['a']} and {found['b'][: against.start()]}"
            intervention, comparator = clean_arm(both), _arm(found["b"][against.end() :])
        elif how == "comparing" and (further := _FURTHER.match(text, found.end("a"))) is not None:
            both, _, _ = text[found.start("a") : further.end()].rstrip().rpartition(" ")
            intervention = clean_arm(both)
            comparator = _arm(text[further.end() : found.end("b")])
        else:
            first, second = found["a"], found["b"]
            if how in {"between", "comparing"} and f"{first} and {second}" in text:
                first, second = parted(first, second)
            intervention, comparator = _last_arm(first, how), _arm(second)
            comparator = with_its_tail(intervention, comparator, second)
        if intervention and comparator:
            # "with A than with B": the same word before both sets the two against each other.
            alike = how == "groups" and found["p"].lower() == (found["q"] or "").lower()
            subject = _subject(text[: found.start()]) if how == "groups" else ""
            return Compared(intervention, comparator, "alike" if alike else how, subject)
    after = _AFTER.search(text)
    if after is not None and (comparator := _arm(after["b"])):
        before = text[: after.start()]
        near, subject = _near_arm(before), _subject(before)
        comparator = with_its_tail(near or subject, comparator, after["b"])
        return Compared(near or subject, comparator, "compared", subject)
    return _with_plain_control(text)


def _with_plain_control(text: str) -> Compared:
    found = _PLAIN_CONTROL.search(text)
    if found is None:
        return Compared(_subject(text), "", "subject")
    return Compared(_subject(text), found["b"], "control")


def _arm(text: str) -> str:
    text = _ARM_IN.sub("", text.strip())
    if is_control(
        first := re.split(
            r"[,;:.]| (?:and|was|were|for|in|at|did|had|using|died|who|that|on|after|but|over)\b",
            text,
        )[0].strip()
    ):
        return first
    return arm_phrase(text)


def _last_arm(text: str, how: str) -> str:
    """Return the arm that a text ends with."""
    text = _ARM_IN.sub("", text.strip())
    if how in {"versus", "comparing", "between"}:
        _, _, last = text.rpartition(",")
        # "A, B and C versus": all of them; "At one year, A versus": A alone.
        text = last if how == "versus" and not _LAST_OF_LIST.match(last) else text
        whole = clean_arm(text)
        if whole and how != "versus":
            return whole
        text = _START_OF_ARM.sub("", text)
    if how == "groups":
        text = re.split(
            r"\b(?:in|with(?! or without)|for|among|by|on|from|receiving|received) (?:the )?", text
        )[-1]
        return arm_phrase(text)
    if is_treated(text.strip()):
        return text.strip()
    return clean_arm(text)


def _near_arm(before: str) -> str:
    """Return the arm right before "than", as in "lower with zinc than with placebo"."""
    found = _ENDS_IN_ARM.search(before.strip())
    if found is None:
        return ""
    inner = re.split(
        r"\b(?:with|in|for|among|by|receiving|taking|given|on|after|following|using) (?:the )?",
        found[1],
    )[-1]
    return clean_arm(inner)


def _subject(text: str) -> str:
    """Return what does something in a sentence, if it may be an arm."""
    text = _OPENER.sub("", text.strip())
    found = _SUBJECT.search(text)
    return arm_phrase((found["a"] if found is not None else text).rpartition(", ")[2])
