"""Sentences that once got a wrong verdict from the shipped evidence, and what is right."""

import pytest

# What must not be said of each.
TRAPS = {
    "worse, where the row found better": ("Acupuncture worsens migraine.", {"supported"}),
    "not safe is no reassurance": ("Acupuncture is not safe.", {"supported"}),
    "a harm denied": ("Kava does not cause liver damage.", {"supported"}),
    "generally is not safe": ("Acupuncture is generally dangerous.", {"supported"}),
    "safe for some": (
        "St. John's wort is safe for people who take antidepressants.",
        {"supported"},
    ),
    "a payer that refuses": (
        "Medicare refuses to cover acupuncture for chronic low back pain.",
        {"supported"},
    ),
    "a payer without a condition": ("Medicare covers acupuncture.", {"supported"}),
    "too many visits": (
        "Medicare covers 40 acupuncture visits a year for chronic low back pain.",
        {"supported"},
    ),
    "another payer": ("Medicaid covers acupuncture.", {"supported", "unsupported"}),
    "advice against": (
        "NICE recommends against acupuncture for low back pain.",
        {"unsupported"},
    ),
    "first line is more than recommended": (
        "NICE recommends acupuncture as a first-line treatment for migraine.",
        {"supported"},
    ),
    "a denial beside an approval": ("FDA-approved melatonin, no side effects.", {"supported"}),
    "a certified person": ("Our therapist is certified by the NCCAOM.", {"supported"}),
    "how often, not whether": (
        "About 40% of acupuncture patients have at least one adverse event.",
        {"supported"},
    ),
    "another comparator of the cited review": (
        "A Cochrane review (CD001218) found that 41% of people with migraine responded with "
        "acupuncture, against 17% with sham.",
        {"supported"},
    ),
    "a threshold is no size": (
        "Acupuncture halved the attacks in 53% of people with migraine, against 42% with sham.",
        {"unsupported"},
    ),
    "another country": ("20% of adults in France have migraine.", {"unsupported", "supported"}),
    "another year": ("In 2019, 24.3% of U.S. adults had chronic pain.", {"supported"}),
    "another source": (
        "Acupuncture reduces the frequency of migraine (Smith et al., 2019).",
        {"supported"},
    ),
    "horses": ("Cold water immersion eases muscle soreness in horses.", {"supported"}),
    "every attack": ("Acupuncture prevents every migraine attack.", {"supported"}),
    "no study shows": ("No study shows that selenium prevents cancer.", {"unsupported"}),
    "a cure for half of them": (
        "Acupuncture makes migraine disappear in half of all patients.",
        {"supported"},
    ),
}


@pytest.mark.parametrize(("sentence", "wrong"), TRAPS.values(), ids=TRAPS)
def test_traps_are_not_walked_into_again(shipped, sentence, wrong):
    result = shipped.check(["-"], stdin=f"# Notes\n\n{sentence}\n".encode)
    of_words = [j for j in result.claims() if j.claim.kind != "citation"]
    assert of_words, "nothing was found to judge"
    assert {judged.decisive.verdict for judged in of_words}.isdisjoint(wrong)
