"""What a code, in [brackets], is said to be for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spans import drawn

from pipeline.citations import glosses_of

GLOSSES = {
    "in brackets behind": ("ICD-10 code [M54.2] (cervicalgia)", "cervicalgia"),
    "for": ("ICD-10 code [M54.5] for low back pain, and more", "low back pain"),
    "is": ("[M54.2] is the code for neck pain.", "neck pain"),
    "colon": ("[M54.2]: neck pain; R51.9: headache", "neck pain"),
    "dash": ("[R51.9] - headache", "headache"),
    "up to the next code": ("[M54.5] for back pain and G43.9 for migraine", "back pain"),
    "of the second code": ("M54.5 for back pain and [G43.9] for migraine", "migraine"),
    "before the bracket": ("Covered: chronic neck pain ([M54.2]), more", "chronic neck pain"),
    "before the second bracket": ("Neck pain (M54.2), migraine ([G43.9])", "migraine"),
    "inside the naming words": ("[ICD-10 code for neck pain is M54.2].", "neck pain"),
    "coded": ("Obesity is coded [E66.9] and diabetes E11.9.", "Obesity is coded"),
    "and the next": ("Obesity is coded E66.9 and diabetes [E11.9].", "diabetes"),
    "before a colon": ("Migraine: G43.9, neck pain: [M54.2]", "neck pain"),
    "at the begin of a line": ("Codes\n- [M54.2] neck pain, chronic", "neck pain, chronic"),
    "billed as": ("Needles are billed as 97810, cups as [97016]", "cups as"),
    "two codes in one bracket": ("Neck and back pain ([M54.2], M54.5)", None),
    "two codes of one": ("Neck and back pain are [M54.2] and M54.5", None),
    "what another is for": ("M54.5 for back pain, [G43.9]", None),
    "a denial": ("Migraine is not [M54.2].", None),
    "nothing": ("[M54.5].", None),
    "the line before": ("R11.0, vertigo\n[M54.5] — ", None),
}


@pytest.mark.parametrize(("marked", "gloss"), GLOSSES.values(), ids=GLOSSES)
def test_glosses_say_what_a_code_is_for_the_surest_first(marked, gloss):
    text, [(start, end)] = drawn(marked)
    assert next(glosses_of(text, start, end), None) == gloss


def test_glosses_behind_the_last_code_of_a_sentence_come_last():
    text, [(start, end)] = drawn("The diagnosis is [M54.50], low back pain, unspecified.")
    assert list(glosses_of(text, start, end)) == ["The diagnosis is", "low back pain"]


@given(st.text(alphabet="M54.2 (),:;\nabc", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_glosses_never_raise(text, start, end):
    list(glosses_of(text, min(start, len(text)), min(max(start, end), len(text))))
