from __future__ import annotations

from learn.annotations.marking import LABELS, WHOLE, marked

from pipeline.cli.measured_reading import (
    agreement_text,
    article_text,
    counts_text,
    gate_text,
    reading_text,
)
from pipeline.learn.annotations.counts import count_parts
from pipeline.learn.annotations.second import agree, compare_readers
from pipeline.learn.floors import Floors
from pipeline.learn.reading.scores import hold_against, score

GOLD = marked(
    "[Mint helps]. [It is safe]. [So?]", {"kind": "efficacy", "fields": WHOLE}, "safety", "none"
)
SAID = marked("[Mint helps]. It is safe. [So?]", {"kind": "efficacy", "fields": WHOLE}, "code")


def row_of(text, name, *, after=""):
    """The first line that begins with a name, spaces made one."""
    lines = text[text.index(after) :].splitlines()
    return " ".join(next(line for line in lines if line.strip().startswith(name)).split())


def scores_of(gold, said):
    return score([hold_against(gold.name, gold.annotations, said.annotations)], LABELS.claim_kinds)


def test_measured_reading_is_laid_out_with_what_is_wanted():
    text = reading_text("dev", scores_of(GOLD, SAID))
    assert text.startswith("dev: 1 articles, 2 claims and 1 hard negatives marked; 2 claims read\n")
    assert row_of(text, "efficacy") == (
        "efficacy 1 1 1.000 (1.000 to 1.000) 1.000 (1.000 to 1.000) 1.000 (1.000 to 1.000)"
    )
    assert row_of(text, "safety") == "safety 1 0 - 0.000 (0.000 to 0.000) 0.000 (0.000 to 0.000)"
    assert row_of(text, "wanted") == "wanted 0.880 0.900"
    assert row_of(text, "question") == "question 1 of 1 1.000 (1.000 to 1.000)"
    assert row_of(text, "hedge") == (
        "hedge 1.000 (1.000 to 1.000) 1/1 0.900 - 1.000 (1.000 to 1.000) 1/1"
    )
    assert row_of(text, "cells of tables").endswith("1.000 (1.000 to 1.000) 1/1 wanted 0.950")


def test_measured_reading_without_fields_has_no_table_of_them():
    text = reading_text("train", scores_of(marked("[Mint]", "efficacy"), SAID))
    assert "of the found" not in text
    assert "cells of tables" not in text


def test_measured_reading_of_nothing_is_dashes():
    text = reading_text("real pages", score([], LABELS.claim_kinds))
    assert row_of(text, "all") == "all 0 0 - - -"


def test_measured_agreement_is_laid_out():
    pairs = [(GOLD, SAID)]
    text = agreement_text({"all": agree(pairs, LABELS)}, compare_readers(pairs, LABELS))
    assert "all: 1 articles, 2 claims by the first reader, 2 by the second" in text
    assert row_of(text, "F1 of stretches of one kind").startswith(
        "F1 of stretches of one kind 0.500"
    )
    assert row_of(text, "alpha of kinds, none").endswith("n 3")
    assert row_of(text, "hedge", after="Fields").startswith("hedge 1.000")
    assert "Fields" not in agreement_text({"all": agree(pairs, LABELS)}, None)


def test_measured_counts_are_laid_out_by_part():
    text = counts_text(count_parts([GOLD]), {"dev": "abc"})
    assert row_of(text, "claims with fields") == "claims with fields 1 1"
    assert row_of(text, "supported") == "supported 2 2"
    assert text.endswith("dev is abc\n")


def test_measured_article_is_laid_out_line_by_line():
    assert article_text(marked("a\n[b\nc]", "code")).splitlines()[1].split() == [
        "2",
        "code/supported",
        "b",
        "c",
    ]


def test_measured_gate_names_what_fell():
    text = gate_text({"f1": 0.4, "more": 0.5}, Floors("a", {"f1": 0.45}), ["f1 is 0.4"])
    assert row_of(text, "f1") == "f1 0.4500 0.4000"
    assert row_of(text, "more") == "more - 0.5000"
    assert "FELL: f1 is 0.4\n" in text
    assert "No score fell." in gate_text({}, Floors("a", {}), [])
