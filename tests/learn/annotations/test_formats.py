"""What holds for every format: what was written is read again."""

import tempfile
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from learn.annotations.marking import LABELS, WHOLE, any_articles, marked

from pipeline.cli.annotations import Format
from pipeline.errors import AnnotationFormatError, ReportUnwritableError
from pipeline.learn.annotations.formats import FORMATS
from pipeline.learn.annotations.store import load_corpus
from pipeline.resources import annotations_dir, articles_dir

# A file of any characters may be taken for a picture; the texts of these are harmless.
IN_FILES_OF_THEIR_OWN = {"quotes"}
# These take a tenth of a second each time.
SLOW = {"datasets", "parquet", "docbin"}


def there_and_back(articles, form, folder):
    out = Path(folder) / "out"
    FORMATS[form].write(articles, out, LABELS)
    return FORMATS[form].read(out, LABELS)


def test_formats_are_those_that_the_command_offers():
    assert tuple(FORMATS) == get_args(Format)


@pytest.mark.parametrize("form", FORMATS)
def test_formats_lose_nothing_of_any_article(form):
    @settings(max_examples=15 if form in SLOW else 60)
    @given(articles=any_articles(harmless=form in IN_FILES_OF_THEIR_OWN))
    def run(articles):
        with tempfile.TemporaryDirectory() as folder:
            assert there_and_back(articles, form, folder) == articles

    run()


DRAWN = {
    "emoji": ("💊 [Mint helps] 👩‍👩‍👧 [with cramps 🧘]\n", ["efficacy", "safety"]),
    "crlf": ("# Mint\r\n\r\n[Mint helps\r\nwith cramps].\r\n[Does it?]\r\n", ["efficacy", "none"]),
    "nested": ("[Mint helps [30% of adults] (Lee, 2019)] now", ["efficacy", "statistic"]),
    "crossed": ("Mint [helps 30% of [adults] with] cramps", ["statistic", "efficacy"]),
    "side by side": ("[Mint][ea]", ["efficacy", "efficacy"]),
    "inside of a word": ("pepper[mint]tea", ["efficacy"]),
    "markup": ("<p>Mint cut <b>[pain&nbsp;by <i>30%</i>]</b>\t</p>", ["statistic"]),
    "nothing marked": ("Mint.", []),
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("drawn", "said"), DRAWN.values(), ids=DRAWN)
def test_formats_keep_places(form, drawn, said, tmp_path):
    article = marked(drawn, *said)
    assert there_and_back([article], form, tmp_path) == [article]


@pytest.mark.parametrize("form", FORMATS)
def test_formats_keep_one_stretch_of_two_kinds(form, tmp_path):
    one = marked("[Mint helps] now", "efficacy")
    other = marked("[Mint helps] now", {"kind": "statistic", "verdict": "unsupported"})
    both = marked("Mint helps now")
    annotations = (*one.annotations, *other.annotations)
    article = type(both)(both.name, both.source, annotations, both.part, both.topic)
    assert there_and_back([article], form, tmp_path) == [article]


@pytest.mark.parametrize("form", FORMATS)
def test_formats_keep_every_field(form, tmp_path):
    article = marked("[Mint helps] now", {"kind": "efficacy", "fields": WHOLE})
    assert there_and_back([article], form, tmp_path) == [article]


@pytest.mark.parametrize("form", FORMATS)
def test_formats_lose_nothing_of_the_corpus(form, tmp_path):
    corpus = load_corpus(articles_dir(), annotations_dir())
    articles = [one for _, one in sorted(corpus.articles.items())]
    assert there_and_back(articles, form, tmp_path) == articles


@pytest.mark.parametrize("form", FORMATS)
def test_formats_write_the_same_bytes_each_time(form, tmp_path):
    articles = [marked("[Mint helps] now [Does it?]", "efficacy", "none")]
    written = []
    for number in ("one", "two"):
        out = tmp_path / number / "out"
        FORMATS[form].write(articles, out, LABELS)
        files = sorted(path for path in out.parent.rglob("*") if path.is_file())
        written.append({path.relative_to(out.parent): path.read_bytes() for path in files})
    if form == "datasets":
        # A saved dataset names its fingerprint, which is drawn anew.
        written = [
            {path: data for path, data in its.items() if path.suffix != ".json"} for its in written
        ]
    assert written[0] == written[1]


@pytest.mark.parametrize("form", FORMATS)
def test_formats_say_what_cannot_be_read(form, tmp_path):
    place = tmp_path / "out"
    with pytest.raises(AnnotationFormatError):
        FORMATS[form].read(place, LABELS)
    place.write_bytes(b"\xff\xfe no mint")
    with pytest.raises(AnnotationFormatError):
        FORMATS[form].read(place, LABELS)


@pytest.mark.parametrize("form", FORMATS)
def test_formats_say_what_cannot_be_written(form, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(ReportUnwritableError):
        FORMATS[form].write([marked("Mint.")], tmp_path / "file" / "out", LABELS)
