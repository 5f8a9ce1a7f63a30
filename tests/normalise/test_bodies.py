"""Which body a clause says covers, approves or recommends."""

import pytest
from normalise.reading import claims_in, last_statement

NICE = "National Institute for Health and Care Excellence"
ACP = "American College of Physicians"
FDA = "Food and Drug Administration"
AASM = "American Academy of Sleep Medicine"


def publishers(nlp, text, kind="regulatory"):
    sources = [claim.statement.source for claim in claims_in(nlp, text) if claim.kind == kind]
    return [source and source.publisher for source in sources]


CLAUSES = {
    "each by its own": (
        "NICE does not recommend yoga for back pain, whereas the ACP recommends it.",
        [NICE, ACP],
    ),
    "by name": (
        "NICE does not recommend yoga for back pain; the American College of Physicians "
        "recommends it.",
        [NICE, ACP],
    ),
    "one that no list names": (
        "NICE did not recommend yoga for back pain, but the Norwegians recommended it.",
        [NICE, "Norwegians"],
    ),
    "one that a bracket names": ("Guidelines recommend yoga for back pain (NICE, 2016).", [NICE]),
    "who does it before who tells it": (
        "The FDA approved ginger in 2009, says the American Academy of Sleep Medicine.",
        [FDA],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CLAUSES.values(), ids=CLAUSES)
def test_bodies_are_those_of_their_own_clause(nlp, text, expected):
    assert publishers(nlp, text) == expected


BEFORE = {
    "by its sort, in an earlier paragraph": (
        "The American Academy of Sleep Medicine recommends CBT for insomnia.\n\n"
        "Valerian is sold for sleep. The Academy recommends ginger.",
        AASM,
    ),
    "of two the one that is called so": (
        "The American Academy of Sleep Medicine met the FDA. The Academy recommends ginger.",
        AASM,
    ),
    "none that is called so": (
        "The American Academy of Sleep Medicine met. The Council recommends ginger.",
        None,
    ),
}


@pytest.mark.parametrize(("text", "expected"), BEFORE.values(), ids=BEFORE)
def test_bodies_may_be_called_by_what_they_are(nlp, text, expected):
    source = last_statement(nlp, text).source
    assert (source and source.publisher) == expected


PAYERS = {
    "of the paragraph": "Medicare pays for acupuncture. You can have up to 12 visits in 90 days.",
    "of the heading": "# Medicare and you\n\nIt covers acupuncture.",
    "of a heading further up": "# Medicare and you\n\n## Needles\n\nIt covers acupuncture.",
}


@pytest.mark.parametrize("text", PAYERS.values(), ids=PAYERS)
def test_bodies_the_only_payer_around_pays(nlp, text):
    assert publishers(nlp, text, "coverage")[-1] == "Medicare"


UNTOLD = {
    "insurers pay": "Medicare pays for acupuncture. Some insurers cover massage.",
    "two payers": "# Medicare and TRICARE\n\nIt covers acupuncture.",
    "plans stand between": "# Medicare\n\n## Private plans\n\nIt covers acupuncture.",
}


@pytest.mark.parametrize("text", UNTOLD.values(), ids=UNTOLD)
def test_bodies_which_payer_is_meant_may_be_untold(nlp, text):
    assert publishers(nlp, text, "coverage")[-1] is None


def test_bodies_a_column_names_the_payer_of_its_cells(nlp):
    table = "| What | Covered by Medicare? |\n|---|---|\n| Acupuncture | Yes, for back pain |\n"
    assert publishers(nlp, table, "coverage") == ["Medicare"]


def test_bodies_a_year_beside_another_body_is_that_ones(nlp):
    text = "NICE recommended yoga in 2016 for back pain, but the Norwegians recommend ginger."
    years = [claim.statement.source.year for claim in claims_in(nlp, text)]
    assert years == [2016, None]
