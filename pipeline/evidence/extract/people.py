"""Who was studied, from a review's title and objective.

Known groups count where a text places them ("in children", and not "child care"). Of
several that do not stand below one another all are meant, and of children and adults
nobody in particular. What they have or undergo belongs to them where it is not what
the review is about: "adults undergoing cystoscopy" in one on infections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pipeline.concepts import ConceptMention
from pipeline.evidence.extract.conditions import LACKED
from pipeline.evidence.extract.naming import Namer
from pipeline.evidence.extract.phrases import WORDS, without_parentheses
from pipeline.records import Concept
from pipeline.resources import word_list

_FLAGS: Final = re.IGNORECASE
_RULES: Final = word_list("naming")
_OF_PEOPLE: Final = re.compile(WORDS["patterns"]["topics_of_people"], _FLAGS)
_PLACED: Final = re.compile(_RULES["people_placed"], _FLAGS)
_NOT_PEOPLE: Final = re.compile(_RULES["people_not"], _FLAGS)
_HAVE_END: Final = re.compile(_RULES["people_have_end"], _FLAGS)
_PROCEDURE: Final = re.compile(_RULES["people_procedure"], _FLAGS)
_ANYBODY: Final = frozenset(_RULES["people_anybody"])
_YOUNG, _GROWN = (frozenset(_RULES[f"people_{age}"]) for age in ("young", "grown"))
_HAVE_WORDS: Final = 9
_MOST_GROUPS: Final = 2
_NO_ILLNESS: Final = re.compile(_RULES["people_have_nothing"], _FLAGS)
_PREVENTED, _HAVE_IT, _SYMPTOM_IN = (
    re.compile(_RULES[f"people_{name}"], _FLAGS) for name in ("prevented", "have_it", "symptom_in")
)
_NOT: Final = re.compile(r"\bnot\b", _FLAGS)
_NEAR: Final = re.compile(_RULES["people_near"], _FLAGS)
_ALL_AGES: Final = re.compile(_RULES["people_all_ages"], _FLAGS)
_MOTHERS: Final = frozenset(_RULES["people_mothers"])
_ADULTS: Final = "D000328"
# Whoever else is named says more than being at risk would.
_LIKE_ANYBODY: Final = frozenset({"", "adults"})
# The thesaurus calls mothers parents; those of a review are women who give birth.
_PARENTS: Final = "D010290"


def read_people(
    title: str, objective: str, treatment: str, condition: Concept | None, namer: Namer
) -> Concept | None:
    """Return who was studied; None where the texts name nobody in particular.

    Args:
        title: with abbreviations spelled out.
        objective: the same.
        treatment: what the review asks about; who gets it is not told by it.
        condition: what the review is about.
        namer: of the concepts of all.
    """
    texts = tuple(without_parentheses(text) for text in (title, objective))
    groups = _groups(texts, namer)
    named = sorted({m.name for m in groups})
    who = " and ".join(named) if len(named) <= _MOST_GROUPS else ""
    have = _have(texts, condition, namer)
    if not have and condition is None:
        have = _undergo(texts[0], treatment)
    elif not have and condition is not None and who in _LIKE_ANYBODY:
        have = _kept_from(condition, texts, treatment)
    if have and not set(who.split()) & {*have.split(), "undergoing", "with"}:
        return namer.name(f"{who or 'people'} {have}", "population")
    return namer.name(who, "population") if who else None


def _groups(texts: Sequence[str], namer: Namer) -> list[ConceptMention]:
    """Return the groups that the title places, else the objective."""
    found = _placed(texts[0], namer) or _placed(texts[1], namer)
    found = [m for m in found if m.concept_id not in _ANYBODY]
    if _ALL_AGES.search(" ".join(texts)):
        found = [m for m in found if m.concept_id not in _YOUNG | _GROWN]
    if {m.concept_id for m in found} & _MOTHERS:
        found = [m for m in found if m.concept_id not in _YOUNG]
    if any(m.concept_id != _ADULTS for m in found):
        found = [m for m in found if m.concept_id != _ADULTS]
    named = {m.concept_id for m in found}
    return [
        m for m in found if not any(namer.index.relation(m.concept_id, o) == "wider" for o in named)
    ]


def _placed(text: str, namer: Namer) -> list[ConceptMention]:
    found: list[ConceptMention] = []
    for mention in namer.mentions(text, ("population",)):
        behind = found and text[found[-1].end : mention.start].strip(" ,") in {"", "and", "or"}
        is_placed = behind or _PLACED.search(text[: mention.start]) is not None
        if is_placed and _NOT_PEOPLE.match(text, mention.end) is None:
            # "People who do not have bleeding disorders"
            if LACKED.search(text[: mention.start]) or _NOT.search(
                text[mention.start : mention.end]
            ):
                continue
            if mention.concept_id == _PARENTS and "parent" not in text[mention.start : mention.end]:
                continue
            found.append(mention)
    return found


def _have(texts: Sequence[str], condition: Concept | None, namer: Namer) -> str:
    """Return what the people have or undergo, unless the review is about that: "with asthma"."""
    for text in texts:
        groups = namer.mentions(text, ("population",))
        for found in _OF_PEOPLE.finditer(text):
            if any(m.start < found.start("link") < m.end for m in groups):
                # "People with cancer" are a group by name.
                continue
            what = _HAVE_END.split(found["what"])[0].strip(" .")
            if not what or what.count(" ") >= _HAVE_WORDS or _NO_ILLNESS.search(what):
                continue
            if "risk" not in found["link"].lower() and _is_about(what, condition, namer):
                continue
            near = "of people " if _NEAR.search(text[: found.start("link")].rstrip()) else ""
            return f"{near}{found['link'].lower()} {what}"
    return _of_symptom(texts[0], condition, namer)


def _of_symptom(title: str, condition: Concept | None, namer: Namer) -> str:
    """Return the illness in which a title places the symptom it asks about, if it does.

    "Creams for itching in chronic liver disease" is about people with that disease.
    """
    if condition is None:
        return ""
    symptom = max(0, title.lower().find(condition.text.lower()))
    for found in _SYMPTOM_IN.finditer(title, symptom):
        what = _HAVE_END.split(found["what"])[0].strip(" .")
        ill = any(mention.end == len(what) for mention in namer.mentions(what, ("condition",)))
        if (
            ill
            and not namer.mentions(what, ("population",))
            and not _is_about(what, condition, namer)
        ):
            return f"with {what}"
    return ""


def _kept_from(condition: Concept, texts: Sequence[str], treatment: str) -> str:
    """Return who is to be kept from a condition, where a review asks that; they do not have it."""
    if any(_HAVE_IT.search(text) for text in (*texts, condition.name)):
        return ""
    had = re.escape(condition.text)
    prevented = re.compile(rf"{_PREVENTED.pattern}{had}|\b{had} prevention\b", _FLAGS)
    if not any(prevented.search(text) for text in texts):
        return ""
    return _undergo(texts[0], treatment) or f"at risk of {condition.name}"


def _is_about(what: str, condition: Concept | None, namer: Namer) -> bool:
    if condition is None:
        return False
    words = set(namer.index.normal_form(condition.text).split())
    if words & set(namer.index.normal_form(what).split()):
        return True
    return any(
        namer.index.relation(m.concept_id, condition.concept_id) != "other"
        for m in namer.mentions(what, ("condition",))
    )


def _undergo(title: str, treatment: str) -> str:
    """Return the procedure that a title names beside its treatment: "having knee surgery"."""
    found = _PROCEDURE.search(title)
    what = " ".join(found["what"].split()) if found is not None else ""
    given = set(treatment.lower().split())
    return f"having {what}" if what and what.lower().split()[-1] not in given else ""
