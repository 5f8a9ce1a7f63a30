"""Annotated articles for tests; every claim in them is invented."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import get_args

from hypothesis import strategies as st

from pipeline.learn.annotations.labels import read_labels
from pipeline.learn.annotations.records import (
    PARTS,
    AnnotatedArticle,
    Annotation,
    CellNamed,
    CodeNamed,
    Fields,
    Named,
    Number,
    SourceNamed,
)
from pipeline.learn.annotations.store import FILES, write_lines, write_source
from pipeline.records import Attribution, Bound, Causal, Direction, Hedge, Role, Species
from pipeline.resources import annotations_dir

LABELS = read_labels(annotations_dir())
MINT = Named("mint tea", "X-TEST-MINT")
# Everything that a claim can have.
WHOLE = Fields(
    intervention=MINT,
    condition=Named("cramps"),
    outcome=Named("pain", "X-PAIN"),
    comparators=(Named("water", "X-PLACEBO"), Named("no tea")),
    population=Named("adults", "D000328"),
    quantities=(
        Number("30%", "proportion", "effect", value=0.3),
        Number("1.2 to 2.4", "ratio", "effect", low=1.2, high=2.4, bound="ci95"),
        Number("dozens", "count", "participants"),
    ),
    dose="two cups",
    timeframe="after a week",
    form="tea",
    species="human",
    direction="decrease",
    hedge="possible",
    negated=False,
    causal="causal",
    attribution="named_source",
    source=SourceNamed("Leaf", "Lee et al.", "Leaves", "On mint", 2019, ("CD999001",), 3, 120),
    cell=CellNamed(1, 2, 3, ("cramps", "change")),
    code=CodeNamed("CPT", "00000", "mint"),
)


def marked(drawn, *said, name="mint.txt", part="dev", topic="mint", **others):
    """An article whose stretches are drawn in [brackets], with what is said of each in turn.

    What is said is a kind, or the arguments of `Annotation`; a claim without a
    verdict is supported, a hard negative without a trap is a question.
    """
    source = re.sub(r"[\[\]]", "", drawn)
    places, starts, length = [], [], 0
    for character in drawn:
        if character == "[":
            starts.append(length)
        elif character == "]":
            places.append((starts.pop(), length))
        else:
            length += 1
    annotations = [
        mark(source, *place, **({"kind": given} if isinstance(given, str) else given))
        for place, given in zip(sorted(places), said, strict=True)
    ]
    annotations.sort(key=lambda one: one.place)
    return AnnotatedArticle(name, source, tuple(annotations), part, topic, **others)


def mark(source, start, end, *, kind="efficacy", **said):
    """An annotation of a place."""
    given = {"trap": "question"} if kind == "none" else {"verdict": "supported", "why": "seen"}
    return Annotation(start, end, source[start:end], kind, **(given | said))


def write_corpus(folder, *articles, second=(), first=(), frozen=""):
    """Write articles, their annotations and the lists into a folder; return it."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    labels = (annotations_dir() / "labels.toml").read_text(encoding="utf-8")
    (folder / "labels.toml").write_text(labels, encoding="utf-8")
    for article in (*articles, *first, *second):
        write_source(folder / "articles" / article.name, article.source)
    write_lines(folder / FILES["settled"], articles)
    if first or second:
        write_lines(folder / FILES["first"], first)
        write_lines(folder / FILES["second"], second)
    listed = {article.name: article for article in (*articles, *first, *second)}.values()
    lines = [f"[frozen]\ntest = {json.dumps(frozen)}\n"] if frozen else []
    for part in PARTS:
        of_part = [one for one in listed if one.part == part]
        lines.append(f"[{part}]\n")
        lines += [f"{json.dumps(one.name)} = {json.dumps(one.topic)}\n" for one in of_part]
    (folder / "splits.toml").write_text("".join(lines), encoding="utf-8")
    return folder


# --- any articles at all ------------------------------------------------------------------------

# What texts of articles are made of, and what has broken offsets before.
_SPICE = st.sampled_from("💊🧘\U0001f468\u200d👩é\u0301\u2028\xa0\r\n\t \"'\\<&|#%0123½.,;")
_ANY = st.characters(exclude_categories=["Cs"])
_HARMLESS = st.characters(exclude_categories=["Cs", "Cc"])
_WORDS = st.text(st.one_of(_HARMLESS, _SPICE), min_size=1, max_size=12)


def _maybe(strategy):
    return st.none() | strategy


def _one_of(literal):
    return st.sampled_from(get_args(literal))


_FLOATS = st.floats(-1e300, 1e300)
_COUNTS = st.integers(0, 10**9)
_NAMED = st.builds(Named, _WORDS, _maybe(_WORDS))
_NUMBERS = st.builds(
    Number,
    _WORDS,
    _WORDS,
    _one_of(Role),
    value=_maybe(_FLOATS),
    low=_maybe(_FLOATS),
    high=_maybe(_FLOATS),
    bound=_one_of(Bound),
)


def _tuples(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


FIELDS = st.builds(
    Fields,
    intervention=_maybe(_NAMED),
    condition=_maybe(_NAMED),
    outcome=_maybe(_NAMED),
    comparators=_tuples(_NAMED),
    population=_maybe(_NAMED),
    quantities=_tuples(_NUMBERS),
    dose=_maybe(_WORDS),
    timeframe=_maybe(_WORDS),
    form=_maybe(_WORDS),
    species=_maybe(_one_of(Species)),
    direction=_maybe(_one_of(Direction)),
    hedge=_maybe(_one_of(Hedge)),
    negated=_maybe(st.booleans()),
    causal=_maybe(_one_of(Causal)),
    attribution=_maybe(_one_of(Attribution)),
    source=_maybe(
        st.builds(
            SourceNamed,
            publisher=_maybe(_WORDS),
            authors=_maybe(_WORDS),
            journal=_maybe(_WORDS),
            title=_maybe(_WORDS),
            year=_maybe(_COUNTS),
            identifiers=_tuples(_WORDS),
            n_trials=_maybe(_COUNTS),
            n_participants=_maybe(_COUNTS),
        )
    ),
    cell=_maybe(st.builds(CellNamed, _COUNTS, _COUNTS, _COUNTS, _tuples(_WORDS))),
    code=_maybe(st.builds(CodeNamed, _WORDS, _WORDS, _maybe(_WORDS))),
)
assert len(fields(Fields)) == 18  # a new field is to be tried as well


@st.composite
def _annotations(draw, source):
    found = {}
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(source) - 1))
        end = draw(st.integers(start + 1, len(source)))
        text = source[start:end]
        start += len(text) - len(text.lstrip())
        text = text.strip()
        if not text:
            continue
        kind = draw(st.sampled_from(LABELS.kinds))
        is_claim = kind != "none"
        one = Annotation(
            start,
            start + len(text),
            text,
            kind,
            verdict=draw(_maybe(st.sampled_from(LABELS.verdicts))) if is_claim else None,
            why=draw(st.just("") | _WORDS),
            trap=None if is_claim else draw(_maybe(st.sampled_from(LABELS.traps))),
            fields=draw(_maybe(FIELDS)) if is_claim else None,
        )
        found.setdefault(one.place, one)
    return tuple(found[place] for place in sorted(found))


@st.composite
def any_articles(draw, *, harmless=False):
    """Up to three articles with any text; stretches overlap as they like.

    With `harmless`, texts are such that a file of them is taken for text.
    """
    alphabet = st.one_of(_HARMLESS if harmless else _ANY, _SPICE)
    articles = []
    for number in range(draw(st.integers(1, 3))):
        source = "Mint tea. " + draw(st.text(alphabet, max_size=60))
        articles.append(
            AnnotatedArticle(
                name=f"mint-{number}.txt",
                source=source,
                annotations=draw(_annotations(source)),
                part=draw(_maybe(st.sampled_from(PARTS))),
                topic=draw(st.just("") | _WORDS),
            )
        )
    return articles
