"""Examples: windows of articles, with what readers marked in them."""

from spans import drawn

from pipeline.learn.annotations.records import AnnotatedArticle, Annotation
from pipeline.learn.detector.examples import make_examples


def annotated(marked, name="a.md", kind="safety"):
    source, spans = drawn(marked)
    annotations = tuple(
        Annotation(start=start, end=end, text=source[start:end], kind=kind) for start, end in spans
    )
    return AnnotatedArticle(name, source, annotations, "train", "zinc")


def shown(examples):
    return [
        [
            (span.kind, example.window.text[span.start : span.end], span.begins)
            for span in example.spans
        ]
        for example in examples
    ]


def test_examples_put_claims_into_their_windows(nlp):
    found = make_examples(
        [annotated("# Zinc\n\nIt is old. [It *harms* no one].\n")], nlp, ["safety"]
    )
    assert shown(found) == [[], [], [("safety", "It harms no one", True)]]


def test_examples_cut_a_claim_that_goes_on_over_a_sentence(nlp):
    found = make_examples([annotated("[It is safe. For all of us.]\n")], nlp, ["safety"])
    assert shown(found) == [
        [("safety", "It is safe.", True)],
        [("safety", "For all of us.", False)],
    ]


def test_examples_leave_out_kinds_that_are_not_wanted(nlp):
    article = annotated("[It is safe].\n")
    assert shown(make_examples([article], nlp, ["efficacy"])) == [[]]


def test_examples_leave_out_claims_in_tables(nlp):
    article = annotated("Zinc.\n\n| a | b |\n|---|---|\n| Zinc | [4%] |\n", kind="statistic")
    assert shown(make_examples([article], nlp, ["statistic"])) == [[]]
