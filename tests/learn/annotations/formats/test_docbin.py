import pytest
import spacy
from learn.annotations.marking import LABELS, WHOLE, marked
from spacy.tokens import DocBin, Span

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats import docbin

ARTICLE = marked(
    "pepper[mint tea helps] 💊 [Does it?]", {"kind": "statistic", "fields": WHOLE}, "none"
)


@pytest.fixture
def doc(tmp_path):
    docbin.write([ARTICLE], tmp_path, LABELS)
    (made,) = DocBin().from_disk(tmp_path / "dev.spacy").get_docs(spacy.blank("en").vocab)
    return made


def read(tmp_path, doc):
    DocBin(store_user_data=True, docs=[doc]).to_disk(tmp_path / "in.spacy")
    return docbin.read(tmp_path / "in.spacy", LABELS)[0]


def test_docbin_has_spans_that_spacy_can_train_on(doc):
    assert doc.text == ARTICLE.source
    (claim,) = doc.spans[docbin.CLAIMS]
    (negative,) = doc.spans[docbin.NEGATIVES]
    assert (claim.text, claim.label_) == ("peppermint tea helps", "statistic")
    assert (negative.text, negative.label_) == ("Does it?", "none")


def test_docbin_has_a_file_for_each_part(tmp_path):
    articles = [marked("Mint", part="train"), marked("Sage", part=None, name="s.txt", topic="")]
    docbin.write(articles, tmp_path, LABELS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["train.spacy", "unlisted.spacy"]


def test_docbin_span_that_was_moved_comes_back_bare(doc, tmp_path):
    doc.spans[docbin.CLAIMS] = [
        Span(doc, 0, 1, label="statistic", span_id="claims-1"),
        Span(doc, 1, 3, label="safety"),
    ]
    moved, added, none = read(tmp_path, doc).annotations
    assert (moved.text, moved.kind, moved.fields) == ("peppermint", "statistic", None)
    assert (added.text, added.kind, added.verdict) == ("tea helps", "safety", None)
    assert none == ARTICLE.annotations[1]


def test_docbin_span_that_was_renamed_comes_back_bare(doc, tmp_path):
    (span,) = doc.spans[docbin.CLAIMS]
    doc.spans[docbin.CLAIMS] = [Span(doc, span.start, span.end, label="code", span_id=span.id_)]
    renamed = read(tmp_path, doc).annotations[0]
    assert (renamed.text, renamed.kind, renamed.fields) == ("peppermint tea helps", "code", None)


def test_docbin_of_other_documents_is_refused(tmp_path):
    with pytest.raises(AnnotationFormatError, match="document 1: the document says nothing"):
        read(tmp_path, spacy.blank("en")("Mint"))
