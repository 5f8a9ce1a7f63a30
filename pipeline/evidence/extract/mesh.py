"""Descriptors of the Medical Subject Headings become concepts.

Reviews speak of all of medicine; the shipped concepts cover what articles on
wellness speak of. The files are those of the registries folder: terms by
descriptor, and tree places by descriptor, tab-separated with a header.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from pipeline.concepts import ConceptEntry, ConceptIndex
from pipeline.errors import EvidenceMissingError
from pipeline.evidence.extract.said import found_by
from pipeline.records import ConceptKind
from pipeline.resources import word_list

TERMS_FILE: Final = "mesh_thesaurus.tsv.gz"
TREES_FILE: Final = "mesh_trees.tsv.gz"
# By the branch of the tree; what stands in none of these is no concept here.
_BRANCHES: Final[tuple[tuple[str, ConceptKind], ...]] = (
    ("F03", "condition"),
    ("F01.145.126.980", "condition"),
    ("C", "condition"),
    ("E02", "intervention"),
    ("E03", "intervention"),
    ("E04", "intervention"),
    ("E06", "intervention"),
    ("E07", "intervention"),
    ("F04.669", "intervention"),
    ("F04.754", "intervention"),
    ("J02", "intervention"),
    ("D", "intervention"),
)
# Headings that are words of every abstract, and would be found in half of them.
_TOO_COMMON: Final = frozenset(word_list("extraction")["too_common"])
_WORD_LIMIT: Final = 6
_TURNED_PARTS: Final = 4
_PLAIN_TERM: Final = re.compile(r"[A-Za-z][A-Za-z0-9 '\-/]+")


def read_mesh(folder: Path) -> list[ConceptEntry]:
    """Read the descriptors that can be a condition or an intervention, by id.

    Raises:
        EvidenceMissingError: one of the two files is not there.
    """
    places: dict[str, list[str]] = {}
    for line in _lines(folder / TREES_FILE):
        places.setdefault(line["DescriptorUI"], []).append(line["tree_location"])
    kinds = {ui: kind for ui, trees in places.items() if (kind := _kind(trees)) is not None}
    owner = {tree: ui for ui, trees in places.items() if ui in kinds for tree in trees}
    names: dict[str, str] = {}
    synonyms: dict[str, dict[str, None]] = {}
    for line in _lines(folder / TERMS_FILE):
        ui, term = line["DescriptorUI"], line["TermName"]
        if ui not in kinds or line["DescriptorName"].lower() in _TOO_COMMON:
            continue
        names.setdefault(ui, _turned(line["DescriptorName"]))
        term = _turned(term)
        if _PLAIN_TERM.fullmatch(term) and term.count(" ") < _WORD_LIMIT and len(term) > 3:
            synonyms.setdefault(ui, {})[_cased(term)] = None
    return [
        ConceptEntry(
            ui,
            _cased(names[ui]),
            kinds[ui],
            parents=tuple(sorted({p for t in places[ui] if (p := _above(t, owner)) in names})),
            synonyms=tuple(s for s in synonyms.get(ui, {}) if s != _cased(names[ui])),
            found_by=found_by(names[ui], places[ui]),
        )
        for ui in sorted(names)
    ]


def lay_below(base: Sequence[ConceptEntry], descriptors: Sequence[ConceptEntry]) -> ConceptIndex:
    """Return the concepts of a package with the descriptors that it does not have.

    A name that is taken keeps its first owner, so that no two concepts of one
    kind share one; a descriptor whose main name is taken is left out, and its
    children hang on what is above it.
    """
    index = ConceptIndex(())
    taken = {(e.kind, index.normal_form(n)) for e in base for n in (e.name, *e.synonyms)}
    known = {e.concept_id for e in base}
    kept: list[ConceptEntry] = []
    for entry in descriptors:
        key = (entry.kind, index.normal_form(entry.name))
        if entry.concept_id in known or key in taken:
            continue
        taken.add(key)
        synonyms = []
        for synonym in entry.synonyms:
            key = (entry.kind, index.normal_form(synonym))
            if key not in taken:
                taken.add(key)
                synonyms.append(synonym)
        kept.append(replace(entry, synonyms=tuple(synonyms)))
    kinds = {e.concept_id: e.kind for e in (*base, *kept)}
    found = [
        replace(e, parents=tuple(p for p in e.parents if kinds.get(p) == e.kind)) for e in kept
    ]
    above = {e.concept_id: e.parents for e in (*base, *found)}
    return ConceptIndex([*base, *(_without_circles(entry, above) for entry in found)])


def _without_circles(entry: ConceptEntry, above: dict[str, tuple[str, ...]]) -> ConceptEntry:
    """Drop the parents that stand below their child in another branch of the tree."""
    kept = []
    for parent in entry.parents:
        seen, level = {parent}, [parent]
        while level:
            level = [p for c in level for p in above.get(c, ()) if p not in seen]
            seen.update(level)
        if entry.concept_id not in seen:
            kept.append(parent)
    above[entry.concept_id] = tuple(kept)
    return replace(entry, parents=tuple(kept))


def _lines(path: Path) -> Iterator[dict[str, str]]:
    try:
        text = gzip.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise EvidenceMissingError(path=path, why=str(error)) from error
    yield from csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)


def _kind(trees: list[str]) -> ConceptKind | None:
    for branch, kind in _BRANCHES:
        if any(tree.startswith(branch) for tree in trees):
            return kind
    return None


def _above(tree: str, owner: dict[str, str]) -> str:
    while "." in tree:
        tree = tree.rpartition(".")[0]
        if tree in owner:
            return owner[tree]
    return ""


def _turned(term: str) -> str:
    """Turn "Pain, Chronic" into "Chronic Pain", and "Contraceptives, Oral, Combined" likewise."""
    head, *tails = term.split(", ")
    # What is combined stands side by side.
    if not tails or tails[-1].endswith("Drug Combination"):
        return " ".join([head, *tails])
    return " ".join([*reversed(tails), head]) if len(tails) < _TURNED_PARTS else term


def _cased(term: str) -> str:
    # Words in capitals stay: they are abbreviations, and are found in capitals only.
    return re.sub(r"[^ \-]+", lambda w: w[0] if _is_short(w[0]) else w[0].lower(), term)


def _is_short(word: str) -> bool:
    return sum(c.isupper() for c in word) > 1
