"""In which form and by which way it was given, and in what it was seen."""

import re

import pytest
from normalise.reading import last_statement
from spans import drawn

from pipeline.normalise.forms import read_form, read_route, read_species
from pipeline.resources import word_list

READERS = {"form": read_form, "route": read_route, "species": read_species}

HOW = {
    "tea": ("Chamomile tea reduces anxiety.", "form", "tea"),
    "capsules": ("Ginger capsules ease nausea.", "form", "capsule"),
    "an infusion into a vein is no tea": (
        "Iron infusion therapy eases fatigue.",
        "form",
        "injection",
    ),
    "no form": ("Ginger eases nausea.", "form", None),
    "by mouth": ("Peppermint oil by mouth eases bloating.", "route", "oral"),
    "on the skin": ("Arnica applied to the skin eases bruises.", "route", "topical"),
    "no route": ("Ginger eases nausea.", "route", None),
    "mice": ("In mice, turmeric reduced inflammation.", "species", "animal"),
    "cells": ("In vitro, garlic reduced inflammation.", "species", "in_vitro"),
    "people": ("Turmeric reduced inflammation.", "species", "human"),
}


@pytest.mark.parametrize(("text", "field", "expected"), HOW.values(), ids=HOW)
def test_forms_read_how_it_was_given_and_in_what(nlp, text, field, expected):
    assert getattr(last_statement(nlp, text), field) == expected


@pytest.mark.parametrize("family", ["form", "route", "species"])
def test_forms_names_are_told_once(family):
    names = [entry["name"] for entry in word_list("fields")[family]]
    assert names == list(dict.fromkeys(names))


def test_forms_species_is_people_where_unsaid():
    assert read_species("Twelve nurses slept better.") == "human"


NAMED = {
    f"{family} {entry['name']}": (family, entry)
    for family in ("form", "route", "species")
    for entry in word_list("fields")[family]
}


@pytest.mark.parametrize(("family", "entry"), NAMED.values(), ids=NAMED)
def test_forms_words_find_their_own_example(family, entry):
    text, (span,) = drawn(entry["example"])
    found = re.search(entry["pattern"], text, re.IGNORECASE)
    assert found is not None
    assert found.span() == span
    assert READERS[family](text) == entry["name"]
