import pytest
from learn.annotations.marking import LABELS, marked

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats import conll


def written(tmp_path, article):
    conll.write([article], tmp_path / "out", LABELS)
    return (tmp_path / "out").read_text(encoding="utf-8").split("\n")


def test_conll_has_a_layer_for_each_stretch_that_overlaps(tmp_path):
    article = marked("[Mint helps [a third]] now", "efficacy", "statistic", part=None, topic="")
    rows = [line.split("\t") for line in written(tmp_path, article) if "\t" in line]
    assert rows == [
        ["1", "0", "4", "Mint", "B-efficacy/supported", "O"],
        ["2", "5", "10", "helps", "I-efficacy/supported", "O"],
        ["3", "11", "12", "a", "I-efficacy/supported", "B-statistic/supported"],
        ["4", "13", "18", "third", "I-efficacy/supported", "I-statistic/supported"],
        ["5", "19", "22", "now", "O", "O"],
    ]


def test_conll_cuts_a_token_where_a_stretch_begins(tmp_path):
    rows = [line.split("\t") for line in written(tmp_path, marked("pepper[mint]", "efficacy"))]
    assert [row[3] for row in rows if len(row) > 3] == ["pepper", "mint"]


def test_conll_ends_a_line_with_a_blank_one_unless_a_stretch_crosses_it(tmp_path):
    lines = written(tmp_path, marked("Mint\r\n[helps\nwith] it", "efficacy"))
    tokens = [line.split("\t")[3] if "\t" in line else line for line in lines[3:-2]]
    assert tokens == ["Mint", "", "helps", "with", "it"]


def test_conll_tags_tell_neighbours_apart(tmp_path):
    article = marked("[Mint][tea] [is]", "safety", "safety", "safety")
    conll.write([article], tmp_path / "out", LABELS)
    assert conll.read(tmp_path / "out", LABELS) == [article]


FAULTS = {
    "spaces for tabs": ("1 0 4 Mint B-efficacy", "with tabs between them"),
    "no number": ("one\t0\t4\tMint\tO", "with tabs between them"),
    "a broken comment": ("# note = {", "holds no JSON"),
    "no object": ("# note = 3", "no JSON object"),
    "an unknown kind": ("1\t0\t4\tMint\tB-promise", "'kind' is 'promise'"),
    "another text": ("1\t0\t99\tMint\tB-efficacy", "has no 0-99"),
}


@pytest.mark.parametrize(("line", "why"), FAULTS.values(), ids=FAULTS)
def test_conll_says_what_is_wrong(line, why, tmp_path):
    head = '# article = {"article": "a.txt"}\n# text = "Mint"\n'
    (tmp_path / "in").write_text(f"{head}{line}\n", encoding="utf-8")
    with pytest.raises(AnnotationFormatError, match=why):
        conll.read(tmp_path / "in", LABELS)


def test_conll_without_comments_cannot_be_put_together(tmp_path):
    (tmp_path / "in").write_text("1\t0\t4\tMint\tB-efficacy\n", encoding="utf-8")
    with pytest.raises(AnnotationFormatError, match="no article"):
        conll.read(tmp_path / "in", LABELS)
