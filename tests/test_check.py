"""The stages in order: what comes out for what goes in, and what does not stop the rest."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from counting import lines_run
from reading import read

from pipeline.baseline import Baseline, renewed
from pipeline.changes import Changes
from pipeline.check import check_articles, load_checker
from pipeline.errors import EvidenceMissingError, SourceTooLargeError, WordUnknownError
from pipeline.report import to_json
from pipeline.retrieve import TableRetriever
from pipeline.settings import Settings, SeverityRule

ARTICLE = "Acupuncture eases nausea. Bill CPT 97810.\n"
GERMAN = (
    "Akupunktur hilft gegen Migräne, sagen viele Menschen, die es selbst versucht haben. "
    "Bei der Hälfte der Teilnehmer nahm die Zahl der Kopfschmerztage um 50% ab, und die "
    "Wirkung hielt über mehrere Monate an. Die Krankenkasse übernimmt die Kosten nicht immer.\n"
)


def no_stdin():
    raise AssertionError("standard input was not asked for")


def run(checker, *targets, **options):
    return checker.check([str(target) for target in targets], stdin=no_stdin, **options)


@pytest.fixture
def drafts(tmp_path):
    """A folder of two good articles, an empty one and one that is no text."""
    (tmp_path / "b.md").write_text(ARTICLE)
    (tmp_path / "a.md").write_text("Yoga lowers blood pressure.\n")
    (tmp_path / "c.md").write_text("")
    (tmp_path / "d.md").write_bytes(b"\x00\x01\x02" * 400)
    return tmp_path


LAYERS = {
    "ours": (Settings(), ["ours", "read"]),
    "on top": (Settings(evidence=(Path("mine"),)), ["ours", "read", "mine"]),
    "alone": (Settings(evidence=(Path("mine"),), shipped_evidence=False), ["mine"]),
    "nothing else": (Settings(shipped_evidence=False), ["ours", "read"]),
}


@pytest.mark.parametrize(("settings", "layers"), LAYERS.values(), ids=LAYERS)
def test_check_lays_the_users_packages_on_all_that_come_along(monkeypatch, settings, layers):
    def load(folders):
        raise EvidenceMissingError(path=[str(folder) for folder in folders], why="asked")

    monkeypatch.setattr("pipeline.check.evidence_dirs", lambda: (Path("ours"), Path("read")))
    monkeypatch.setattr("pipeline.check.load_evidence", load)
    with pytest.raises(EvidenceMissingError) as caught:
        load_checker(settings)
    assert caught.value.details["path"] == layers


def test_check_goes_through_every_stage(checker, drafts):
    (document,) = run(checker, drafts / "b.md").documents
    assert [one.claim.kind for one in document.claims] == ["efficacy", "code"]
    assert all(one.findings for one in document.claims)
    assert document.claims[1].decisive.code == "RG001"


def test_check_reads_the_rest_beside_what_it_cannot_read(checker, drafts):
    result = run(checker, drafts)
    names = [document.article.path.rpartition("/")[2] for document in result.documents]
    assert names == ["a.md", "b.md"]
    assert [(t.path.rpartition("/")[2], t.code) for t in result.errors] == [
        ("c.md", "E102"),
        ("d.md", "E103"),
    ]


def test_check_keeps_the_order_of_the_targets(checker, drafts):
    result = run(checker, drafts / "b.md", drafts / "a.md")
    assert [document.article.path[-4:] for document in result.documents] == ["b.md", "a.md"]


def test_check_tells_a_missing_file_and_a_folder_without_articles(checker, drafts):
    (drafts / "empty").mkdir()
    result = run(checker, drafts / "gone.md", drafts / "empty", drafts / "a.md")
    assert sorted(trouble.code for trouble in result.errors) == ["E101", "E106"]
    assert len(result.documents) == 1


def test_check_judges_nothing_in_another_language_and_says_so(checker, tmp_path):
    (tmp_path / "de.md").write_text(GERMAN)
    result = run(checker, tmp_path / "de.md")
    assert [document.claims for document in result.documents] == [()]
    assert result.documents[0].article.language == "de"
    assert [trouble.code for trouble in result.errors] == ["E105"]
    assert "de.md" in result.errors[0].message


def test_check_says_of_a_teaser_that_only_the_beginning_was_read(checker, tmp_path):
    page = tmp_path / "zinc.html"
    beginning = "<p>Acupuncture eases nausea, and nobody knows for how long it does so.</p>" * 3
    page.write_text(f"<html><body><h1>Needles</h1>{beginning}<p>Subscribe to continue reading</p>")
    (document,) = run(checker, page).documents
    assert [told.code for told in document.notices] == ["W103"]
    assert str(page) in document.notices[0].message


def test_check_a_limit_on_size_is_the_settings(checker, tmp_path):
    big = tmp_path / "big.md"
    big.write_text("Ginger eases nausea. " * 200)
    small = replace(checker, settings=Settings(max_mb=0.001))
    assert [t.code for t in run(small, big).errors] == [SourceTooLargeError.code]
    assert run(checker, big).errors == ()


def test_check_reads_standard_input_once_and_calls_it_by_its_dash(checker):
    asked = []

    def stdin():
        asked.append(True)
        return ARTICLE.encode()

    (document,) = checker.check(["-"], stdin=stdin).documents
    assert (document.article.path, len(asked)) == ("-", 1)
    assert document.claims


def test_check_tells_progress_before_each_article(checker, drafts):
    told = []
    run(checker, drafts, progress=told.append)
    assert [path.rpartition("/")[2] for path in told] == ["a.md", "b.md", "c.md", "d.md"]


def test_check_a_second_run_remembers_nothing_of_the_first(checker, drafts):
    run(checker, drafts)
    assert run(checker, drafts / "a.md").errors == ()


def test_check_says_what_it_judged_by(checker, drafts):
    result = run(checker, drafts / "a.md")
    assert result.evidence_version == checker.table.version
    assert result.n_rows == len(checker.table.rows) > 0


def test_check_same_input_same_bytes(checker, drafts):
    assert to_json.write(run(checker, drafts)) == to_json.write(run(checker, drafts))


def test_check_an_article_is_judged_the_same_alone_and_among_others(checker, drafts):
    alone = run(checker, drafts / "b.md").documents[0]
    among = run(checker, drafts / "a.md", drafts / "b.md").documents[1]
    assert alone.claims == among.claims


def test_check_articles_takes_one_batch_at_a_time(checker):
    taken = []

    def articles():
        for number in range(40):
            taken.append(number)
            yield read(ARTICLE)

    documents = check_articles(
        articles(),
        table=checker.table,
        nlp=checker.nlp,
        retriever=checker.retriever,
        settings=checker.settings,
    )
    assert next(documents).claims
    assert len(taken) < 40


# --- what is put aside ---------------------------------------------------------------------------

BAD = "# Notes\n\nAcupuncture eases nausea.\n\nBill CPT 9781 for it.\n"
SILENT = BAD.replace("Bill", "<!-- claims: ignore RG002 a typo of theirs -->\nBill")


def codes_of(result):
    return [one.decisive.code for one in result.claims()]


def test_check_leaves_out_what_the_writer_silenced(checker, tmp_path):
    (tmp_path / "a.md").write_text(BAD)
    (tmp_path / "b.md").write_text(SILENT)
    (tmp_path / "c.md").write_text(SILENT.replace("9781", "97810"))
    loud, silent, mended = run(checker, tmp_path).documents
    assert [one.decisive.code for one in loud.claims if one.claim.code] == ["RG002"]
    assert [one.claim.code for one in silent.claims if one.claim.code] == []
    assert [(one.why, one.reason) for one in silent.muted] == [("silence", "a typo of theirs")]
    assert silent.notices == ()
    assert [notice.code for notice in mended.notices] == ["W101"]


def test_check_takes_severities_and_thresholds_from_the_settings(checker, tmp_path):
    (tmp_path / "a.md").write_text(BAD)
    rule = SeverityRule((("RG002", "note"), ("UV", "off"), ("EF", "off")))
    result = run(replace(checker, settings=Settings(severities=(rule,))), tmp_path)
    assert [(f.code, f.severity) for one in result.claims() for f in one.findings] == [
        ("RG002", "note")
    ]
    unsure = run(replace(checker, settings=Settings(min_confidence=1.0)), tmp_path)
    assert {one.decisive.verdict for one in unsure.claims()} == {"unverifiable"}


def test_check_reads_no_file_that_the_settings_leave_out(checker, drafts):
    settings = Settings(exclude=("[bcd].md",), folder=drafts)
    result = run(replace(checker, settings=settings), drafts, drafts / "b.md")
    assert [document.article.path[-4:] for document in result.documents] == ["a.md"]
    assert result.errors == ()
    assert [notice.code for notice in result.notices] == ["W202"]


def test_check_only_what_was_changed(checker, drafts):
    changes = Changes("main", frozenset({str(drafts / "b.md")}))
    result = run(checker, drafts, changes=changes)
    assert [document.article.path[-4:] for document in result.documents] == ["b.md"]
    assert result.errors == ()


def test_check_a_baseline_stays_right_when_lines_move(checker, tmp_path):
    path = tmp_path / "a.md"
    path.write_text(BAD)
    empty = Baseline(tmp_path / ".claims-baseline.json")
    known, _ = renewed(empty, run(checker, path), targets=[str(path)], fail_on="unsupported")
    aware = replace(checker, baseline=known)
    path.write_text("# Notes\n\nA new first paragraph.\n\n" + BAD.removeprefix("# Notes\n\n"))
    again = run(aware, path)
    assert codes_of(again) == [code for code in codes_of(run(checker, path)) if code == "EF001"]
    assert {muted.why for muted in again.documents[0].muted} == {"baseline"}
    assert again.notices == ()
    # The same sentence once more, above the known one: one of the two is new.
    path.write_text("Bill CPT 9781 too.\n\n" + BAD)
    assert codes_of(run(aware, path)).count("RG002") == 1
    # A sentence that was changed is another one.
    path.write_text(BAD.replace("9781", "9782"))
    changed = run(aware, path)
    assert codes_of(changed).count("RG002") == 1
    assert [notice.code for notice in changed.notices] == ["W201"]


def test_check_takes_words_of_the_users_own(monkeypatch, table):
    monkeypatch.setattr("pipeline.check.load_evidence", lambda _: table)
    monkeypatch.setattr("pipeline.check.load_encoder", lambda **_: SimpleNamespace(name="none"))
    monkeypatch.setattr("pipeline.check.TableRetriever", lambda used, _: TableRetriever(used, None))
    words = (("needle therapy", "acupuncture"),)
    aware = load_checker(Settings(words=words))
    text = b"# Notes\n\nNeedle therapy eases nausea.\n"
    (claim,) = aware.check(["-"], stdin=lambda: text).claims()
    assert claim.claim.statement.intervention is not None
    assert claim.claim.statement.intervention.text == "Needle therapy"
    with pytest.raises(WordUnknownError):
        load_checker(Settings(words=(("needle therapy", "acupunture"),)))


SENTENCES = (
    "Acupuncture cut migraine days by 52% (Lee et al., 2016) against sham acupuncture. ",
    "Magnesium is safe, and 12 of 40 people (30%) slept better on it. ",
    "Bill CPT 97810. That trial found that IBS pain fell by 20%. ",
    "In our clinic, ginger eases nausea and vomiting. ",
)
# What a long article is made of, over and over.
LONG = {
    "one paragraph": "{}",
    "paragraphs": "{}\n\n",
    "items": "- {}\n",
    "sections": "## Yoga\n\n{}\n\n",
    "rows": "| Yoga | 30% | 3 of 10 | {} |\n",
    "silences": "<!-- claims: ignore ST002 ours -->\n{}\n\n",
}


@pytest.mark.parametrize("unit", LONG.values(), ids=LONG)
def test_check_does_no_more_for_a_claim_of_a_long_article_than_of_a_short_one(checker, unit):
    head = "# Needles\n\nOf pain.\n\n" + "| a | b | c | d |\n|---|---|---|---|\n" * ("|" in unit)

    def work(n):
        sentences = (SENTENCES[i % len(SENTENCES)] for i in range(n))
        article = read(head + "".join(map(unit.format, sentences)), format="markdown")
        return lines_run(lambda: run_all(checker, article))

    def run_all(checker, article):
        return list(
            check_articles(
                [article],
                table=checker.table,
                nlp=checker.nlp,
                retriever=checker.retriever,
                settings=checker.settings,
            )
        )

    work(8)  # What is done once in a process is done now.
    short, long = work(40), work(160)
    # Four times the claims; the square of that would be sixteen times the work.
    worse = {
        name: (short[name], n) for name, n in long.items() if n > 1_000 and n > 6 * short[name]
    }
    assert worse == {}
