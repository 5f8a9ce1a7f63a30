"""Trials and cohorts by their names: "PREDIMED", "the VITAL trial"."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.citations.names import is_shouted
from pipeline.resources import evidence_dir, word_list


@dataclass(frozen=True, slots=True)
class TrialFound:
    """A place in a text that names a trial.

    Attributes:
        key: its name as names are compared.
    """

    key: str
    start: int
    end: int


_NOUN: Final = r"(?:[Tt]rials?|[Ss]tud(?:y|ies))"
_ENDS_IN_NOUN: Final = re.compile(rf" {_NOUN}$")
_NOT_KEY: Final = re.compile(r"[\W_]+")
_CAPITAL: Final = re.compile(r"(?<![\w.-])[^\W\d_a-z]\w*")
_WORD: Final = re.compile(r"\w+")
# A trial within a trial has a name of its own: "VITAL-DEP".
_WITHIN: Final = r"(?:[-–][A-Z]\w+)?(?!\w|[-–]\w)"
# Capitals alone may stress a word ("we TREAT the cause"): so led or so followed, they are a name.
_LED: Final = re.compile(
    r"(?:\b(?:[Ii]n|[Oo]f|[Ff]rom|[Bb]y|[Cc]alled|[Nn]amed|[Aa]s|[Ww]ith|[Ll]ike|[Uu]nlike"
    r"|[Ss]ince|[Aa]fter|and|than)(?: the)?|[(\[]|[Tt]rials?,?) $|[(\[]$"
)
# A name by its make: three capitals and a sort of study behind it.
_MADE: Final = re.compile(
    rf"(?<![\w.-])(?=(?:[\w-]*[A-Z]){{3}})[A-Z][A-Za-z0-9]{{3,}}(?:-[A-Z0-9]\w*)*(?= {_NOUN}\b)"
)
# Which trial it is was told: "the British TREAD trial", not "a PTSD trial".
_DEFINITE: Final = re.compile(r"\b(?:the|this|that|its|their) (?:[\w'-]+ ){0,2}$", re.IGNORECASE)
_SHORT: Final = re.compile(r"(?<=[;,])[A-Z][A-Z0-9-]{3,}(?=[;,])")


def trial_key(name: str) -> str:
    """Return the form in which names of trials are compared.

    >>> trial_key("SPRINT-MIND") == trial_key("the SPRINT MIND trial")
    True
    """
    name = _ENDS_IN_NOUN.sub("", name.removeprefix("the ").removeprefix("The "))
    return _NOT_KEY.sub("", name).upper()


@dataclass(frozen=True, slots=True)
class _Form:
    """A name, and whether it is one only beside "trial" or "study"."""

    pattern: re.Pattern[str]
    needs_noun: bool


@cache
def _forms() -> Mapping[str, tuple[_Form, ...]]:
    """The names in the shipped table by their first words, the longer first."""
    path = evidence_dir() / "sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names = {name for line in csv.DictReader(file) for name in line["trial_names"].split(";")}
    found: dict[str, list[_Form]] = {}
    for name in sorted(names - {""}, key=lambda one: (-len(one), one)):
        bare = _ENDS_IN_NOUN.sub("", name)
        parts = map(re.escape, re.split(r"[- ]", bare))
        pattern = "[- ]".join(parts).replace("'", "['’]") + _WITHIN
        form = _Form(re.compile(pattern), bare != name)
        found.setdefault(_WORD.findall(bare)[0], []).append(form)
    return {word: tuple(forms) for word, forms in found.items()}


@cache
def _followed() -> re.Pattern[str]:
    verbs = word_list("citations")["verbs"]
    return re.compile(
        rf" {_NOUN}\b|'s? | \((?=[\w ,]*\d)|, (?:which|published|in \d|an? )"
        rf"|(?: (?:{verbs['adverbs']}))* (?:{verbs['report']}|enrolled|randomi[sz]ed|tested|gave)\b"
    )


_BEHIND: Final = re.compile(rf" {_NOUN}\b")
# Of several trials of one name the one on this: "the GERAC migraine trial".
_OF_THEM: Final = re.compile(
    r"(?: (?!(?:and|or|was|is|were|are|an?|the|in|of|on|for|with|to|as|by|from|like|than|one|two"
    r"|each|both|found|showed|that|which|other|another|later|earlier|first|this|our)\b)"
    rf"[a-z][\w-]*){{1,3}}(?= {_NOUN}\b)"
)


def _counts(form: _Form, text: str, start: int, end: int) -> bool:
    """Say whether a name means the trial here."""
    if _BEHIND.match(text, end) is not None:
        return True
    if form.needs_noun or is_shouted(text, start, end):
        return False
    cued = _LED.search(text, max(0, start - 12), start) or _followed().match(text, end)
    return cued is not None


def _known(text: str) -> Iterator[TrialFound]:
    forms = _forms()
    for word in _CAPITAL.finditer(text):
        for form in forms.get(word[0], ()):
            match = form.pattern.match(text, word.start())
            if match is None:
                continue
            start, end = match.span()
            of_them = _OF_THEM.match(text, end)
            if of_them is not None and not form.needs_noun and not is_shouted(text, start, end):
                yield TrialFound(trial_key(match[0]), start, of_them.end())
            elif _counts(form, text, start, end):
                yield TrialFound(trial_key(match[0]), start, end)
            break


@cache
def _abbreviations() -> frozenset[str]:
    """What is short for a treatment or a condition: the MBSR trial is a trial of it."""
    return frozenset(_SHORT.findall((evidence_dir() / "concepts.csv").read_text(encoding="utf-8")))


def _made(text: str) -> Iterator[TrialFound]:
    for match in _MADE.finditer(text):
        start, end = match.span()
        if _DEFINITE.search(text, max(0, start - 30), start) and match[0] not in _abbreviations():
            yield TrialFound(trial_key(match[0]), start, end)


def find_trial_names(text: str) -> list[TrialFound]:
    """Find the trials that a line names, in order, disjoint.

    Those of the shipped table, which are many a word of everyday as well ("STRENGTH"), and others
    that are said to be trials ("the TREAD trial").
    """
    kept: list[TrialFound] = []
    # Stable: of two that begin together the known one comes first.
    for one in sorted([*_known(text), *_made(text)], key=lambda found: found.start):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
