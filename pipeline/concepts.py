"""Layer 2: words become concepts, with the hierarchy.

>>> neck = ConceptEntry("D019547", "Neck Pain", "condition", ("D010146",))
>>> pain = ConceptEntry("D010146", "Pain", "condition")
>>> index = ConceptIndex([neck, pain])
>>> [(m.name, m.start, m.end) for m in index.find("For neck pains.")]
[('Neck Pain', 4, 14)]
>>> index.relation("D019547", "D010146")
'narrower'
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

from pipeline.records import Better, ConceptKind, Relation
from pipeline.resources import evidence_dir, word_list

# Letters and digits part, so that "B12", "B-12" and "B 12" are one.
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_TOKEN_OR_END: Final = re.compile(_TOKEN.pattern + r"|\n")
# What may stand between two words of one name. No line break: it ends a sentence.
_GAP: Final = re.compile(r"[ \t\u00a0\-\u2010\u2011\u2013/]*|(?<=\b\w)\. ?|(?<=\b\w\w)\. ?")


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """One concept of the table.

    Attributes:
        concept_id: a MeSH id, else one of ours (X-…).
        parents: ids of the next wider concepts.
        synonyms: other names; one written in capitals ("IBS") is found only in capitals.
        better: for an outcome, which way is good.
        scale_low, scale_high: the ends of a named scale.
    """

    concept_id: str
    name: str
    kind: ConceptKind
    parents: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    better: Better = "neither"
    scale_low: float | None = None
    scale_high: float | None = None


@dataclass(frozen=True, slots=True)
class ConceptMention:
    """A place in a text that names a concept; `start` and `end` are of that text."""

    start: int
    end: int
    concept_id: str
    name: str
    kind: ConceptKind


# Ids of concepts that extraction made of a phrase; no other id begins so.
_COINED: Final = re.compile(r"X-[COI]-")
# What a name leads to: a concept, or the kinds that a stop phrase bars.
_Target = ConceptEntry | frozenset[str]
_ALL_KINDS: Final = frozenset({"intervention", "condition", "outcome", "population", "comparator"})


class _Words(dict[str, str]):
    """Each word's normal form, worked out once."""

    def __init__(self) -> None:
        lists = word_list("concepts")
        self._irregular: dict[str, str] = lists["words"]
        self._spelling: dict[str, str] = lists["spelling"]
        self._british = re.compile("|".join(self._spelling))

    def __missing__(self, word: str) -> str:
        form = word.replace("\u2019", "'").lower().removesuffix("'s").replace("'", "")
        if not form.isascii():
            parts = unicodedata.normalize("NFD", form)
            form = "".join(c for c in parts if not unicodedata.combining(c))
        if form in self._irregular:
            form = self._irregular[form]
        else:
            form = _singular(self._british.sub(lambda m: self._spelling[m[0]], form))
        self[word] = form
        return form


class ConceptIndex:
    """Finds concepts in text and knows how they are related.

    A concept that extraction made of a phrase ("early zinc in hospital") is
    known by its id and found under what is wider. Its name is not looked for:
    thousands of such names hold the words of any text.
    """

    def __init__(self, entries: Iterable[ConceptEntry]) -> None:
        self._entries = {entry.concept_id: entry for entry in entries}
        self._words = _Words()
        self._ancestors: dict[str, tuple[str, ...]] = {}
        named: list[tuple[_Target, str]] = []
        for entry in self._entries.values():
            if _COINED.match(entry.concept_id):
                continue
            named.append((entry, entry.name))
            named += [(entry, synonym) for synonym in entry.synonyms]
        for stop in word_list("concepts")["stop"]:
            named.append((frozenset(stop.get("kinds", _ALL_KINDS)), stop["phrase"]))
        # The names of each normal form, and the longest form per first word.
        self._forms: dict[str, list[tuple[_Target, str]]] = {}
        self._longest: dict[str, int] = {}
        for form, target_and_name in zip(self._normal_forms(named), named, strict=True):
            if form in self._forms:
                self._forms[form].append(target_and_name)
                continue
            self._forms[form] = [target_and_name]
            first, n_words = form.partition(" ")[0], form.count(" ") + 1
            if self._longest.get(first, 0) < n_words:
                self._longest[first] = n_words

    def _normal_forms(self, named: Sequence[tuple[_Target, str]]) -> list[str]:
        # All names in one go: thousands of calls would cost the cold start 30 ms.
        text = "\n".join(name.replace("\n", " ") for _, name in named)
        words = [self._words[token] for token in _TOKEN_OR_END.findall(text)]
        return [form.strip() for form in " ".join(words).split("\n")]

    def normal_form(self, name: str) -> str:
        """Return the form in which names are compared: "Women's headaches" as "woman headache"."""
        return " ".join(self._words[token] for token in _TOKEN.findall(name))

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> Sequence[ConceptEntry]:
        """All concepts, in the order given."""
        return tuple(self._entries.values())

    def entry(self, concept_id: str) -> ConceptEntry | None:
        """Return a concept; None where the table has none of this id."""
        return self._entries.get(concept_id)

    def find(self, text: str) -> list[ConceptMention]:
        """Find every concept that the text names.

        Returns:
            In order of start, then end, then kind. Within one kind mentions do
            not overlap and the longest wins; mentions of several kinds may
            share their words.
        """
        tokens = list(_TOKEN.finditer(text))
        words = [self._words[token[0]] for token in tokens]
        found: list[tuple[int, int, _Target]] = []
        for first, word in enumerate(words):
            reach = min(first + self._longest.get(word, 0), len(words))
            for last in range(first, reach):
                if last > first and not _GAP.fullmatch(
                    text, tokens[last - 1].end(), tokens[last].start()
                ):
                    break
                named = self._forms.get(" ".join(words[first : last + 1]))
                if named is None:
                    continue
                start, end = tokens[first].start(), tokens[last].end()
                if _cuts_a_word(text, start, end):
                    continue
                written = [token[0] for token in tokens[first : last + 1]]
                found.extend(
                    (start, end, target)
                    for target, name in named
                    if _is_written_as(written, name, text, start)
                    and not _is_without_it(text, end, target)
                )
        return _longest_of_each_kind(found)

    def ancestors(self, concept_id: str) -> tuple[str, ...]:
        """Return the ids of all wider concepts, nearest first; empty for an unknown id."""
        known = self._ancestors.get(concept_id)
        if known is None:
            found: dict[str, None] = {}
            level = [concept_id]
            while level:
                above = [p for c in level if (e := self._entries.get(c)) for p in e.parents]
                level = [p for p in dict.fromkeys(above) if p not in found and p != concept_id]
                found.update(dict.fromkeys(level))
            known = self._ancestors[concept_id] = tuple(found)
        return known

    def relation(self, row_id: str | None, claim_id: str | None) -> Relation:
        """Say how a row's concept relates to a claim's.

        Returns:
            "narrower" where the row's is narrower than the claim's (neck pain
            for pain), "wider" for the reverse, "unknown" where one of the two
            is not given.
        """
        if not row_id or not claim_id:
            return "unknown"
        if row_id == claim_id:
            return "same"
        if claim_id in self.ancestors(row_id):
            return "narrower"
        if row_id in self.ancestors(claim_id):
            return "wider"
        return "other"

    def better(self, concept_id: str) -> Better:
        """Say which way of a concept is good for people; less of a condition always is."""
        entry = self._entries.get(concept_id)
        if entry is None:
            return "neither"
        return "lower" if entry.kind == "condition" else entry.better


def _singular(word: str) -> str:
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    # "vitamin D" is no mention inside "vitamin D3x", nor "opioid" in "non-opioid".
    before, after = text[max(0, start - 4) : start].lower(), text[end : end + 1]
    return before[-1:].isalnum() or after.isalnum() or before in {"non-", "non "}


def _is_without_it(text: str, end: int, target: _Target) -> bool:
    # "Drug-free relief" is given without the drug; a "pain-free day" is still about pain.
    kind = target.kind if isinstance(target, ConceptEntry) else ""
    return kind in {"intervention", "comparator"} and text[end : end + 5].lower() == "-free"


def _is_written_as(written: Sequence[str], name: str, text: str, start: int) -> bool:
    """Say whether a name that is written in capitals stands in capitals here too."""
    if name == name.lower():
        return True
    tokens = _TOKEN.findall(name)
    capitals = [(i, t) for i, t in enumerate(tokens) if sum(c.isupper() for c in t) > 1]
    if not capitals:
        return True
    if any(written[i].removesuffix("s") != token.removesuffix("s") for i, token in capitals):
        return False
    # In a line that shouts every word is in capitals, and "IBS" may be any word.
    line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
    return len(line.split()) < 4 or not line.isupper()


def _longest_of_each_kind(found: Sequence[tuple[int, int, _Target]]) -> list[ConceptMention]:
    taken: dict[str, list[tuple[int, int]]] = {kind: [] for kind in _ALL_KINDS}
    mentions = []
    # A stop phrase comes before a name of the same length.
    for start, end, target in sorted(
        found, key=lambda f: (f[0] - f[1], f[0], isinstance(f[2], ConceptEntry))
    ):
        entry = target if isinstance(target, ConceptEntry) else None
        kinds = {entry.kind} if entry is not None else cast("frozenset[str]", target)
        for kind in sorted(kinds):
            if any(start < other_end and other < end for other, other_end in taken[kind]):
                continue
            taken[kind].append((start, end))
            if entry is not None:
                mention = ConceptMention(start, end, entry.concept_id, entry.name, entry.kind)
                mentions.append(mention)
    return sorted(mentions, key=lambda m: (m.start, m.end, m.kind))


@cache
def shipped_concepts() -> ConceptIndex:
    """Return the concepts that come with the tool, read once.

    The whole table is read and checked by `pipeline.evidence`; this is for a
    component that stands alone in someone else's pipeline.
    """
    path = evidence_dir() / "concepts.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return ConceptIndex(
            ConceptEntry(
                line["concept_id"],
                line["name"],
                cast("ConceptKind", line["kind"]),
                tuple(filter(None, line["parents"].split(";"))),
                tuple(filter(None, line["synonyms"].split(";"))),
                cast("Better", line["better"] or "neither"),
                float(line["scale_low"]) if line["scale_low"] else None,
                float(line["scale_high"]) if line["scale_high"] else None,
            )
            for line in csv.DictReader(lines)
        )
