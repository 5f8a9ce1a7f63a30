import json

import pytest
from learn.annotations.marking import LABELS, marked

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats import articles_jsonl

MINT = marked("💊 [Mint helps].", "efficacy")


def read(tmp_path, *lines):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return articles_jsonl.read(path, LABELS)


def test_articles_jsonl_has_a_line_for_each_article(tmp_path):
    out = tmp_path / "more" / "out.jsonl"
    articles_jsonl.write([MINT], out, LABELS)
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "article": "mint.txt",
        "part": "dev",
        "topic": "mint",
        "text": "💊 Mint helps.",
        "annotations": [
            {
                "start": 2,
                "end": 12,
                "text": "Mint helps",
                "kind": "efficacy",
                "verdict": "supported",
                "why": "seen",
            }
        ],
    }


def test_articles_jsonl_may_leave_out_what_is_not_known(tmp_path):
    (article,) = read(tmp_path, "", '{"article": "a.txt", "text": "Mint."}')
    assert (article.part, article.topic, article.annotations) == (None, "", ())


HEAD = {"article": "a.txt", "text": "Mint helps."}
FAULTS = {
    "no JSON": ("{", "line 1: it is no JSON"),
    "no object": ("3", "line 1: it is no JSON object"),
    "no name": ({"text": "Mint."}, "wanted the name of a file"),
    "a name elsewhere": (HEAD | {"article": "../a.txt"}, "wanted the name of a file"),
    "no text": ({"article": "a.txt"}, "a.txt has no text"),
    "no part": (HEAD | {"part": "held"}, "wanted one of train"),
    "no topic": (HEAD | {"topic": 3}, "wanted a text"),
    "no place": (HEAD | {"annotations": [{"kind": "efficacy"}]}, "wanted two numbers"),
    "beyond the text": (
        HEAD | {"annotations": [{"start": 0, "end": 99, "kind": "efficacy"}]},
        "a.txt has no 0-99",
    ),
    "no kind": (HEAD | {"annotations": [{"start": 0, "end": 4}]}, "a.txt, 0-4: 'kind' is missing"),
}


@pytest.mark.parametrize(("line", "why"), FAULTS.values(), ids=FAULTS)
def test_articles_jsonl_say_where_and_what_is_wrong(line, why, tmp_path):
    with pytest.raises(AnnotationFormatError, match=why):
        read(tmp_path, line if isinstance(line, str) else json.dumps(line))
