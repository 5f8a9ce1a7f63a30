"""Which kinds a clause claims: each pattern finds its example, and what takes it out again."""

import re

import pytest
from spans import drawn

from pipeline.mark.kinds import is_told, kind_named, kinds_of
from pipeline.resources import word_list

PATTERNS = {
    entry["name"]: entry
    for family in ("claim", "not_a_claim", "no_result")
    for entry in word_list("claims")[family]
}


@pytest.mark.parametrize("name", PATTERNS)
def test_claim_patterns_find_their_own_example(name):
    text, (span,) = drawn(PATTERNS[name]["example"])
    found = re.search(PATTERNS[name]["pattern"], text, re.IGNORECASE)
    assert found is not None
    assert found.span() == span


def kinds(clause: str, *named: str) -> list[str]:
    found = kinds_of(clause, (), told=is_told(clause), conditions=(), named=frozenset(named))
    return [kind for kind, _, _ in found]


KINDS = {
    "an effect": ("relieves chronic pain", "efficacy"),
    "a mechanism": ("resets your immune system", "mechanism"),
    "a harm": ("no side effects", "safety"),
    "a status": ("Prescription only", "regulatory"),
    "advice": ("Take it to treat a cold", ""),
    "no more than a name": ("stripes and spots", ""),
}


@pytest.mark.parametrize(("clause", "kind"), KINDS.values(), ids=KINDS)
def test_kinds_are_those_of_the_words(clause, kind):
    assert kinds(clause, "condition", "intervention") == ([kind] if kind else [])


def test_kinds_want_something_of_health_for_an_effect():
    assert kinds("treats the wood") == []
    assert kinds("treats the wood", "condition") == ["efficacy"]


def test_kinds_know_the_first_kind_that_words_name():
    assert kind_named("FDA approved for weight loss") == "regulatory"
    assert kind_named("Colour") is None
