from reading import read

from pipeline.mark.language import mark_articles

TABLE = "| Remedy | Change |\n|---|---|\n| Yoga | -31% |\n| Rest | |\n"


def test_table_cells_are_labelled_header_or_cell(nlp):
    ((_, doc),) = mark_articles([read(TABLE, format="markdown")], nlp)
    assert [(span.text, span.label_) for span in doc.spans["cells"]] == [
        ("Remedy", "header"),
        ("Change", "header"),
        ("Yoga", "cell"),
        ("-31%", "cell"),
        ("Rest", "cell"),
    ]


def test_table_cells_are_none_without_an_article(nlp):
    assert len(nlp("| Yoga | -31% |").spans["cells"]) == 0
