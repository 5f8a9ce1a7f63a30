"""The plain words in which a result is claimed."""

import random

from pipeline.learn.entailment.forms import BETTER, WAYS, WORSE, claimed


def test_forms_each_name_what_was_given_and_what_was_measured():
    for form in (*BETTER, *WORSE, *(form for forms in WAYS.values() for form in forms)):
        said = form.format(i="mint", o="cramps")
        assert "mint" in said
        assert "cramps" in said


def test_forms_make_sentences_that_are_hedged_or_opened_now_and_then():
    said = {
        claimed("{i} reduces {o}", "mint", "cramps", random.Random(seed), " in adults")
        for seed in range(60)
    }
    assert "Mint reduces cramps in adults." in said
    assert "Mint may reduce cramps in adults." in said
    assert any(one.startswith("Studies show that ") for one in said)
    assert all(one.endswith("cramps in adults.") for one in said)
