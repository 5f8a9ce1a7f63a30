"""The fuzzer makes the same texts for the same seed, and finds and shortens what breaks."""

import random
from dataclasses import replace

from benchmarks.fuzz import make_text, outside, pieces_of, shorten
from factories import make_document

TEXTS = ["Ginger eases nausea. Does it?", "| Yoga | 31% |\nGinger eases nausea."]


def test_fuzz_cuts_texts_into_pieces_once_each():
    assert pieces_of(TEXTS) == ["Ginger eases nausea.", " Does it?", " Yoga |", " 31% |\n"]


def test_fuzz_makes_the_same_text_for_the_same_seed():
    a, b, c = (make_text(pieces_of(TEXTS), random.Random(seed)) for seed in (1, 1, 2))
    assert a == b != c


def test_fuzz_shortens_to_what_still_breaks():
    assert shorten("Ginger cut nausea by ½ in 1/0 days", lambda text: "1/0" in text) == "1/0"
    assert shorten("none", lambda text: "1/0" in text) == "none"


def test_fuzz_sees_a_place_outside_of_the_source():
    whole = make_document()
    assert outside(whole) == ""
    (judged, *rest) = whole.claims
    moved = replace(judged, claim=replace(judged.claim, start=judged.claim.start + 1))
    assert "is not at" in outside(replace(whole, claims=(moved, *rest)))
