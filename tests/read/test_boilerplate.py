"""Boilerplate: every rule finds its examples and passes its near misses."""

import re

import pytest

from pipeline.read.boilerplate import mark_boilerplate, why_boilerplate
from pipeline.records import Block
from pipeline.resources import word_list

RULES = word_list("boilerplate")["rule"]
PROMOTION = word_list("boilerplate")["promotion"]
TEASER = word_list("boilerplate")["teaser"]

EXAMPLES = [(rule["why"], line) for rule in RULES for line in rule["examples"]]
NEAR_MISSES = [line for rule in RULES for line in rule["near_misses"]]


@pytest.mark.parametrize(("why", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_boilerplate_finds_the_lines_of_its_rules(why, line):
    assert why_boilerplate(line) == why


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_boilerplate_passes_near_misses(line):
    assert why_boilerplate(line) == ""


@pytest.mark.parametrize("rule", RULES, ids=[rule["why"] for rule in RULES])
def test_boilerplate_rules_have_examples_of_both_sides(rule):
    assert rule["examples"]
    assert rule["near_misses"]


@pytest.mark.parametrize("text", PROMOTION["examples"])
def test_boilerplate_finds_promotion(text):
    assert why_boilerplate(text) == "promotion"


@pytest.mark.parametrize("text", PROMOTION["near_misses"])
def test_boilerplate_passes_claims_in_promotion(text):
    assert why_boilerplate(text) == ""


def test_boilerplate_rules_for_teasers_know_their_examples():
    pattern = re.compile(TEASER["pattern"], re.IGNORECASE)
    assert all(pattern.fullmatch(line) for line in TEASER["examples"])
    assert not any(pattern.fullmatch(line) for line in TEASER["near_misses"])


def marked(*lines: tuple[str, str], linked: frozenset[int] = frozenset()) -> list[str]:
    text, blocks = "", []
    for kind, line in lines:
        blocks.append(Block(kind, len(text), len(text) + len(line)))
        text += line + "\n"
    return [block.why for block in mark_boilerplate(blocks, text, linked=linked)]


ENGLISH = ("paragraph", "This is a paragraph of English words about needles and what they do.")


def test_boilerplate_finds_labels_in_another_script():
    assert marked(ENGLISH, ("list_item", "标签:针灸"), ("paragraph", "автор")) == [
        "",
        "metadata in another script",
        "metadata in another script",
    ]


def test_boilerplate_leaves_short_lines_of_an_article_in_another_script():
    assert marked(("paragraph", "针灸可以缓解慢性疼痛。"), ("paragraph", "许多患者感觉好转。")) == [
        "",
        "",
    ]


def test_boilerplate_finds_the_teaser_of_another_page():
    assert marked(
        ENGLISH,
        ("heading", "Ten Teas for Sleep"),
        ("paragraph", "Find out which teas help."),
        ("paragraph", "READ MORE"),
    ) == ["", "teaser of another page", "teaser of another page", "read more"]


def test_boilerplate_leaves_a_paragraph_above_read_more():
    assert marked(("heading", "In Short"), ENGLISH, ("paragraph", "READ MORE")) == [
        "",
        "",
        "read more",
    ]


def test_boilerplate_leaves_cells_and_captions():
    assert marked(("cell", "March 3, 2023"), ("caption", "Source: survey")) == ["", ""]


def test_boilerplate_leaves_a_headline_that_is_a_link():
    line = "Ten teas that help you sleep"
    linked = frozenset({0, 1})
    assert marked(("heading", line), ("paragraph", line), linked=linked) == ["", "link only"]


def test_boilerplate_gives_up_no_time_on_a_long_line():
    assert why_boilerplate("Tweet " * 100_000) == ""
