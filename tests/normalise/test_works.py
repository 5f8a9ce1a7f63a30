"""Which work a clause goes on about."""

import pytest
from normalise.reading import last_statement

# --- the study that a sentence leans on --------------------------------------------------------

REVIEW = "A 2020 Cochrane review looked at ginger. "
LEANS = {
    "its participants": (REVIEW + "Participants had 30% less nausea.\n", "2020 Cochrane review"),
    "the same sentence": (
        "A 2020 Cochrane review found 30% less nausea with ginger.\n",
        "2020 Cochrane review",
    ),
    "not what leans on nothing": (REVIEW + "About 12% of adults suffer from nausea.\n", None),
    "not in the next paragraph": (REVIEW + "Read on.\n\nPatients had 30% less nausea.\n", None),
    "that review, in the next paragraph": (
        REVIEW + "Read on.\n\nIn that review, participants had 30% less nausea.\n",
        "2020 Cochrane review",
    ),
    "the last of two": (
        REVIEW + "Lee et al. (Lancet, 2015) ran a trial of yoga. Participants had 30% less pain.\n",
        "Lee et al. (Lancet, 2015)",
    ),
    "authors and a year": (
        "Lee et al. (2015) tried yoga. Patients had 30% less pain.\n",
        "Lee et al. (2015)",
    ),
    "the review of that year": (
        REVIEW + "Lee et al. (Pain, 2015) tried yoga.\n\nIn the 2020 review nausea fell by 30%.\n",
        "2020 Cochrane review",
    ),
    "the trial, and not the review": (
        "Lee et al. (Pain, 2015) ran it. "
        + REVIEW
        + "In the trial nausea fell by 30% with ginger.\n",
        "Lee et al. (Pain, 2015)",
    ),
    "a result without a number": (REVIEW + "Ginger eased nausea.\n", "2020 Cochrane review"),
    "not what is always so": (REVIEW + "Ginger eases nausea.\n", None),
    "not a number of how things are": (REVIEW + "Nausea is half as bad with ginger.\n", None),
    "not behind a study without a name": (
        REVIEW + "A newer trial had 20 people. Nausea fell by 30% with ginger.\n",
        None,
    ),
    "its authors, in the next paragraph": (
        REVIEW + "\n\nThe authors found that ginger cut nausea by 30%.\n",
        "2020 Cochrane review",
    ),
    "an item that goes on": (
        "- A 2020 Cochrane review found that ginger eased nausea.\n- It did not ease cramps.\n",
        "2020 Cochrane review",
    ),
    "a reading of the number before": (
        REVIEW + "Nausea fell by 30%. That is a drop of 12 percentage points.\n",
        "2020 Cochrane review",
    ),
    "researchers of a body": (
        "Researchers at Harvard tried ginger. Nausea fell by 30%.\n",
        "Researchers at Harvard",
    ),
    "not what it costs": (REVIEW + "Ginger tea cost families $30 a year.\n", None),
    "not own data": (REVIEW + "Among our clients nausea fell by 60% with ginger.\n", None),
    "not what somebody else says": (
        REVIEW + "Ginger cut nausea by 90%, a man at the gym told me.\n",
        None,
    ),
    "a bracket behind the subject": (
        "DAWN (Pain, 2015) gave ginger to 40 women, and nausea fell by 30%.\n",
        "Pain, 2015",
    ),
    "a lead-in holds for both": (
        "According to Lee et al. (2015) ginger cut nausea by 40% and yoga cut stress by half.\n",
        "Lee et al. (2015)",
    ),
    "not a body": ("The NHS is large. Patients had 30% less nausea.\n", None),
}


@pytest.mark.parametrize(("text", "expected"), LEANS.values(), ids=LEANS)
def test_works_leans_on_the_study_before(nlp, text, expected):
    source = last_statement(nlp, text).source
    assert (source.text if source is not None else None) == expected


def test_works_a_trial_with_a_name_of_its_own_is_not_the_one_named_before(nlp):
    text = "A 2020 Cochrane review of 86 trials read it.\n\n{} found that yoga cut pain by 9%.\n"
    assert last_statement(nlp, text.format("That long review")).source.n_trials == 86
    assert last_statement(nlp, text.format("The DAWN trial")).source.n_trials is None


def test_works_a_review_of_something_is_not_the_one_named_before(nlp):
    text = "A 2020 Cochrane review of 86 trials read it.\n\nThe Cochrane review {} yoga cut pain.\n"
    assert last_statement(nlp, text.format("found that")).source.n_trials == 86
    assert last_statement(nlp, text.format("of yoga for pain found that")).source.n_trials is None


def test_works_their_work_has_the_authors_and_the_year_told_before_it(nlp):
    text = (
        "In 2017, researchers led by Ana Lopez added it up. Their review, published in Pain, "
        "covered ginger. Nausea fell by 30%.\n"
    )
    source = last_statement(nlp, text).source
    assert (source.authors, source.year, source.journal) == (("Lopez",), 2017, "Pain")
