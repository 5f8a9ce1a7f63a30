"""Pairs of what reviews conclude: which sentences meet, and how they are turned."""

from pipeline.evidence.extract.abstracts import Abstract
from pipeline.learn.entailment.retold import retell
from pipeline.learn.entailment.turning import turns


def review(number, results, *conclusions):
    return Abstract(
        doi="",
        review_id=f"CD00000{number}",
        version=1,
        title="",
        sections=(("Main results", tuple(results)), ("Authors' conclusions", conclusions)),
    )


BEARING = "Peppermint oil reduced belly cramps in adults (RR 0.5, 95% CI 0.3 to 0.8)."
APART = "Heartburn happened at higher rates among those who swallowed capsules quickly."
CONCLUDED = "Peppermint oil probably reduces belly cramps in adults."
REVIEWS = [
    review(1, [f"{BEARING} {APART}"], f"{CONCLUDED} Further research on belly cramps is needed."),
    review(2, ["Ginger tea lowered nausea in pregnant women at term."], "Tea was given."),
    review(3, ["Peppermint tea increased sleep in older people living at home."], "It was tea."),
]


def pairs(seed, reviews=REVIEWS):
    return retell(reviews, n_claims=9, seed=seed)


def test_retold_holds_a_conclusion_against_the_result_that_bears_it():
    claims = {CONCLUDED, *turns(CONCLUDED)}
    bearing = {BEARING, *turns(BEARING)}
    for seed in range(8):
        made = [pair for pair in pairs(seed) if pair.claim in claims]
        assert [pair.label for pair in made] == ["support", "contradict", "nei"]
        assert all((pair.evidence in bearing) == (pair.label != "nei") for pair in made)


def test_retold_turns_both_or_none_for_support_and_one_for_contradiction():
    seen = set()
    for seed in range(20):
        for pair in pairs(seed):
            if pair.claim in {CONCLUDED, *turns(CONCLUDED)} and pair.label != "nei":
                turned = (pair.claim != CONCLUDED) + (pair.evidence != BEARING)
                assert (turned == 1) == (pair.label == "contradict")
                seen.add((pair.claim != CONCLUDED, pair.evidence != BEARING))
    assert len(seen) == 4


def test_retold_passes_over_what_is_yet_to_be_done():
    assert not any("research" in pair.claim for seed in range(8) for pair in pairs(seed))


def test_retold_tells_a_result_without_its_numbers():
    bare = BEARING.split(" (")[0] + "."
    told = {pair.claim for seed in range(20) for pair in pairs(seed)}
    assert bare in told


def test_retold_hangs_on_the_seed_and_not_on_the_order_of_reviews():
    assert pairs(3) == pairs(3, REVIEWS[::-1])


def test_retold_makes_no_more_claims_than_are_wanted():
    assert len(retell(REVIEWS, n_claims=1, seed=1)) <= 3
    assert retell([], n_claims=3, seed=1) == []
