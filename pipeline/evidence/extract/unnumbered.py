"""Results that a text states without numbers.

Each clause is asked for its verdict (no difference, not known, which way), then for
what the verdict is of: by wordings made for it, else by those that name what a
number measured.

>>> [(s.outcome, s.change) for s in read_unnumbered("Mint oil may reduce pain and nausea.")]
[('pain', 'decrease'), ('nausea', 'decrease')]
>>> [(s.outcome, s.change) for s in read_unnumbered("There was no difference in pain or sleep.")]
[('pain', 'no_difference'), ('sleep', 'no_difference')]
>>> [(s.outcome, s.change) for s in read_unnumbered("It is uncertain whether it reduces pain.")]
[('pain', 'unknown')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from pipeline.evidence.extract.meaning import said_way, says_no_difference, says_unknown
from pipeline.evidence.extract.outcomes import wordings
from pipeline.evidence.extract.phrases import WORDS, outcome_phrase
from pipeline.wording import Change, read_changes

# "told" is what is said of one arm alone: that something was seen, or was rare.
Verdict = Change | Literal["unknown", "told"]
# An outcome of a list, and "beyond" where the list may have ended before it.
_Item = tuple[str, str]
_FLAGS: Final = re.IGNORECASE
_NULL_IN: Final = tuple(re.compile(e["pattern"], _FLAGS) for e in WORDS["null_in"])
_UNKNOWN_IN: Final = tuple(re.compile(e["pattern"], _FLAGS) for e in WORDS["unknown_in"])
_CHANGED: Final = tuple(re.compile(e["pattern"], _FLAGS) for e in WORDS["changed"])
_TOLD: Final = tuple(re.compile(e["pattern"], _FLAGS) for e in WORDS["told"])
_NONE_HAPPENED: Final = re.compile(WORDS["patterns"]["unnumbered_none_happened"], _FLAGS)
_NO_DATA: Final = re.compile(WORDS["patterns"]["results_no_data"], _FLAGS)
# "No difference in any outcome, except for pain": of what follows the contrary holds.
_EXCEPTED: Final = re.compile(WORDS["patterns"]["unnumbered_excepted"], _FLAGS)
_NO_RESULT: Final = re.compile(WORDS["patterns"]["unnumbered_no_result"], _FLAGS)
# "For pain, sleep or falls we do not know": of each of them.
_OPENED: Final = re.compile(WORDS["patterns"]["unnumbered_opened"], _FLAGS)
_SUCH_AS: Final = re.compile(WORDS["patterns"]["unnumbered_such_as"], _FLAGS)
_COMPARES: Final = re.compile(WORDS["patterns"]["unnumbered_compares"], _FLAGS)
_FAVOURS: Final = re.compile(WORDS["patterns"]["unnumbered_favours"], _FLAGS)
_DISFAVOURS: Final = re.compile(WORDS["patterns"]["unnumbered_disfavours"], _FLAGS)
_MORE_EFFECTIVE: Final = re.compile(WORDS["patterns"]["unnumbered_more_effective"], _FLAGS)
# "The reduction in pain was greater": pain was less.
_CHANGE_WAS_MORE: Final = re.compile(WORDS["patterns"]["unnumbered_change_was_more"], _FLAGS)
_RELIEVES: Final = re.compile(WORDS["patterns"]["unnumbered_relieves"], _FLAGS)
# What comes after went another way, or is another statement.
_CLAUSES: Final = re.compile(WORDS["patterns"]["unnumbered_clauses"], _FLAGS)
# "More rash in treated patients": they were given something, and nothing was made better;
# "all-cause mortality": nothing caused it.
_NO_CHANGE: Final = re.compile(
    r"\b(?:(?:all|any|other|specific|unknown|natural)[- ]causes?|causes? of|cause-specific|"
    r"(?:measures|outcomes|evidence|indicators) of (?:harms?|benefits?)|"
    r"[\w\-]+-treated|treated (?:with|by|using|patients|participants|people|women|men|children|"
    r"groups?)|treat(?:s|ing))\b",
    _FLAGS,
)
# "Greater reductions in pain": of these "greater" tells no way.
_OF_A_CHANGE: Final = re.compile(
    r"(?:[\w\-]+ ){0,2}?"
    r"(?:reductions?|decreases?|declines?|improvements?|increases?|changes?|relief)\b",
    _FLAGS,
)
# "for the outcomes: pain; sleep" is a list like any other.
_COLON: Final = re.compile(r"\b(outcomes?|for|in|on|of|including)(?: \w+ outcomes?)?: ", _FLAGS)
# "In pain at one year; or in sleep" goes on with the list.
_GOES_ON: Final = re.compile(r";\s+(?=(?:and|or|nor) (?:in|for|on) )", _FLAGS)
# What follows an item and does not end the list: "pain at discharge, sleep".
_ASIDE: Final = re.compile(r"\W*(?:at|by|within|after|before|during|over|up to|in the)\b", _FLAGS)
# "overall, nocturnal and severe pain": pain three times.
_ADJECTIVE: Final = re.compile(
    r"(?:\w+(?:al|ic|ous|ary|ive|ere|ate)|mild|overall|major|minor)", _FLAGS
)
# What ends a list of numbers: ", liver complications, histology and adverse events".
_LISTED: Final = re.compile(WORDS["patterns"]["unnumbered_listed"], _FLAGS)
_VERBS: Final = re.compile(WORDS["patterns"]["unnumbered_verbs"], _FLAGS)
# "Function in stroke patients": of function.
_WHO: Final = re.compile(WORDS["patterns"]["unnumbered_who"], _FLAGS)
# "In people with gout, results were similar": that is who they were.
_OPENS_WITH_PEOPLE: Final = re.compile(
    WORDS["patterns"]["unnumbered_opens_with_people"], _FLAGS | re.DOTALL
)
_IN_PEOPLE: Final = re.compile(WORDS["patterns"]["unnumbered_in_people"], _FLAGS)
_JOINED: Final = re.compile(r"\W*(?:and|or|nor) (?P<o>[^,;:.]{3,60})\W*", _FLAGS)
_LIST: Final = re.compile(r",\s*(?:and |or |nor )?|\s+(?:and|or|nor|as well as)\s+")
_LIST_LIMIT: Final = 20
_ITEM_WORDS: Final = 9
_BEHIND: Final = 12
# Behind what the list is compared with, there is no more of it.
_ENDS: Final = re.compile(r"\b(?:compared|than|versus|vs|which|because|suggesting)\b", _FLAGS)
_GOES_ITS_WAY: Final = re.compile(WORDS["patterns"]["unnumbered_goes_its_way"], _FLAGS)
# So short a piece may be skipped, and the list goes on.
_SKIPPED_WORDS: Final = 4
# "In preventing relapse after surgery, in reducing pain": the list goes on all the same.
_ONE_MORE: Final = re.compile(r"(?:in|for|on|at) (?:\w+ing|the)\b", _FLAGS)


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """One outcome and what a text says became of it.

    Attributes:
        outcome: "" where the text compares, and does not say what was measured.
        how: "null" and "worded" where a wording made for such results names the
            outcome, "stated" where any other does, "carried" where none does;
            "beyond" where the list that it is of may have ended before it.
        words: of the clause that says so.
    """

    outcome: str
    change: Verdict
    how: str
    words: str = ""


def _never(_: str) -> bool:
    return False


def read_unnumbered(
    text: str, *, before: str = "", is_arm: Callable[[str], bool] = _never
) -> list[Unnumbered]:
    """Return the results of a text without numbers, in order.

    Args:
        text: without what stands in parentheses.
        is_arm: says whether a phrase is a treatment, which no outcome is; where a
            wording leads to one, the next is asked.
        before: what its sentence says before it. "Mint oil reduced pain (RR 0.5) and
            nausea" has the verdict of the last one there.
    """
    found: list[Unnumbered] = []
    text = _EXCEPTED.sub("", _GOES_ON.sub(", ", text))
    colon = _COLON.search(text)
    if colon is not None:
        text = f"{text[: colon.end(1)]} {text[colon.end() :].replace(';', ',')}"
    last = ""
    for clause in _clauses(text):
        verdict = _verdict(clause)
        joined = _JOINED.fullmatch(clause) if before and not last else None
        if joined is None and before and not last and not _VERBS.search(text):
            joined = _LISTED.fullmatch(text)
        if joined is not None and (verdict := _verdict(before)) is not None:
            items = _items(joined["o"])
            found += [Unnumbered(item, verdict, how or "stated", clause) for item, how in items]
            if joined.re is _LISTED:
                break
        elif verdict is not None:
            found += _of_clause(clause, last, verdict, is_arm)
        last = clause
    return found


def _of_clause(
    clause: str, last: str, verdict: Verdict, is_arm: Callable[[str], bool]
) -> list[Unnumbered]:
    """Return what a clause says: of what its own wording names, else any, else of nothing named.

    Args:
        clause: it.
        last: the one before: "Pain was measured, and no difference was found."
        verdict: of the clause.
        is_arm: says whether a phrase is a treatment.
    """
    opened = _OPENED.match(clause) if verdict != "told" else None
    items = _outcomes(opened["o"], is_arm) if opened is not None else []
    if len(items) > 1:
        return [Unnumbered(item, verdict, how or "stated", clause) for item, how in items]
    found = _of_own_wording(clause, verdict, is_arm)
    if found or verdict == "told":
        return found
    items = _of_any_wording(clause, is_arm) or _of_any_wording(last, is_arm)
    if items:
        return [Unnumbered(item, verdict, how or "stated", clause) for item, how in items]
    says_nothing = verdict in {"no_difference", "unknown"}
    if says_nothing or _COMPARES.search(clause) or _FAVOURS.search(clause):
        return [Unnumbered("", verdict, "carried", clause)]
    return []


def _clauses(text: str) -> Iterator[str]:
    """Yield the clauses of a text; one joined by ", and" only where each has its own verdict."""
    for clause in _CLAUSES.split(text):
        parts = clause.split(", and ")
        are_apart = all(_verdict(part) not in {None, "told"} for part in parts)
        yield from parts if are_apart else [clause]


def _verdict(clause: str) -> Verdict | None:
    if _NONE_HAPPENED.search(clause):
        return "no_difference"
    if _NO_DATA.search(clause) or _NO_RESULT.search(clause):
        return None
    if says_no_difference(clause):
        return "no_difference"
    if says_unknown(clause):
        return "unknown"
    return _change(clause) or _change_worded(clause)


def _change_worded(clause: str) -> Verdict | None:
    """Return the way that a clause of several names by a wording, or that it is told of one arm."""
    for pattern in _CHANGED:
        found = pattern.search(clause)
        if found is not None and (way := _change(found["change"])) is not None:
            return way
    return "told" if any(pattern.search(clause) for pattern in _TOLD) else None


def _of_own_wording(
    clause: str, verdict: Verdict, is_arm: Callable[[str], bool]
) -> list[Unnumbered]:
    """Return what a clause says by a wording made for such verdicts."""
    patterns, own = {
        "no_difference": ((_NONE_HAPPENED, *_NULL_IN), "null"),
        "unknown": (_UNKNOWN_IN, "null"),
        "told": (_TOLD, "stated"),
    }.get(verdict, (_CHANGED, "worded"))
    for pattern in patterns:
        found = pattern.search(clause)
        if found is None:
            continue
        named = next(found[name] for name in found.groupdict() if name != "change" and found[name])
        if "change" in found.groupdict():
            way = _change(found["change"])
            if way is None:
                continue
            # "More rash in patients whose pain was relieved" says by its own word which way.
            verdict = verdict if _OF_A_CHANGE.match(named) or way == "improve" else way
        if items := _outcomes(named, is_arm):
            return [Unnumbered(item, verdict, how or own, clause) for item, how in items]
    return []


def _of_any_wording(clause: str, is_arm: Callable[[str], bool]) -> list[_Item]:
    listed = _SUCH_AS.search(clause)
    texts = chain([[listed["o"]]] if listed is not None else [], wordings(clause))
    # Where the longest list begins, since a wording may lead into its midst.
    lists = [_outcomes(text, is_arm) for places in texts for text in places]
    return max(lists, key=len, default=[])


def _outcomes(text: str, is_arm: Callable[[str], bool]) -> list[_Item]:
    """Return the outcomes of a list, without the treatments in it."""
    return [item for item in _items(text) if not is_arm(item[0])]


def _change(words: str) -> Change | None:
    words = _NO_CHANGE.sub(" ", words)
    if _DISFAVOURS.search(words):
        return "worsen"
    if _RELIEVES.search(words):
        return "decrease"
    better = _MORE_EFFECTIVE.search(words)
    if better is not None:
        aim = said_way(better["aim"] or "")
        return "improve" if aim not in {"increase", "decrease"} else aim
    more = _CHANGE_WAS_MORE.search(words)
    if more is not None:
        return _change(more["change"])
    way = said_way(words)
    if way == "increase" or way == "decrease":
        return way
    named = {word.change for word in read_changes(words)} & {"improve", "worsen"}
    if len(named) == 1:
        return named.pop()
    return "improve" if _FAVOURS.search(words) else None


def _items(text: str) -> list[_Item]:
    """Return the outcomes of a list: "pain, function or sleep at one year".

    Behind words that lead on to something else, the list may go on or have ended
    ("no difference in pain due to falls, sleep and mood"): what stands there is
    "beyond", and unsure.
    """
    items: list[_Item] = []
    adjectives: list[str] = []
    how, leads_on = "", False
    for piece in _LIST.split(_WHO.sub("", _IN_PEOPLE.sub("", text)))[:_LIST_LIMIT]:
        if leads_on and not _ONE_MORE.match(piece):
            how = "beyond"
        if _OPENS_WITH_PEOPLE.fullmatch(piece):
            continue
        phrase = outcome_phrase(piece)
        if not phrase and _ADJECTIVE.fullmatch(piece.strip()):
            adjectives.append(piece.strip())
            continue
        if not phrase or phrase.count(" ") >= _ITEM_WORDS:
            if items and piece.count(" ") >= _SKIPPED_WORDS:
                how = "beyond"
            # "In the first trial, pain": the list begins later.
            continue
        behind = piece[piece.lower().rfind(phrase.lower()) + len(phrase) :].strip(" .")
        if items and _GOES_ITS_WAY.match(behind):
            break
        items += [(f"{adjective} {phrase.split()[-1]}", how) for adjective in adjectives]
        items.append((phrase, how))
        adjectives = []
        # What was cut off leads on to something else, not to the next item.
        leads_on = len(behind) > _BEHIND and not _ASIDE.match(behind)
        if _ENDS.search(behind):
            break
    return items
