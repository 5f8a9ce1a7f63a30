"""Lists of journals become one line for each spelling."""

import csv
import io

from pipeline.citations import curated_journal, journal_key
from pipeline.evidence.journals import build_journals
from pipeline.resources import evidence_dir

MEDLINE = (
    '"Needle letters (Basel, Switzerland)","Needle Lett"\n'
    '"Acta aculeata (Rome, Italy)","Acta Acul (Rome)"\n'
    '"Acta aculeata (Oslo, Norway)","Acta Acul (Oslo)"\n'
    '"Rest : the journal of doing nothing","Rest"\n'
    '"The New England journal of medicine (Online)","N Engl J Med"\n'
    '"ISSN: 1234-5678","ISSN"\n'
)
OTHERS = "Needle Letters,Needle Lett.,\n\nNeedle Letters International,Needle Lett. Int.,\n"


def built(*lists):
    lines = csv.DictReader(io.StringIO(build_journals(lists)))
    return {line["spelling"]: line["name"] for line in lines}


def test_journals_of_one_abbreviation_are_one_journal():
    found = built(MEDLINE, OTHERS)
    assert found["needle letters"] == found["needle lett"] == "Needle letters"
    assert found["needle letters basel switzerland"] == "Needle letters"
    assert found["needle lett int"] == "Needle Letters International"


def test_journals_that_differ_by_their_place_stay_apart():
    found = built(MEDLINE)
    assert found["acta acul rome"] == "Acta aculeata (Rome, Italy)"
    assert found["acta acul oslo"] == "Acta aculeata (Oslo, Norway)"
    assert "acta aculeata" not in found


def test_journals_lose_their_subtitle():
    assert built(MEDLINE)["rest the journal of doing nothing"] == "Rest"


def test_journals_of_the_word_list_go_by_its_name_and_its_spellings_are_left_out():
    found = built(MEDLINE)
    assert found["new england journal of medicine online"] == "New England Journal of Medicine"
    assert "n engl j med" not in found


def test_journals_without_a_name_are_left_out():
    assert not any(key.startswith("issn") for key in built(MEDLINE))


def test_journals_shipped_are_in_the_order_in_which_they_are_looked_up():
    lines = (evidence_dir() / "journals.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) > 40_000
    assert lines == sorted(lines)


def test_journals_shipped_contradict_no_word_list():
    with (evidence_dir() / "journals.csv").open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(csv.DictReader(file)):
            assert line["spelling"] == journal_key(line["spelling"])
            # To ask the word list of all of them takes seconds.
            if number % 50 == 0:
                assert curated_journal(line["spelling"]) is None
