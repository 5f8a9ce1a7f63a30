from factories import make_article, make_claim

from pipeline.judge.arithmetic import ArticleArithmetic
from pipeline.records import Block, Cell, Table


def claim_on(text, part, *, claim_id):
    start = text.index(part)
    return make_claim(part, kind="statistic", start=start, start_clean=start, claim_id=claim_id)


def test_a_failed_sum_is_a_finding_of_the_claim_that_states_it():
    text = "Pain fell from 8.0 to 4.0 (a 60% drop). Sleep was good.\n"
    article = make_article(text)
    first = claim_on(text, "Pain fell from 8.0 to 4.0 (a 60% drop).", claim_id="a")
    second = claim_on(text, "Sleep was good.", claim_id="b")
    arithmetic = ArticleArithmetic(article, [first, second])
    findings, checks = arithmetic.of(first)
    assert [(f.code, f.verdict, f.severity) for f in findings] == [
        ("AR001", "unsupported", "error")
    ]
    assert [(c.code, c.passed) for c in checks] == [("AR001", False)]
    assert findings[0].comparison is not None
    assert findings[0].comparison.claimed == "60%"
    assert arithmetic.of(second) == ([], ())


def test_a_sum_that_holds_is_a_check_and_no_finding():
    text = "Pain fell from 8.0 to 4.0 (a 50% drop).\n"
    claim = claim_on(text, text.strip(), claim_id="a")
    findings, checks = ArticleArithmetic(make_article(text), [claim]).of(claim)
    assert findings == []
    assert [check.passed for check in checks] == [True]


def test_a_failed_sum_of_a_table_is_a_finding_of_the_cell_that_states_it():
    rows = (("Measure", "Before", "After", "Change"), ("Pain", "8.0", "4.0", "-60%"))
    text, cells, blocks = "", [], []
    for i, row in enumerate(rows, start=1):
        for j, written in enumerate(row, start=1):
            end = len(text) + len(written)
            cells.append(Cell(i, j, len(text), end, written, header=i == 1))
            blocks.append(Block("cell", len(text), end))
            text += written + "\n"
    article = make_article(text, blocks=blocks, tables=[Table(1, tuple(cells))])
    before = claim_on(text, "8.0", claim_id="before")
    change = claim_on(text, "-60%", claim_id="change")
    arithmetic = ArticleArithmetic(article, [before, change])
    assert [f.code for f in arithmetic.of(change)[0]] == ["AR001"]
    # The value before takes part in the sum, but it is not what is wrong.
    assert arithmetic.of(before)[0] == []
    assert [c.passed for c in arithmetic.of(before)[1]] == [False]


def test_boilerplate_is_not_checked():
    text = "Pain fell from 8.0 to 4.0 (a 60% drop).\n"
    claim = claim_on(text, text.strip(), claim_id="a")
    article = make_article(text, kind="boilerplate")
    assert ArticleArithmetic(article, [claim]).of(claim) == ([], ())


def test_an_article_without_numbers_has_no_sums():
    article = make_article("All is well.\n")
    claim = claim_on("All is well.\n", "All is well.", claim_id="a")
    assert ArticleArithmetic(article, [claim]).of(claim) == ([], ())
