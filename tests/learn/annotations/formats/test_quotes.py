import json

import pytest
from learn.annotations.marking import LABELS, marked

from pipeline.errors import AnnotationFormatError, AnnotationsMissingError
from pipeline.learn.annotations.formats import quotes


def folder_of(tmp_path, source, *lines):
    (tmp_path / "a.txt").write_bytes(source.encode("utf-8"))
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (tmp_path / "a.txt.marks.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


CLAIM = {"text": "Mint", "kind": "efficacy", "verdict": "supported", "why": "seen"}


def test_quotes_are_found_by_their_words_and_which_of_them(tmp_path):
    folder = folder_of(tmp_path, "Mint, mint.\r\nMint Mint", CLAIM | {"nth": 3}, CLAIM)
    (article,) = quotes.read(folder, LABELS)
    assert [(one.start, one.end) for one in article.annotations] == [(0, 4), (18, 22)]
    assert article.part is None


def test_quotes_count_occurrences_that_overlap():
    assert quotes.occurrences("aaa", "aa") == [0, 1]


def test_quotes_say_which_occurrence_only_where_it_is_not_the_first(tmp_path):
    quotes.write([marked("Mint [Mint] mint", "efficacy")], tmp_path, LABELS)
    text = (tmp_path / "mint.txt.marks.jsonl").read_text(encoding="utf-8")
    assert json.loads(text)["nth"] == 2
    quotes.write([marked("[Mint] Mint", "efficacy")], tmp_path, LABELS)
    assert "nth" not in (tmp_path / "mint.txt.marks.jsonl").read_text(encoding="utf-8")


def test_quotes_without_parts_are_in_no_part(tmp_path):
    quotes.write([marked("[Mint]", "efficacy")], tmp_path, LABELS)
    assert quotes.read(tmp_path, LABELS)[0].part == "dev"
    (tmp_path / quotes.PARTS_NAME).unlink()
    assert quotes.read(tmp_path, LABELS)[0].part is None


FAULTS = {
    "not there": (CLAIM | {"text": "Sage"}, "has 'Sage' 0 times, not 1"),
    "not so often": (CLAIM | {"nth": 3}, "has 'Mint' 2 times, not 3"),
    "no words": ({"kind": "efficacy"}, "wanted {text, nth"),
    "no count": (CLAIM | {"nth": 0}, "wanted {text, nth"),
    "an unknown key": (CLAIM | {"verdicts": "supported"}, "did you mean 'verdict'"),
    "an unknown kind": (CLAIM | {"kind": "promise"}, "a.txt, 0-4: 'kind' is 'promise'"),
}


@pytest.mark.parametrize(("line", "why"), FAULTS.values(), ids=FAULTS)
def test_quotes_say_what_is_wrong(line, why, tmp_path):
    with pytest.raises(AnnotationFormatError, match=why):
        quotes.read(folder_of(tmp_path, "Mint Mint", line), LABELS)


def test_quotes_of_an_article_that_is_not_there(tmp_path):
    folder_of(tmp_path, "Mint", CLAIM)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(AnnotationsMissingError, match=r"a\.txt"):
        quotes.read(tmp_path, LABELS)
