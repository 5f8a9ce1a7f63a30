"""The stages in order: what comes out for what goes in, and what does not stop the rest."""

from dataclasses import replace
from pathlib import Path

import pytest
from reading import read

from pipeline.check import check_articles, load_checker
from pipeline.errors import EvidenceMissingError, SourceTooLargeError
from pipeline.report import to_json
from pipeline.settings import Settings

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
