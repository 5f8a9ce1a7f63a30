"""What a batch came to."""

from batch.lines import document_with, lines_of
from factories import make_document, make_judged, make_muted, make_trouble

from pipeline.batch.jobs import Outcome
from pipeline.batch.summary import Summary


def summary_of(*articles, fails_on=()):
    summary = Summary()
    for things in articles:
        lines = lines_of(*things)
        summary.add(Outcome(tuple(lines), fails_on), lines)
    return summary


def test_summary_counts_by_verdict_code_and_source():
    summary = summary_of([document_with("ST002", "UV001")], [document_with("ST002", "ST001")])
    counts = summary.as_json()
    assert counts["verdicts"] == {"unsupported": 2, "unverifiable": 1, "supported": 1}
    assert list(counts["codes"].items()) == [("ST002", 2), ("ST001", 1), ("UV001", 1)]
    # What is only nearest decided nothing.
    assert [source["claims"] for source in counts["sources"]] == [3]
    assert list(summary.ranked_sources(5)) == [(counts["sources"][0]["title"], 3)]


def test_summary_counts_articles_that_were_judged_and_those_that_were_not():
    german = [make_document(claims=[]), make_trouble(code="E105")]
    summary = summary_of([document_with("ST001")], [make_trouble()], german)
    assert (summary.n_articles, summary.n_checked) == (3, 1)
    assert summary.as_json()["errors"] == {"E101": 1, "E105": 1}


def test_summary_names_the_first_troubles_and_counts_all():
    summary = summary_of(*([make_trouble(f"{n}.md")] for n in range(50)))
    assert summary.errors.total() == 50
    assert [trouble.path for trouble in summary.troubles] == [f"{n}.md" for n in range(20)]


def test_summary_counts_muted_claims_apart():
    summary = summary_of([make_document(claims=[make_judged()], muted=[make_muted()])])
    assert (summary.n_claims, summary.n_muted) == (1, 1)


def test_summary_knows_what_a_baseline_put_aside_of_articles_that_were_judged():
    muted = [make_muted(why="baseline", code="ST002"), make_muted(why="silence", code="UV001")]
    document = make_document(muted=muted)
    summary = summary_of([document], [document, make_trouble(code="E105")])
    ((path, met),) = summary.met
    assert (path, [code for _, code in met]) == (document.article.path, ["ST002"])


def test_summary_knows_from_which_verdict_on_it_fails():
    summary = Summary()
    summary.add(Outcome((), ("supported",)), ())
    summary.add(Outcome((), ("unverifiable", "supported")), ())
    assert summary.fails_on == {"unverifiable", "supported"}
