"""How well quantities are read, on sets that others made."""

from __future__ import annotations

import gzip
import json
import sys
from types import SimpleNamespace

import pytest

from pipeline.errors import QuantitySetUnreadableError
from pipeline.learn import quantities
from pipeline.learn.quantities import (
    OURS,
    QUANTULUM,
    Told,
    installed_readers,
    quantulum_sentences,
    read_ours,
    read_paragraphs,
    read_sentences,
    score_set,
)

ROWS = [
    {
        "req": "Two metres in 1979 at 5%",
        "res": [
            {"value": 2, "unit": "metre", "surface": "Two metres"},
            {"value": 1979, "unit": "dimensionless", "surface": "1979"},
            {"value": 5, "unit": "percentage", "surface": "5%"},
        ],
    },
    {
        "req": "for two years and six months",
        "res": [
            {"value": 2, "unit": "year", "surface": "two years"},
            {"value": 6, "unit": "month", "surface": "six months"},
        ],
    },
    {
        "req": "from 4 mg to 8 mg",
        "res": [{"value": 6, "unit": "milligram", "surface": "4 mg to 8 mg", "uncertainty": 2}],
    },
]
PARAGRAPH = {
    "text": "In 1991 we saw 12 km of pipes and 40 dogs.",
    "annots": [
        ["1", "Quantity", 3, 7, "1991", ""],
        ["2", "Quantity", 15, 20, "12 km", '{"unit": "km"}'],
        ["2", "MeasuredEntity", 24, 29, "pipes", ""],
        ["3", "Quantity", 34, 41, "40 dogs", '{"unit": "dogs"}'],
    ],
}


@pytest.fixture
def sentences(tmp_path):
    path = tmp_path / "quantities.json"
    path.write_text(json.dumps(ROWS), encoding="utf-8")
    return path


@pytest.fixture
def sets(tmp_path):
    (tmp_path / "measeval").mkdir()
    with gzip.open(tmp_path / "measeval" / "trial.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(PARAGRAPH) + "\n")
    return tmp_path


def test_quantities_want_what_has_a_unit_that_both_know(sentences):
    first, *_ = read_sentences(sentences)
    assert [(t.value, t.unit) for t in first.wanted] == [(2.0, "m"), (0.05, "proportion")]
    assert [first.text[t.start : t.end] for t in first.left_out] == ["1979"]


def test_quantities_want_no_dates_of_paragraphs(sets):
    (sample,) = read_paragraphs(sets, "trial")
    assert [(sample.text[t.start : t.end], t.unit) for t in sample.wanted] == [
        ("12 km", "km"),
        ("40 dogs", ""),
    ]
    assert [sample.text[t.start : t.end] for t in sample.left_out] == ["1991"]


def test_quantities_count_what_was_found_and_what_is_right(sentences):
    score = score_set("own", read_sentences(sentences), {OURS: read_ours})
    ours = score.readers[OURS]
    assert (score.n_texts, score.n_wanted, score.n_left_out) == (3, 5, 1)
    assert (ours.found.part, ours.found.whole) == (5, 5)
    # Two years and six months in one, and a range in two.
    assert (ours.right.part, ours.right.whole) == (5, 5)


READERS = {
    "nothing": ([], (0, 2), (0, 0), (0, 2)),
    "another value": ([Told(0, 10, 3.0, "m")], (1, 2), (1, 1), (0, 2)),
    "another unit": ([Told(0, 10, 2.0, "km")], (1, 2), (1, 1), (0, 2)),
    "a larger unit of the same length": ([Told(0, 10, 0.002, "km")], (1, 2), (1, 1), (1, 2)),
    "what is left out is not judged": ([Told(14, 18, 1979.0)], (0, 2), (0, 0), (0, 2)),
    "made up": ([Told(11, 13, 7.0)], (0, 2), (0, 1), (0, 2)),
}


@pytest.mark.parametrize(("said", "found", "precise", "right"), READERS.values(), ids=READERS)
def test_quantities_hold_readers_against_a_set(sentences, said, found, precise, right):
    samples = read_sentences(sentences)[:1]
    score = score_set("own", samples, {"it": lambda _: said}).readers["it"]
    shares = (score.found, score.precise, score.right)
    assert [(one.part, one.whole) for one in shares] == [found, precise, right]


def test_quantities_of_a_set_that_is_broken_say_where(tmp_path):
    broken = tmp_path / "quantities.json"
    broken.write_text('[{"req": "5 mg"}]', encoding="utf-8")
    for read in (
        lambda: read_sentences(broken),
        lambda: read_sentences(tmp_path / "none.json"),
        lambda: read_paragraphs(tmp_path, "trial"),
    ):
        with pytest.raises(QuantitySetUnreadableError, match="Cannot read quantities from"):
            read()


def test_quantities_are_read_by_quantulum_where_it_is_installed(monkeypatch, tmp_path):
    read = SimpleNamespace(span=(0, 3), value=5, unit=SimpleNamespace(name="percentage"))
    package = SimpleNamespace(
        classifier=SimpleNamespace(USE_CLF=True), parser=SimpleNamespace(parse=lambda _: [read])
    )
    monkeypatch.setitem(sys.modules, QUANTULUM, package)
    place = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(quantities, "find_spec", lambda _: place)
    assert installed_readers()[QUANTULUM]("5 %") == [Told(0, 3, 0.05, "proportion")]
    assert package.classifier.USE_CLF is False
    found = quantulum_sentences()
    assert found is not None
    assert found.name == "quantities.json"
    assert found.is_relative_to(tmp_path)


def test_quantities_are_read_by_ours_alone_where_nothing_else_is_installed(monkeypatch):
    monkeypatch.setattr(quantities, "find_spec", lambda _: None)
    assert list(installed_readers()) == [OURS]
    assert quantulum_sentences() is None
