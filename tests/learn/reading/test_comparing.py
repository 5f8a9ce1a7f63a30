from dataclasses import replace

import pytest
from learn.annotations.marking import WHOLE

from pipeline.learn.annotations.records import (
    CellNamed,
    CodeNamed,
    Fields,
    Named,
    Number,
    SourceNamed,
)
from pipeline.learn.reading.comparing import (
    FIELD_NAMES,
    compare,
    same_headers,
    same_place,
    surnames,
    words,
)


def the(field, gold, other):
    """The outcomes of one field, as right, or what was made up, or what was left out."""
    return [(one.given, one.got, one.right) for one in compare(gold, other) if one.field == field]


def right(field, gold, other):
    ((_, _, is_right),) = the(field, gold, other)
    return is_right


def test_comparing_a_reader_with_himself_finds_every_field_right():
    compared = compare(WHOLE, WHOLE)
    assert {one.field for one in compared} == set(FIELD_NAMES)
    assert all(one.right and one.given and one.got for one in compared)


def test_comparing_nothing_with_nothing_is_right_and_given_by_nobody():
    assert all(one.right and not one.given and not one.got for one in compare(Fields(), Fields()))


# --- numbers -------------------------------------------------------------------------------------


def numbers(*of):
    return Fields(quantities=of)


THIRD = Number("a third", "proportion", "effect", value=0.33)
NUMBERS = {
    "the same": (THIRD, replace(THIRD, value=1 / 3), (True, True, True)),
    "within a ninetieth": (THIRD, replace(THIRD, value=0.3336), (True, True, True)),
    "further off": (THIRD, replace(THIRD, value=0.34), (False, False, False)),
    "another unit": (THIRD, replace(THIRD, unit="ratio"), (True, False, False)),
    "another role": (THIRD, replace(THIRD, role="baseline"), (True, True, False)),
    "another sign": (THIRD, replace(THIRD, value=-0.33), (False, False, False)),
    "ends that the reader leaves out": (THIRD, replace(THIRD, low=0.3), (True, True, True)),
    "an end that the other leaves out": (replace(THIRD, low=0.3), THIRD, (False, False, False)),
    "a dose of a day, marked without the day": (
        Number("40 mg", "mg", "dose", value=40.0),
        Number("40 mg a day", "mg/d", "dose", value=40.0),
        (True, True, True),
    ),
    "a dose of a day, marked with the day": (
        Number("40 mg a day", "mg", "dose", value=40.0),
        Number("40 mg a day", "mg/d", "dose", value=40.0),
        (True, False, False),
    ),
    "how often, marked without the day": (
        Number("twice", "count", "frequency", value=2.0),
        Number("twice a day", "/d", "frequency", value=2.0),
        (True, True, True),
    ),
    "a count of things with a name": (
        Number("two servings", "count", "dose", value=2.0),
        Number("two servings", "{serving}", "dose", value=2.0),
        (True, True, True),
    ),
    "a concentration for an amount": (
        Number("40 mg", "mg", "dose", value=40.0),
        Number("40 mg per litre", "mg/L", "dose", value=40.0),
        (True, False, False),
    ),
    "words alone": (
        Number("dozens", "count", "trials"),
        Number("Dozens", "count", "trials", low=24.0),
        (True, True, True),
    ),
}


@pytest.mark.parametrize(("gold", "said", "expected"), NUMBERS.values(), ids=NUMBERS)
def test_comparing_numbers_by_value_then_unit_then_role(gold, said, expected):
    found = [
        the(field, numbers(gold), numbers(said))[0]
        for field in ("value", "value, unit", "value, unit, role")
    ]
    assert tuple(is_right for _, _, is_right in found) == expected


def test_comparing_numbers_pairs_the_more_alike():
    arms = (
        Number("5", "count", "intervention_arm", value=5.0),
        Number("5", "count", "comparator_arm", value=5.0),
    )
    assert the("value, unit, role", numbers(*arms), numbers(*arms[::-1])) == [(True,) * 3] * 2


def test_comparing_numbers_counts_what_was_missed_and_what_was_made_up():
    other = Number("7", "count", "trials", value=7.0)
    assert the("value", numbers(THIRD), numbers(other)) == [
        (True, False, False),
        (False, True, False),
    ]


def test_comparing_numbers_uses_each_once():
    assert the("value", numbers(THIRD, THIRD), numbers(THIRD)) == [
        (True, True, True),
        (True, False, False),
    ]


# --- concepts ------------------------------------------------------------------------------------

CONCEPTS = {
    "the same id": (Named("mint", "X-MINT"), Named("it", "X-MINT"), True),
    "another id": (Named("mint", "X-MINT"), Named("mint", "X-TEA"), False),
    "left out": (Named("mint", "X-MINT"), None, False),
    "made up": (None, Named("mint", "X-MINT"), False),
    "unknown and left out": (Named("fizz"), None, True),
    "unknown, in the same words": (Named("Fizz!"), Named("fizz", "X-MINT"), True),
    "unknown, something else": (Named("fizz"), Named("mint", "X-MINT"), False),
}


@pytest.mark.parametrize(("gold", "said", "expected"), CONCEPTS.values(), ids=CONCEPTS)
@pytest.mark.parametrize("field", ["intervention", "condition", "outcome", "population"])
def test_comparing_concepts_by_id(field, gold, said, expected):
    assert right(field, Fields(**{field: gold}), Fields(**{field: said})) is expected


SHAM, WATER, FIZZ = Named("sham", "X-SHAM"), Named("water", "X-PLACEBO"), Named("fizz")
COMPARATORS = {
    "the same in another order": ((SHAM, WATER), (WATER, SHAM), True),
    "one of two": ((SHAM, WATER), (SHAM,), False),
    "one more": ((SHAM,), (SHAM, WATER), False),
    "an unknown one left out": ((SHAM, FIZZ), (SHAM,), True),
    "an unknown one in the same words": ((SHAM, FIZZ), (SHAM, Named("Fizz", "X-TEA")), True),
    "none": ((), (), True),
}


@pytest.mark.parametrize(("gold", "said", "expected"), COMPARATORS.values(), ids=COMPARATORS)
def test_comparing_comparators_all_together(gold, said, expected):
    assert right("comparators", Fields(comparators=gold), Fields(comparators=said)) is expected


# --- sources -------------------------------------------------------------------------------------

SOURCES = {
    "a body by its letters": ("publisher", "NIH", "National Institutes of Health", True),
    "a body by its country": (
        "publisher",
        "the American Food and Drug Administration",
        "Food and Drug Administration",
        True,
    ),
    "an unknown body": ("publisher", "The Mint Board", "Mint Board", True),
    "another body": ("publisher", "NIH", "Cochrane", False),
    "a journal by its abbreviation": (
        "journal",
        "Ann Intern Med",
        "Annals of Internal Medicine",
        True,
    ),
    "a journal with its article": ("journal", "The Lancet", "Lancet", True),
    "another journal": ("journal", "Pain", "The Lancet", False),
    "authors by the first": ("authors", "Lee AB, Kim C", "Lee", True),
    "authors in full": ("authors", "Mina Lee &amp; Jo Kim", "Lee, Kim", True),
    "other authors": ("authors", "Lee, Kim", "Lee, Park", False),
    "a year": ("year", 2019, 2020, False),
    "trials": ("n_trials", 12, 12, True),
    "people": ("n_participants", 900, None, False),
    "an identifier by another look": (
        "identifiers",
        ("doi:10.1/X",),
        ("https://doi.org/10.1/x",),
        True,
    ),
    "a review without its version": ("identifiers", ("CD999001.pub2",), ("CD999001",), True),
    "another version": ("identifiers", ("CD999001.pub2",), ("CD999001.pub3",), False),
    "one identifier more": ("identifiers", ("7",), ("7", "8"), False),
}
NAMES = {"n_trials": "trials", "n_participants": "participants"}


@pytest.mark.parametrize(("key", "gold", "said", "expected"), SOURCES.values(), ids=SOURCES)
def test_comparing_sources_by_any_of_their_names(key, gold, said, expected):
    fields = [Fields(source=SourceNamed(**{key: value})) for value in (gold, said)]
    assert right(NAMES.get(key, key), *fields) is expected


def test_comparing_sources_sees_what_was_made_up():
    made_up = Fields(source=SourceNamed(publisher="Cochrane"))
    assert the("publisher", Fields(), made_up) == [(False, True, False)]


def test_comparing_surnames_leaves_initials_and_others_out():
    assert surnames("van Dyk C, O'Neil D et al") == ["dyk", "neil"]
    assert surnames("Lee and colleagues") == ["lee"]
    assert surnames("et al.") == []


# --- all else ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "gold", "said"),
    [("hedge", "none", "shown"), ("causal", "causal", "none"), ("attribution", "none", "opponent")],
)
def test_comparing_names_by_themselves(field, gold, said):
    assert right(field, Fields(**{field: gold}), Fields(**{field: gold}))
    assert not right(field, Fields(**{field: gold}), Fields(**{field: said}))


def test_comparing_denials():
    assert right("negated", Fields(negated=True), Fields(negated=True))
    assert not right("negated", Fields(negated=True), Fields(negated=False))


def test_comparing_a_direction_that_was_not_seen_leaves_it_out():
    unclear = Fields(direction="unclear")
    assert the("direction", Fields(), unclear) == [(False, False, True)]
    assert the("direction", unclear, unclear) == [(True, False, True)]
    assert the("direction", Fields(direction="increase"), unclear) == [(True, False, False)]
    assert the("direction", Fields(), Fields(direction="increase")) == [(False, True, False)]


def test_comparing_codes_with_their_systems():
    code = Fields(code=CodeNamed("cpt", "97810", "needles"))
    assert right("code", code, Fields(code=CodeNamed("CPT", "97810")))
    assert not right("code", code, Fields(code=CodeNamed("HCPCS", "97810")))


HEADERS = {
    "joined otherwise": (("Mint", "What to expect, relief"), ("Mint", "What to expect", "relief")),
    "in another order": (("Mint", "Relief"), ("Relief", "Mint")),
    "with markup": (("<b>Mint&nbsp;tea</b>", "**Relief**"), ("mint tea", "relief")),
}


@pytest.mark.parametrize(("gold", "said"), HEADERS.values(), ids=HEADERS)
def test_comparing_headers_by_their_words(gold, said):
    assert same_headers(CellNamed(1, 1, 1, gold), CellNamed(2, 2, 2, said))


def test_comparing_headers_misses_no_word():
    assert not same_headers(CellNamed(1, 1, 1, ("Mint", "Relief")), CellNamed(1, 1, 1, ("Mint",)))


def test_comparing_places_of_cells():
    assert same_place(CellNamed(1, 2, 3, ("a",)), CellNamed(1, 2, 3))
    assert not same_place(CellNamed(1, 2, 3), CellNamed(1, 3, 2))


def test_comparing_words_are_without_markup():
    assert words("<td>Half&#8209;life (h)</td>") == ("half", "life", "h")
