"""Which condition a review is about, from its objective and its title.

What the title says the treatment is for comes first ("for hot flushes in women
with breast cancer" is about hot flushes), then what people have ("in adults with
asthma"), then any condition named at all, and last what ends as the names of
diseases do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pipeline.concepts import ConceptMention
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.phrases import WORDS, spell_out, without_parentheses
from pipeline.records import Concept
from pipeline.resources import word_list

_FLAGS: Final = re.IGNORECASE
_RULES: Final = word_list("naming")
# "for low back pain", "to prevent falls"
AIM: Final = re.compile(WORDS["patterns"]["topics_aim"], _FLAGS)
# "for treating fever", "to prevent falls", and no other word between
_PURPOSE: Final = re.compile(_RULES["purpose"], _FLAGS)
# "in adults with asthma"
_OF_PEOPLE: Final = re.compile(WORDS["patterns"]["topics_of_people"], _FLAGS)
_GENERIC: Final = frozenset(_RULES["generic_conditions"])
_NEVER: Final = frozenset(_RULES["not_conditions"])
_NARROWER: Final = tuple(
    (entry["of"], entry["to"], re.compile(entry["pattern"], _FLAGS | re.DOTALL))
    for entry in _RULES["narrower"]
)
# "Cutaneous and visceral leishmaniasis" is both.
_ONE_OF_SEVERAL: Final = re.compile(r"\b(?:and|or|and/or)(?: for)? $|, $|\bincluding $", _FLAGS)
_NEUTRAL: Final = re.compile(_RULES["condition_neutral"], _FLAGS)
_WORDED: Final = re.compile(_RULES["condition_word"], _FLAGS)
_NOT_WORDED: Final = re.compile(_RULES["not_condition_word"], _FLAGS)
_AIM_REACH: Final = 80
_PURPOSE_REACH: Final = 45
_FIRST_SENTENCE: Final = re.compile(r"[^.;]*")
# The words of one name that stand before a place, and those that follow it with "of".
_BEFORE: Final = re.compile(r"((?:[\w'-]+ ){1,4})$")
_WORDS_BEFORE: Final = 3
# A disease of some name, and not "diseases".
_SAYS_WHICH: Final = re.compile(r" |itis|osis|emia|oma|pathy|algia", _FLAGS)
_MEASURED_ON: Final = re.compile(
    r" (?:on|in terms of|with (?:respect|regard) to|in relation to) [^.;,]*,[^.;]*?"
    r"(?= (?:in|among|for) (?:[\w-]+,? ){0,5}(?:people|patients|adults|children|women|men|infants|"
    r"individuals|participants)\b|[.;]|$)",
    _FLAGS,
)
# "Infants without jaundice", "before menopause"
LACKED: Final = re.compile(
    r"\b(?:without|before|excluding|free of|no|not|not have|not having)(?: \w+)? $|\bpre-$", _FLAGS
)

# "HIV-negative people"
_NEGATIVE: Final = re.compile(r"[- ](?:negative|free|naive)\b", _FLAGS)


def read_condition(
    title: str, objective: str, namer: Namer, abbreviations: dict[str, str]
) -> Concept | None:
    """Return what a review is about; None where it names no condition.

    A condition that the title calls by a wide name ("lung cancer") is the narrower one
    that title or objective tells: "people with advanced non-small cell lung cancer".
    """
    # What follows "on" in a list is what was measured, and nobody need have it.
    texts = tuple(
        spell_out_all(_MEASURED_ON.sub("", without_parentheses(text)), abbreviations)
        for text in (objective, title)
    )
    found = _asked(texts, namer)
    return _narrowed(found, texts, namer) if found is not None else None


def _asked(texts: tuple[str, ...], namer: Namer) -> Concept | None:
    weak: Concept | None = None
    for text, start, end in _places(texts):
        for mention in _named(text, start, end, namer):
            found = _specific(text, mention, namer)
            if found is None:
                continue
            if found.name in _GENERIC:
                weak = weak or found
            else:
                return found
            break
    return weak or _worded(texts, namer)


def _narrowed(found: Concept, texts: tuple[str, ...], namer: Namer) -> Concept:
    """Return the one kind of a condition that the objective tells, else the condition."""
    objective, title = texts
    said = f"{title}. {objective}"
    new = namer.made.get(found.concept_id)
    # A name of its own, such as "post-caesarean pain", is a kind of what it hangs on.
    wide = (found.concept_id, *(new.parents if new is not None else ()))
    for of, to, pattern in _NARROWER:
        entry = namer.index.entry(to)
        if of in wide and entry is not None and pattern.search(said):
            return Concept(found.text, to, entry.name)
    first = _FIRST_SENTENCE.match(objective)[0]  # type: ignore[index]  # it always matches
    asked = {m.concept_id: m for m in _named(first, 0, len(first), namer)}
    kinds = [
        mention
        for concept_id, mention in asked.items()
        if namer.index.relation(concept_id, found.concept_id) == "narrower"
        and not _ONE_OF_SEVERAL.search(first[: mention.start])
    ]
    # Where the objective keeps to the wide name, what it says beside it is something else.
    if len(kinds) != 1 or found.concept_id in asked:
        return found
    return Concept(found.text, kinds[0].concept_id, kinds[0].name)


def spell_out_all(text: str, abbreviations: dict[str, str]) -> str:
    """Put the long forms in a text of any length."""
    return " ".join(spell_out(word, abbreviations) for word in text.split(" "))


def _places(texts: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """Give the stretches in which to look, the surest first."""
    objective, title = texts
    first = _FIRST_SENTENCE.match(objective)[0]  # type: ignore[index]  # it always matches
    for found in _PURPOSE.finditer(title):
        yield title, found.end(), found.end() + _PURPOSE_REACH
    for text in (title, first, objective):
        for found in _OF_PEOPLE.finditer(text):
            yield text, found.start("what"), found.end("what")
    for text in (title, first):
        for found in AIM.finditer(" " + text):
            start = found.end() - 1
            yield text, start, start + _AIM_REACH
    yield title, 0, len(title)
    yield first, 0, len(first)


def _named(text: str, start: int, end: int, namer: Namer) -> list[ConceptMention]:
    return [
        mention
        for mention in namer.mentions(text, ("condition",))
        if start <= mention.start < end
        and mention.name not in _NEVER
        and not LACKED.search(text[: mention.start])
        and not _NEGATIVE.match(text, mention.end)
    ]


def _specific(text: str, mention: ConceptMention, namer: Namer) -> Concept | None:
    """Name a mention; one that is only "injury" or "infection" takes the words before it along."""
    phrase = text[mention.start : mention.end]
    if mention.name not in _GENERIC:
        return namer.name(phrase, "condition")
    is_whole = _NEUTRAL.fullmatch(phrase.split()[0]) is not None
    phrase = phrase.removesuffix(" patients")
    # "People with cancer" begins where its name begins.
    before = None if is_whole else _BEFORE.search(text[: mention.start])
    words: list[str] = []
    for word in reversed(before[1].split() if before is not None else []):
        if _NEUTRAL.fullmatch(word) or len(words) == _WORDS_BEFORE or not word[0].isalpha():
            break
        words.insert(0, word)
    return namer.name(" ".join([*words, phrase]), "condition")


def _worded(texts: tuple[str, ...], namer: Namer) -> Concept | None:
    """Return what ends as a disease does: "diffuse panbronchiolitis"."""
    for text in texts:
        for found in _WORDED.finditer(text):
            words = found[0].split()
            while words and _NEUTRAL.fullmatch(words[0]):
                words.pop(0)
            cut = max((i for i, w in enumerate(words) if _NEUTRAL.fullmatch(w)), default=-1)
            phrase = " ".join(words[cut + 1 :])
            if LACKED.search(text[: found.end() - len(phrase)]):
                continue
            if _SAYS_WHICH.search(phrase) and not _NOT_WORDED.search(phrase):
                return namer.name(phrase, "condition")
    return None
