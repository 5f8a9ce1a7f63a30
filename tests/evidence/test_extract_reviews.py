"""What an abstract says of its review as a whole: trials, participants, last search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evidence.extract.reviews import included, is_withdrawn, last_search

INCLUDED = {
    "plain": ("We included 12 trials with 1,234 participants.", (12, 1234)),
    "total after the new ones": (
        "We identified 3 new trials (50 people). In total, we included 9 trials with 700 women.",
        (9, 700),
    ),
    "a total for an update": (
        "We added 44 new trials to this update, bringing the total number of trials to 67.",
        (67, None),
    ),
    "next sentence": (
        "Five trials met the inclusion criteria. They included 300 adults.",
        (5, 300),
    ),
    "the total of participants in the next sentence": (
        "Two trials met the inclusion criteria. The total number of participants was 167.",
        (2, 167),
    ),
    "people before trials": ("We included 3632 participants from 35 RCTs.", (35, 3632)),
    "found, of which some fit": ("We identified 16 trials, of which six were eligible.", (6, None)),
    "found, then included": ("We found four trials. Three studies are included.", (3, None)),
    "out of those included": (
        "Eight trials involving 962 women (out of 13 included trials) gave data.",
        (13, None),
    ),
    "several adjectives": (
        "Three randomised, placebo-controlled trials with 50 participants were included.",
        (3, 50),
    ),
    "made up of": ("We included 10 studies (seven RCTs, three others) with 840 people.", (10, 840)),
    "two sorts": ("We included ten RCTs and two cohort studies with 90 people.", (12, 90)),
    "two sorts with people of their own": (
        "Seven trials (14 people) and eight studies (13 people) were included.",
        (15, None),
    ),
    "two sorts, one noun": (
        "We identified two village-based and three town-based trials of a course.",
        (None, None),
    ),
    "a single one": ("A single trial met the inclusion criteria.", (1, None)),
    "the included one": ("The included study was small. Pain fell.", (1, None)),
    "reports are no trials": ("Sixteen reports of 14 studies fulfilled the criteria.", (14, None)),
    "screened": ("We scrutinised 49 studies. Only one study met our criteria.", (1, None)),
    "an arm is not the review": (
        "We included 9 trials (600 participants received mint and 610 received placebo).",
        (9, None),
    ),
    "two groups of trials": (
        "We included four trials: two small studies (n = 398) and two large ones (n = 4941).",
        (4, None),
    ),
    "eyes are no people": ("We included five studies with 311 eyes (247 participants).", (5, 247)),
    "at least": ("We included 8 RCTs involving more than 1000 women.", (8, None)),
    "type 2 is no count": ("We included one study of type 2 diabetes participants.", (1, None)),
    "none": ("No trial was found.", (0, None)),
    "none met": ("We found no studies that met the inclusion criteria.", (0, None)),
    "none could be found": ("We could not find any randomised trials of mint.", (0, None)),
    "none of those found": ("Sixteen trials were found, all of which were excluded.", (0, None)),
    "no new one": ("We found no new trials. This review includes 5 trials.", (5, None)),
    "what one trial found": (
        "Pain fell. Sleep did not change. Mint was safe. One trial compared mint with tea.",
        (None, None),
    ),
    "nothing": ("Pain fell with mint oil.", (None, None)),
}


@pytest.mark.parametrize(("text", "counts"), INCLUDED.values(), ids=INCLUDED)
def test_a_review_says_how_much_it_includes(text, counts):
    assert included((text,)) == counts


def test_the_first_paragraph_counts_for_the_review_and_later_ones_for_comparisons():
    first = "We identified three trials with 356 participants."
    later = "We included two trials with 313 participants."
    assert included((first, "Mint versus nothing", later)) == (3, 356)
    assert included(("No study compared mint with fennel.", later)) == (2, 313)
    assert included(("No study met the criteria.", "We found 73 studies.")) == (0, None)


def test_one_comparison_of_several_is_not_the_review():
    one = "Five trials with 2215 participants compared mint with placebo."
    assert included((one,)) == (5, 2215)
    assert included((one, "Two trials with 69 participants compared mint with fennel.")) == (
        None,
        None,
    )


DATES = {
    "the latest": ("We searched to 3 March 2014 and in May 2013.", "2014-03-03"),
    "month": ("CENTRAL (2015, Issue 2), MEDLINE (to June 2015).", "2015-06"),
    "year": ("MEDLINE (1966 to 2009).", "2009"),
    "a later year beats a day": ("To 3 March 2014; Embase in 2015.", "2015"),
    "American": ("On November 8, 2011 we searched.", "2011-11-08"),
    "figures": ("We searched MEDLINE (16/3/2009).", "2009-03-16"),
    "figures as in a standard": ("Searched on 2019-01-31.", "2019-01-31"),
    "a week of a month": ("MEDLINE (1966 to October Week 4 2014).", "2014-10"),
    "a week before a month": ("MEDLINE (1966 to Week 1 July 2002).", "2002-07"),
    "only a beginning": ("MEDLINE (from 1980) and Embase (from January 1985).", ""),
    "none": ("We searched everything.", ""),
}


@pytest.mark.parametrize(("text", "date"), DATES.values(), ids=DATES)
def test_the_last_search_is_the_latest_date_named(text, date):
    assert last_search((text,)) == date


def test_only_a_title_or_a_notice_withdraws():
    assert is_withdrawn("WITHDRAWN: Mint for cramps", ())
    assert is_withdrawn("Mint", ("This review has been withdrawn.",))
    assert not is_withdrawn("Mint for people who have withdrawn", ("The oil was withdrawn.",))


@given(st.text(alphabet="We included 12 trials,(no) of 3 and women.", max_size=80))
def test_no_text_breaks_the_readers(text):
    n_trials, n_people = included((text,))
    assert n_people is None or n_trials
    assert isinstance(last_search((text,)), str)
