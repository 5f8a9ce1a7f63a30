"""Scores of web pages as they are printed."""

from pipeline.cli.measured_pages import pages_text
from pipeline.learn.webpages.readers import OURS, PageReading
from pipeline.learn.webpages.scores import evaluate_webpages
from pipeline.learn.webpages.truth import MarkedPage, part_of

PAGE = MarkedPage("", "one two three four five", (), {"title": "Zinc"})
NAMES = [f"page-{n}" for n in range(8)]


def printed(*, each: bool) -> str:
    readers = {
        OURS: lambda _: PageReading("one two three four", (), {"title": "Zinc"}, ""),
        "other": lambda _: PageReading("one two three four five"),
    }
    return pages_text(evaluate_webpages(dict.fromkeys(NAMES, PAGE), readers), each=each)


def test_measured_pages_prints_each_half_with_the_bars():
    lines = printed(each=False).splitlines()
    assert [line for line in lines if line.startswith(("tune:", "held out:"))]
    assert "ours          0.667 (0.667 to 0.667)    -" in lines
    assert "other         1.000 (1.000 to 1.000)    -" in lines
    assert "wanted        0.950                     0.970" in lines
    assert any("title 4/4" in line or "walls" in line for line in lines)


def test_measured_pages_names_what_falls_short_of_the_tuning_half_alone():
    text = printed(each=True)
    for name in NAMES:
        assert (f"  {name}: text 0.667" in text) == (part_of(name) == "tune")
    assert "text 0.667" not in printed(each=False)
