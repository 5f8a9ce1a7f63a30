"""An index of concepts as arrays, and back.

Forms and first words are made into tables at once, since every word of an
article is looked up in them; an entry is made when somebody meets its concept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from pipeline.concepts import ConceptEntry, ConceptIndex, IndexParts, Target, stop_phrases
from pipeline.evidence.lazy import LazyRecords, by_id
from pipeline.packed import Arrays, Groups, Keys, Texts

_END: Final = "\n"


def pack_concepts(index: ConceptIndex) -> Arrays:
    """Return all of an index as arrays."""
    parts = index.parts
    stops = {phrase: len(parts.ids) + place for place, (_, phrase) in enumerate(stop_phrases())}
    targets: list[list[int]] = []
    names: list[str] = []
    for form in parts.forms:
        named = parts.forms[form]
        names += [name for _, name in named]
        targets.append(
            [
                parts.numbers[target.concept_id]
                if isinstance(target, ConceptEntry)
                else stops[name]
                for target, name in named
            ]
        )
    return {
        **Keys.of(Texts.of(parts.ids)).packed("concepts.ids"),
        **Texts.of(map(_cells, parts.entries.values())).packed("concepts.cells"),
        **Groups.of(parts.children).packed("concepts.children"),
        **Groups.of(targets).packed("concepts.targets"),
        **Texts.of(names).packed("concepts.names"),
        "concepts.forms": _joined(parts.forms),
        "concepts.firsts": _joined(parts.longest),
        "concepts.longest": np.array(list(parts.longest.values()), np.int32),
    }


def unpack_concepts(arrays: Arrays) -> ConceptIndex:
    """Make an index of its arrays."""
    keys = Keys.unpacked(arrays, "concepts.ids")
    cells = Texts.unpacked(arrays, "concepts.cells")
    entries = LazyRecords(lambda number: _entry(cells[number]), n_records=len(keys))
    longest = arrays["concepts.longest"].tolist()
    return ConceptIndex.of_parts(
        IndexParts(
            entries=by_id(keys, entries),
            ids=keys.texts,
            numbers=keys,
            children=cast("Sequence[Sequence[int]]", Groups.unpacked(arrays, "concepts.children")),
            forms=_PackedForms(arrays, entries),
            longest=dict(zip(_split(arrays["concepts.firsts"]), longest, strict=True)),
        )
    )


class _PackedForms(Mapping[str, Sequence[tuple[Target, str]]]):
    """What each normal form leads to; what it leads to is made when it is met."""

    def __init__(self, arrays: Arrays, entries: Sequence[ConceptEntry]) -> None:
        self._entries = entries
        self._forms = {form: place for place, form in enumerate(_split(arrays["concepts.forms"]))}
        self._targets = Groups.unpacked(arrays, "concepts.targets")
        self._names = Texts.unpacked(arrays, "concepts.names")
        self._stops = [kinds for kinds, _ in stop_phrases()]

    def __getitem__(self, form: str) -> list[tuple[Target, str]]:
        place = self._forms[form]
        span, known = self._targets.span(place), len(self._entries)
        return [
            (self._entries[n] if n < known else self._stops[n - known], name)
            for n, name in zip(self._targets[place].tolist(), self._names[span], strict=True)
        ]

    def __contains__(self, form: object) -> bool:
        return form in self._forms

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)


def _joined(lines: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer(_END.join(lines).encode("utf-8", "surrogatepass"), np.uint8)


def _split(body: NDArray[np.uint8]) -> list[str]:
    return body.tobytes().decode("utf-8", "surrogatepass").split(_END)


def _cells(entry: ConceptEntry) -> str:
    cells = [
        entry.concept_id,
        entry.name,
        entry.kind,
        entry.parents,
        entry.synonyms,
        entry.better,
        entry.scale_low,
        entry.scale_high,
        entry.found_by,
    ]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def _entry(line: str) -> ConceptEntry:
    concept_id, name, kind, parents, synonyms, *rest = json.loads(line)
    return ConceptEntry(concept_id, name, kind, tuple(parents), tuple(synonyms), *rest)
