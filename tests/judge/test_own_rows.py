"""The rows of a cited source, as the source itself would be asked."""

from factories import concept, make_claim, make_match, make_row, make_source

from pipeline.judge.own_rows import as_asked, of_its_people

WOMEN = concept("X-WOMEN", "women")


def relate(claim, row):
    same = claim.statement.condition == row.statement.condition
    return make_match(row, condition="same" if same else "unknown")


def test_own_rows_are_of_the_people_that_a_claim_is_about():
    women, all_people = make_row("W", population=WOMEN), make_row("A")
    assert of_its_people(make_claim(population=WOMEN), [women, all_people]) == [women]
    assert of_its_people(make_claim(), [women, all_people]) == [all_people]
    assert of_its_people(make_claim(), [women]) == [women]
    assert of_its_people(make_claim(), [women, make_row(population="X-MEN")]) == ()


def test_own_rows_a_trial_of_one_form_is_meant_by_the_name_of_all():
    narrower = make_match(make_row("N"), intervention="narrower")
    assert as_asked(make_claim(), [narrower], relate)[1][0].intervention == "same"
    both = [narrower, make_match(make_row("S"))]
    found = as_asked(make_claim(), both, relate)[1]
    assert [match.intervention for match in found] == ["narrower", "same"]


def test_own_rows_the_one_condition_that_was_studied_need_not_be_named():
    claim = make_claim(condition=None)
    row = make_row("R", condition="D002318")
    asked, (match,) = as_asked(claim, [make_match(row, condition="unknown")], relate)
    assert asked.statement.condition == row.statement.condition
    assert match.condition == "same"
    other = make_row("O", condition="D009369")
    rows = [make_match(one, condition="unknown") for one in (row, other)]
    assert as_asked(claim, rows, relate)[0] == claim


def test_own_rows_what_the_page_is_about_is_not_what_the_source_is_of():
    row = make_row("R", condition="D008881")
    headache = concept("D006261", "headache")

    def asked(text, relation):
        claim = make_claim(text, condition=headache)
        found, _ = as_asked(claim, [make_match(row, condition=relation)], relate)
        return found.statement.condition.concept_id

    assert asked("It halves the attacks.", "other") == "D008881"
    assert asked("It halves headache attacks.", "narrower") == "D008881"
    assert asked("It halves headache attacks.", "other") == "D006261"


def test_own_rows_one_study_speaks_for_itself():
    row = make_row("T", source=make_source("T", kind="trial"))
    found = as_asked(make_claim(), [make_match(row)], relate)[1]
    assert found[0].row.source.kind == "meta_analysis"
