"""Noun phrases cut out of sentences and cleaned.

>>> outcome_phrase("the risk of wound infection in women who")
'wound infection'
>>> arm_phrase("participants receiving nicotine gum group")
'nicotine gum'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pipeline.records import Better
from pipeline.resources import word_list

WORDS: Final = word_list("extraction")
_FLAGS: Final = re.IGNORECASE
_OUTCOME_END, _ARM_END = (re.compile(WORDS[n], _FLAGS) for n in ("outcome_end", "arm_end"))
_OUTCOME_FRONT, _OUTCOME_BACK, _OUTCOME_EMPTY, _OUTCOME_WRONG = (
    re.compile(WORDS[f"outcome_{part}"], _FLAGS) for part in ("front", "back", "empty", "wrong")
)
_ARM_FRONT, _ARM_BACK, _ARM_EMPTY, _ARM_WRONG = (
    re.compile(WORDS[f"arm_{part}"], _FLAGS) for part in ("front", "back", "empty", "wrong")
)
_BETTER: Final = tuple((e["name"], re.compile(e["pattern"], _FLAGS)) for e in WORDS["better"])
# A reduction of something bad is good, whatever word comes later.
_TURNED: Final = re.compile(
    r"\b(?:improve\w*|relief|reduction|resolution|recover\w*|free\w*|clearance|without|success\w*|"
    r"absence|remission|respon(?:se|ders?)|surviv\w*|cure\w*|heal(?:ing|ed)|cessation|abstinen\w*|satisf\w*)",
    _FLAGS,
)
_EDGE: Final = " •·●▪,;:.?-'\"‘’“”–—/"
_QUOTED: Final = re.compile(r"(?<!\w)['\"\u2018\u201c]|['\"\u2019\u201d](?!\w)")
_OUTCOME_WORDS: Final = 9
_ARM_WORDS: Final = 9
# A bound is part of what is measured: "birthweight less than 2500 g".
_NUMBER: Final = re.compile(r"(?<!than )(?<!least )(?:\b\d+\.\d+|\b\d{3,})|=|<|>|\d/\d")
# An adjective without its noun, and nouns that may have been taken off.
_HALF: Final = re.compile(
    r"(?:related|perceived|\bside|\badverse|\b(?!(?:survival|withdrawal|removal|arousal|arrival|referral|renewal|"
    r"denial|colonic|panic|tonic)\b)\w{3,}(?:al|ic|ive|ory|ous))$",
    re.IGNORECASE,
)
_NOUN: Final = re.compile(
    r" (?:effects?|outcomes?|events?|scores?|rates?|measures?|data)\b", re.IGNORECASE
)
_FREE_OF: Final = re.compile(WORDS["patterns"]["phrases_free_of"], _FLAGS)
# An adjective that has lost the one noun it may have.
_OF_PRESSURE: Final = re.compile(r"(?<!end-)\b(?:systolic|diastolic)$", _FLAGS)
# One number for any of several: "tremor, shakiness or nervousness".
_PIECE: Final = r"(?!(?:and|or|but)\b)[a-z-]+(?: [a-z-]+)?"
_EITHER: Final = re.compile(rf"{_PIECE}(?:, {_PIECE})+,? or {_PIECE}", _FLAGS)
_LETTERS: Final = re.compile(r"[A-Za-z]{2}")


def without_parentheses(text: str) -> str:
    """Drop what stands in parentheses, the nested ones too.

    >>> without_parentheses("pain (on a scale (VAS)) fell")
    'pain fell'
    """
    before = None
    while before != text:
        before, text = text, re.sub(r"\s*[(\[][^()\[\]]*[)\]]", "", text)
    return " ".join(text.split())


def outcome_phrase(text: str) -> str:
    """Return the outcome that a text begins with; "" where it begins with none."""
    if _EITHER.fullmatch(text):
        return clean_outcome(text)
    found = _OUTCOME_END.search(text)
    phrase = text[: found.start()] if found is not None else text
    return clean_outcome(phrase)


def clean_outcome(phrase: str) -> str:
    """Strip a phrase to the outcome; "" where nothing sensible is left."""
    free = _FREE_OF.search(phrase)
    if free is not None:
        had = clean_outcome(phrase[free.end() :])
        return f"no {had}" if had else ""
    # Half a parenthesis is where the phrase was cut, or what was before it.
    phrase = re.split(r"[(\[]", without_parentheses(phrase))[0]
    phrase = re.split(r"[)\]]", phrase)[-1]
    whole, phrase = _trim(phrase, _OUTCOME_FRONT), _trim(phrase, _OUTCOME_FRONT, _OUTCOME_BACK)
    noun = _NOUN.match(whole, len(phrase)) if whole.startswith(phrase) else None
    if noun is not None and _HALF.search(phrase):
        # "global perceived effect": what tells nothing elsewhere is the noun here.
        phrase += noun[0]
    if _OF_PRESSURE.search(phrase):
        phrase += " blood pressure"
    # Two letters are an abbreviation: "AE".
    shortest = 2 if phrase.isupper() else 3
    if not shortest <= len(phrase) <= 90 or phrase.count(" ") >= _OUTCOME_WORDS:
        return ""
    if _OUTCOME_EMPTY.search(phrase) or _OUTCOME_WRONG.search(phrase) or _NUMBER.search(phrase):
        return ""
    return phrase


def arm_phrase(text: str) -> str:
    """Return the treatment or control that a text begins with; "" where there is none."""
    text = _ARM_FRONT.sub("", text.strip(_EDGE) + " ").strip()
    found = _ARM_END.search(text)
    return clean_arm(text[: found.start()] if found is not None else text)


def clean_arm(phrase: str) -> str:
    """Strip a phrase to the treatment or control; "" where nothing sensible is left."""
    # Half a parenthesis is where the phrase was cut.
    phrase = re.split(r"[()\[\]]", without_parentheses(phrase))[0]
    phrase = _trim(phrase, _ARM_FRONT, _ARM_BACK)
    if not _LETTERS.search(phrase) or len(phrase) > 90 or phrase.count(" ") >= _ARM_WORDS:
        return ""
    if _ARM_EMPTY.search(phrase) or _ARM_WRONG.search(phrase) or _NUMBER.search(phrase):
        return ""
    return phrase


def better_of(phrase: str) -> Better | None:
    """Say by its words which way of an outcome is good; None where they do not tell.

    >>> better_of("pain relief"), better_of("pain"), better_of("serum zinc")
    ('higher', 'lower', None)
    >>> better_of("no relapse"), better_of("no improvement")
    ('higher', 'lower')
    """
    if phrase.lower().startswith("no ") and (had := better_of(phrase[3:])) is not None:
        return "higher" if had == "lower" else "lower"
    poor = _BETTER[1][1].search(phrase)
    good = _BETTER[0][1].search(phrase)
    if good is not None and (poor is None or not poor[0].lower().endswith(good[0].lower())):
        if poor is None or _TURNED.search(good[0]):
            return "higher"
        return "lower"
    if poor is not None:
        return "lower"
    return "higher" if _BETTER[2][1].search(phrase) else None


def spell_out(phrase: str, abbreviations: Mapping[str, str]) -> str:
    """Put long forms in the place of abbreviations that the text introduced.

    >>> spell_out("NRT patch", {"NRT": "nicotine replacement therapy"})
    'nicotine replacement therapy patch'
    >>> spell_out("ABC-XY", {"ABC": "all big cats", "XY": "extra yarn"})
    'all big cats extra yarn'
    """
    if not abbreviations:
        return phrase
    words = []
    for word in phrase.split(" "):
        bare = word.strip(_EDGE)
        long = _long_form(bare, abbreviations)
        words.append(word.replace(bare, long) if long and bare else word)
    spelled = " ".join(words)
    return spelled if spelled.count(" ") < 14 else phrase


def _long_form(short: str, abbreviations: Mapping[str, str]) -> str:
    """Return what an abbreviation, or each of several in one word, stands for; "" for another."""
    for form in (short, short.removesuffix("s"), f"{short}s"):
        if form in abbreviations:
            return abbreviations[form]
    parts = [abbreviations.get(part, "") for part in re.split("[-/+]", short)]
    return (" / " if "/" in short else " ").join(parts) if len(parts) > 1 and all(parts) else ""


def _trim(phrase: str, front: re.Pattern[str], back: re.Pattern[str] | None = None) -> str:
    # A quotation mark that was cut off from its other half, or from both.
    phrase = " ".join(_QUOTED.sub(" ", phrase).split()).strip(_EDGE)
    before = None
    while phrase != before:
        before = phrase
        phrase = front.sub("", phrase + " ").strip(_EDGE)
        phrase = back.sub("", phrase).strip(_EDGE) if back is not None else phrase
    return phrase
