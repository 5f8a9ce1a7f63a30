"""Records cannot be made in a state that breaks their rule, and cannot be changed."""

import dataclasses
import datetime as dt
import inspect
import math
import pickle
import re
from array import array

import factories
import pytest

from pipeline import records
from pipeline.offsets import OffsetMap
from pipeline.records import (
    Article,
    ArticleId,
    Block,
    Cell,
    CitedSource,
    Concept,
    JudgedClaim,
    Link,
    LookedUp,
    Notice,
    Page,
    Quantity,
    Silence,
    Statement,
    Table,
    Work,
)

ALL = [
    kind
    for _, kind in sorted(vars(records).items())
    if dataclasses.is_dataclass(kind) and kind.__module__.startswith(records.__name__)
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_records_are_frozen_and_slotted_and_say_what_they_are(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)
    assert not inspect.getdoc(kind).startswith(f"{kind.__name__}(")


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_records_have_no_bags_of_anything(kind):
    for field in dataclasses.fields(kind):
        assert not re.search(r"\b(?:Any|dict|object)\b", str(field.type))


def article(**fields):
    given = {
        "article_id": ArticleId("a"),
        "path": "a.md",
        "format": "text",
        "sha256": "",
        "source": "abc",
        "text": "abc",
        "offsets": OffsetMap(array("i", [0, 1, 2]), array("i", [1, 2, 3])),
        "blocks": (Block("paragraph", 0, 3),),
    }
    return Article(**(given | fields))


CELL = Cell(1, 1, 0, 1, "a")
BROKEN = {
    "a block of nothing": (lambda: Block("paragraph", 3, 3), "empty or negative block"),
    "a block before the text": (lambda: Block("paragraph", -1, 3), "empty or negative block"),
    "a cell in row nought": (lambda: Cell(0, 1, 0, 1, "a"), "count from 1"),
    "a cell backwards": (lambda: Cell(1, 1, 3, 1, "a"), "negative cell span"),
    "two cells in one place": (lambda: Table(1, (CELL, CELL)), "each place taken once"),
    "cells out of order": (lambda: Table(1, (Cell(2, 1, 0, 1, "b"), CELL)), "in order"),
    "offsets for another text": (lambda: article(text="ab"), "3 offsets for 2"),
    "a block past the end": (lambda: article(blocks=(Block("paragraph", 0, 4),)), "out of order"),
    "blocks that overlap": (
        lambda: article(blocks=(Block("paragraph", 0, 2), Block("paragraph", 1, 3))),
        "out of order",
    ),
    "a quantity of nothing": (lambda: Quantity(None, "count"), "needs a value"),
    "a quantity without end": (lambda: Quantity(math.inf, "count"), "finite"),
    "no number at all": (lambda: Quantity(1.0, "count", low=math.nan), "finite"),
    "an interval upside down": (lambda: Quantity(1.0, "count", low=2.0, high=1.0), "upside down"),
    "a quantity backwards": (lambda: Quantity(1.0, "count", start=2, end=1), "negative span"),
    "a claim of nothing": (lambda: factories.make_claim(""), "empty or negative span"),
    "a code claim without code": (
        lambda: dataclasses.replace(factories.make_claim(), kind="code"),
        "needs its code",
    ),
    "too sure": (lambda: factories.make_finding(confidence=1.01), "not in 0..1"),
    "less than unsure": (lambda: factories.make_finding(confidence=-0.01), "not in 0..1"),
    "a finding without reason": (lambda: factories.make_finding(reason=""), "needs a reason"),
    "a verdict without finding": (
        lambda: JudgedClaim(factories.make_claim(), ()),
        "at least one finding",
    ),
}


@pytest.mark.parametrize(("make", "why"), BROKEN.values(), ids=BROKEN)
def test_records_refuse_what_breaks_their_rule(make, why):
    with pytest.raises(ValueError, match=why):
        make()


WHOLE = {
    "both ends of confidence": lambda: [factories.make_finding(confidence=c) for c in (0.0, 1.0)],
    "an interval of one point": lambda: Quantity(1.0, "count", low=1.0, high=1.0),
    "an interval alone": lambda: Quantity(None, "count", low=1.0),
    "blocks that touch": lambda: article(blocks=(Block("paragraph", 0, 2), Block("quote", 2, 3))),
    "an empty cell": lambda: Cell(1, 1, 3, 3, ""),
}


@pytest.mark.parametrize("make", WHOLE.values(), ids=WHOLE)
def test_records_take_what_stands_on_the_edge(make):
    assert make()


def test_records_table_answers_for_cells_that_reach_over_others():
    table = Table(
        1,
        (
            Cell(1, 1, 0, 1, "Remedy", header=True, row_span=2),
            Cell(1, 2, 2, 3, "Sleep", header=True, column_span=2),
            Cell(2, 3, 4, 5, "Total", header=True),
            Cell(3, 1, 6, 7, "Yoga", row_span=2),
            Cell(4, 3, 8, 9, "7 h"),
        ),
    )
    assert [table.column_header(n) for n in (1, 2, 3, 4)] == ["Remedy", "Sleep", "Sleep Total", ""]
    assert [table.row_header(n) for n in (2, 3, 4, 5)] == ["Remedy", "Yoga", "Yoga", ""]
    with pytest.raises(ValueError, match="reaches over 0 rows"):
        Cell(1, 1, 0, 1, "x", row_span=0)


def test_records_table_answers_by_place():
    table = Table(
        1,
        (
            Cell(1, 1, 0, 1, "Remedy", header=True),
            Cell(1, 2, 2, 3, "Change", header=True),
            Cell(2, 1, 4, 5, "Yoga"),
            Cell(2, 2, 6, 7, "-31%"),
        ),
    )
    assert (table.n_rows, table.n_columns) == (2, 2)
    assert table.at(2, 2).text == "-31%"
    assert table.at(3, 1) is None
    assert (table.column_header(2), table.row_header(2)) == ("Change", "Yoga")
    assert (table.column_header(3), table.row_header(3)) == ("", "")
    assert (Table(1, ()).n_rows, Table(1, ()).n_columns) == (0, 0)


def test_records_statement_gives_quantities_by_role():
    dose, effect = factories.make_quantity(role="dose"), factories.make_quantity(role="effect")
    statement = Statement(quantities=(dose, effect))
    assert statement.of_role("effect") == (effect,)
    assert statement.of_role("effect", "dose") == (dose, effect)


VAGUE = {
    "nothing": ({}, True),
    "a year": ({"year": 2020}, True),
    "a publisher": ({"publisher": "NICE"}, False),
    "authors": ({"authors": ("Lee",)}, False),
    "a journal": ({"journal": "Pain"}, False),
    "an identifier": ({"identifiers": (("doi", "10.1/x"),)}, False),
}


@pytest.mark.parametrize(("fields", "expected"), VAGUE.values(), ids=VAGUE)
def test_records_source_is_vague_where_nothing_leads_to_one(fields, expected):
    assert CitedSource("studies", **fields).is_vague is expected


def test_records_the_first_finding_decides():
    first, second = factories.make_finding("ST002"), factories.make_finding("UV001")
    judged = factories.make_judged(findings=[first, second])
    assert judged.decisive is first


def test_records_result_gives_all_claims_in_order():
    one, two = factories.make_judged(), factories.make_judged()
    result = factories.make_result(
        [factories.make_document(claims=[one]), factories.make_document(claims=[two])]
    )
    assert list(result.claims()) == [one, two]


@pytest.mark.parametrize("record", [factories.make_result(), factories.make_match()])
def test_records_survive_the_way_to_another_process(record):
    assert pickle.loads(pickle.dumps(record)) == record


def test_records_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Concept("a", "X-A", "a").name = "b"


NAMED = {
    "everything": ((), "ST002", True),
    "the code": (("CI003", "ST002"), "ST002", True),
    "the family": (("ST",), "ST002", True),
    "another code": (("ST001",), "ST002", False),
    "another family": (("CI",), "ST002", False),
    "the beginning of a code": (("ST0",), "ST002", False),
}


@pytest.mark.parametrize(("codes", "code", "expected"), NAMED.values(), ids=NAMED)
def test_records_a_silence_covers_the_codes_that_it_names(codes, code, expected):
    silence = Silence(codes, "", 0, 9, 10, 20)
    assert silence.covers(10, code) is expected


def test_records_a_silence_covers_from_its_first_place_up_to_its_last():
    silence = Silence((), "", 0, 9, 10, 20)
    assert [silence.covers(place, "ST002") for place in (9, 10, 19, 20)] == [
        False,
        True,
        True,
        False,
    ]


def test_records_a_result_has_the_notices_of_its_documents_first():
    notices = [Notice("a.md", "W101", "One."), Notice("b.json", "W201", "Two.")]
    document = dataclasses.replace(factories.make_document(), notices=(notices[0],))
    result = dataclasses.replace(factories.make_result([document]), notices=(notices[1],))
    assert result.all_notices() == notices


def test_records_a_page_was_fetched_at_a_time_that_is_the_same_everywhere():
    noon = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    page = Page("a", "b", 200, (("etag", "1"),), noon, "0" * 64)
    assert (page.header("etag"), page.header("age")) == ("1", "")
    for other in (noon.replace(tzinfo=None), noon.astimezone(dt.timezone(dt.timedelta(hours=1)))):
        with pytest.raises(ValueError, match="UTC"):
            dataclasses.replace(page, fetched_at=other)


def test_records_what_was_looked_up_says_what_it_must():
    identifier, work = ("doi", "10.1000/a"), Work(("Crossref",))
    assert LookedUp(identifier, "found", work).work is work
    assert LookedUp(identifier, "missing", why="unknown").work is None
    for wrong in ({"state": "found"}, {"state": "there", "work": work}, {"state": "failed"}):
        with pytest.raises(ValueError, match=r"because of|with"):
            LookedUp(identifier, **wrong)


def test_records_a_link_has_a_place():
    assert Link(3, 3, "https://a.example").href == "https://a.example"
    with pytest.raises(ValueError, match="negative link"):
        Link(3, 2, "https://a.example")
