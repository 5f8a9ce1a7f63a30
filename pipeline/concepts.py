"""Words become concepts, with the hierarchy.

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
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal, Self, cast

from pipeline.records import Better, ConceptKind, Relation
from pipeline.resources import evidence_dir, word_list

# Letters and digits part, so that "B12", "B-12" and "B 12" are one.
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_TOKEN_OR_END: Final = re.compile(_TOKEN.pattern + r"|\n")
# What may stand between two words of one name. No line break: it ends a sentence. In
# "10,000 steps" and "16:8" it stands within a number.
_GAP: Final = re.compile(
    r"[ \t\u00a0\-\u2010\u2011\u2013/]*|(?<=\b\w)\. ?|(?<=\b\w\w)\. ?|(?<=\d)[,:]"
)
_NON: Final = re.compile(r"non[ \-\u2010\u2011\u2013]\Z", re.IGNORECASE)
_FREE: Final = re.compile(r"[\-\u2010\u2011\u2013]free", re.IGNORECASE)
# "Headaches" and "aches", but neither "peaches" nor "coaches".
_ACHES: Final = re.compile(r"(?<![eo])aches$")
# By which of its names a concept is found: by all; in articles by its preferred
# name alone; in searches only; or by none, since it only names rows.
FoundBy = Literal["names", "name", "search", "nothing"]


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """One concept of the table.

    Attributes:
        concept_id: a MeSH id, else one of ours (X-…).
        parents: ids of the next wider concepts.
        synonyms: other names; one written in capitals ("IBS") is found only in capitals.
        better: for an outcome, which way is good.
        scale_low, scale_high: the ends of a named scale.
        found_by: which of its names lead to it. A name that is right in a thesaurus
            ("needles", "cortisol") may be a trap in an article.
    """

    concept_id: str
    name: str
    kind: ConceptKind
    parents: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    better: Better = "neither"
    scale_low: float | None = None
    scale_high: float | None = None
    found_by: FoundBy = "names"


@dataclass(frozen=True, slots=True)
class ConceptMention:
    """A place in a text that names a concept; `start` and `end` are of that text."""

    start: int
    end: int
    concept_id: str
    name: str
    kind: ConceptKind


# What a name leads to: a concept, or the kinds that a stop phrase bars.
Target = ConceptEntry | frozenset[str]
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


@dataclass(frozen=True, slots=True)
class IndexParts:
    """What an index looks up; the maps may make what they hold when it is asked for.

    Attributes:
        entries: by id, in the order given.
        ids: in the same order; the number of a concept is its place here.
        numbers: by id.
        children: by number, the numbers of the next narrower concepts.
        forms: what each normal form leads to, with its name as written.
        longest: the number of words of the longest form, by its first word.
    """

    entries: Mapping[str, ConceptEntry]
    ids: Sequence[str]
    numbers: Mapping[str, int]
    children: Sequence[Sequence[int]]
    forms: Mapping[str, Sequence[tuple[Target, str]]]
    longest: Mapping[str, int]


class _Overlaid(Mapping[str, Sequence[tuple[Target, str]]]):
    """What names lead to, some of them in another way than below."""

    def __init__(
        self,
        above: Mapping[str, Sequence[tuple[Target, str]]],
        below: Mapping[str, Sequence[tuple[Target, str]]],
    ) -> None:
        self._above = above
        self._below = below

    def __getitem__(self, form: str) -> Sequence[tuple[Target, str]]:
        return self._above[form] if form in self._above else self._below[form]

    def __contains__(self, form: object) -> bool:
        return form in self._above or form in self._below

    def __iter__(self) -> Iterator[str]:
        yield from self._above
        yield from (form for form in self._below if form not in self._above)

    def __len__(self) -> int:
        return len(self._below) + sum(form not in self._below for form in self._above)


def stop_phrases() -> list[tuple[Target, str]]:
    """Return the phrases that mean nothing, each with the kinds of concepts that it bars."""
    stops = word_list("concepts")["stop"]
    return [(frozenset(stop.get("kinds", _ALL_KINDS)), stop["phrase"]) for stop in stops]


class ConceptIndex:
    """Finds concepts in text and knows how they are related."""

    def __init__(self, entries: Iterable[ConceptEntry]) -> None:
        by_id = {entry.concept_id: entry for entry in entries}
        numbers = {concept_id: number for number, concept_id in enumerate(by_id)}
        children: list[list[int]] = [[] for _ in numbers]
        for number, entry in enumerate(by_id.values()):
            for parent in entry.parents:
                if parent in numbers:
                    children[numbers[parent]].append(number)
        forms: dict[str, list[tuple[Target, str]]] = {}
        longest: dict[str, int] = {}
        self._set_out(IndexParts(by_id, tuple(by_id), numbers, children, forms, longest))
        named: list[tuple[Target, str]] = [
            (entry, name)
            for entry in by_id.values()
            if entry.found_by != "nothing"
            for name in (entry.name, *entry.synonyms)
        ]
        named += stop_phrases()
        forms_of_names = self.normal_forms([name for _, name in named])
        for form, target_and_name in zip(forms_of_names, named, strict=True):
            forms.setdefault(form, []).append(target_and_name)
            first, n_words = form.partition(" ")[0], form.count(" ") + 1
            if longest.get(first, 0) < n_words:
                longest[first] = n_words

    @classmethod
    def of_parts(cls, parts: IndexParts) -> Self:
        """Make an index of parts that were worked out before."""
        index = cls.__new__(cls)
        index._set_out(parts)
        return index

    def with_names(self, names: Mapping[str, Sequence[ConceptEntry]]) -> ConceptIndex:
        """Return an index in which these names lead to these concepts, and to no other."""
        own: dict[str, list[tuple[Target, str]]] = {}
        longest = dict(self.parts.longest)
        for name, form in zip(names, self.normal_forms(names), strict=True):
            own[form] = [(replace(entry, found_by="names"), name) for entry in names[name]]
            first, n_words = form.partition(" ")[0], form.count(" ") + 1
            longest[first] = max(longest.get(first, 0), n_words)
        forms = _Overlaid(own, self.parts.forms)
        return ConceptIndex.of_parts(replace(self.parts, forms=forms, longest=longest))

    def _set_out(self, parts: IndexParts) -> None:
        self.parts = parts
        self._entries = parts.entries
        self._words = _Words()
        self._ancestors: dict[str, tuple[str, ...]] = {}
        self._as_compared: dict[str, tuple[str, ...]] = {}

    def normal_forms(self, names: Iterable[str]) -> list[str]:
        """Return the normal form of each of many names, as `normal_form` would."""
        # All in one go: thousands of calls take three times as long.
        lines = [name.replace("\n", " ") for name in names]
        text = "\n".join(lines)
        words = [self._words[token] for token in _TOKEN_OR_END.findall(text)]
        return [form.strip() for form in " ".join(words).split("\n")] if lines else []

    def normal_form(self, name: str) -> str:
        """Return the form in which names are compared: "Women's headaches" as "woman headache"."""
        return " ".join(self._words[token] for token in _TOKEN.findall(name))

    def is_part_of_name(self, words: str, name: str) -> bool:
        """Say whether a name holds all these words and more: "vinegar" of "cider vinegar"."""
        few, many = (set(self.normal_form(text).split()) for text in (words, name))
        return bool(few) and few < many

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def entries(self) -> Sequence[ConceptEntry]:
        """All concepts, in the order given."""
        return tuple(self._entries.values())

    @property
    def ids(self) -> Sequence[str]:
        """The id of every concept, by its number."""
        return self.parts.ids

    def entry(self, concept_id: str) -> ConceptEntry | None:
        """Return a concept; None where the table has none of this id."""
        return self._entries.get(concept_id)

    def find(self, text: str, *, every_name: bool = False) -> list[ConceptMention]:
        """Find every concept that the text names.

        Args:
            text: of an article, or of a search.
            every_name: also by names that lead to a concept in searches only.

        Returns:
            In order of start, then end, then kind. Within one kind mentions do
            not overlap and the longest wins; mentions of several kinds may
            share their words.
        """
        forms, longest = self.parts.forms, self.parts.longest
        tokens = list(_TOKEN.finditer(text))
        words = [self._words[token[0]] for token in tokens]
        found: list[tuple[int, int, Target]] = []
        for first, word in enumerate(words):
            reach = min(first + longest.get(word, 0), len(words))
            for last in range(first, reach):
                if last > first and not _GAP.fullmatch(
                    text, tokens[last - 1].end(), tokens[last].start()
                ):
                    break
                form = " ".join(words[first : last + 1])
                if form not in forms:
                    continue
                start, end = tokens[first].start(), tokens[last].end()
                if _cuts_a_word(text, start, end):
                    continue
                written = [token[0] for token in tokens[first : last + 1]]
                found.extend(
                    (start, end, target)
                    for target, name in forms[form]
                    if (every_name or _is_said(name, target))
                    and _is_written_as(written, name, text, start)
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

    def number(self, concept_id: str) -> int | None:
        """Return the place of a concept among all, from 0; None for an unknown id."""
        return self.parts.numbers.get(concept_id)

    def narrower(self, concept_id: str) -> list[int]:
        """Return the numbers of all concepts below one, each once; empty for an unknown id."""
        start = self.number(concept_id)
        found: dict[int, None] = {}
        level = [] if start is None else [start]
        while level:
            below = dict.fromkeys(c for number in level for c in self.parts.children[number])
            level = [number for number in below if number not in found and number != start]
            found.update(dict.fromkeys(level))
        return list(found)

    def wider(self, concept_id: str) -> list[int]:
        """Return the numbers of all concepts above one, nearest first."""
        numbers = map(self.number, self.ancestors(concept_id))
        return [number for number in numbers if number is not None]

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

    def as_compared(self, concept_id: str) -> tuple[str, ...]:
        """Return the ids of the comparators that a treatment is one of: they share a name.

        "Statins" are a medication where a row of evidence says no more than that it compares
        with one.
        """
        known = self._as_compared.get(concept_id)
        if known is None:
            entry = self._entries.get(concept_id)
            names = (entry.name, *entry.synonyms) if entry is not None else ()
            found = {
                target.concept_id
                for form in self.normal_forms(names)
                for target, _ in self.parts.forms.get(form, ())
                if isinstance(target, ConceptEntry)
                and target.kind == "comparator"
                and target.concept_id != concept_id
            }
            known = self._as_compared[concept_id] = tuple(sorted(found))
        return known

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
    if _ACHES.search(word):
        return word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def _is_said(name: str, target: Target) -> bool:
    if not isinstance(target, ConceptEntry) or target.found_by == "names":
        return True
    return target.found_by == "name" and name == target.name


def _cuts_a_word(text: str, start: int, end: int) -> bool:
    # "vitamin D" is no mention inside "vitamin D3x", "opioid" none in "non-opioid", and the
    # respirator N95 none in the diagnosis N95.1.
    before, after = text[max(0, start - 4) : start], text[end : end + 1]
    if after == "." and text[end - 1].isdigit() and text[end + 1 : end + 2].isdigit():
        return True
    return before[-1:].isalnum() or after.isalnum() or _NON.match(before) is not None


def _is_without_it(text: str, end: int, target: Target) -> bool:
    # "Drug-free relief" is given without the drug; a "pain-free day" is still about pain.
    kind = target.kind if isinstance(target, ConceptEntry) else ""
    return kind in {"intervention", "comparator"} and _FREE.match(text, end) is not None


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
    after = text.find("\n", start)
    line = text[text.rfind("\n", 0, start) + 1 : after if after >= 0 else len(text)]
    return len(line.split()) < 4 or not line.isupper()


def _longest_of_each_kind(found: Sequence[tuple[int, int, Target]]) -> list[ConceptMention]:
    taken: dict[str, list[tuple[int, int]]] = {kind: [] for kind in _ALL_KINDS}
    mentions = []
    # A stop phrase comes before a name of the same length.
    for start, end, target in sorted(
        found, key=lambda f: (f[0] - f[1], f[0], isinstance(f[2], ConceptEntry))
    ):
        entry = target if isinstance(target, ConceptEntry) else None
        kinds = {entry.kind} if entry is not None else cast("frozenset[str]", target)
        for kind in sorted(kinds):
            # What is taken does not overlap: only the neighbours may be in the way.
            at = bisect_left(taken[kind], (start, end))
            if any(
                start < other_end and other < end
                for other, other_end in taken[kind][max(at - 1, 0) : at + 1]
            ):
                continue
            taken[kind].insert(at, (start, end))
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
