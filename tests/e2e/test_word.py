"""Word documents from end to end: judged as the same words elsewhere, and opened by LibreOffice."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from reading import body_of
from report.words import anchored, on, parts_of
from word import STYLES, UP, box, cell, item, note, p, r, read_word, row, table, word

from pipeline.check import Checker
from pipeline.read import read_path
from pipeline.records import Article, Document
from pipeline.report import to_docx
from pipeline.resources import samples_dir

SAMPLES = sorted(path for path in samples_dir().iterdir() if path.is_file())
STYLE_OF = {"title": "Title", "heading": "Heading2", "caption": "Caption", "quote": "Quote"}


def as_word(article: Article) -> bytes:
    """Write an article as somebody would type it in Word."""
    tables = {c.start_clean: found for found in article.tables for c in found.cells[:1]}
    body = []
    for block in article.blocks:
        text = article.text[block.start_clean : block.end_clean]
        if block.kind == "cell":
            if block.start_clean in tables:
                body.append(written(tables[block.start_clean]))
        elif block.kind == "list_item":
            body.append(item(text, level=max(block.level, 1) - 1))
        elif block.kind != "boilerplate":
            body.append(p(text, style=STYLE_OF.get(block.kind, "")))
    if article.date is not None:
        body.insert(1, p(f"Published on {article.date:%B %d, %Y}"))
    return word(*body, styles=STYLES)


def written(found) -> str:
    rows = []
    for number in range(1, found.n_rows + 1):
        cells = (found.at(number, column) for column in range(1, found.n_columns + 1))
        heads = "<w:tblHeader/>" if any(c.header for c in found.cells if c.row == number) else ""
        rows.append(row(*(cell(c.text if c else "") for c in cells), settings=heads))
    return table(*rows)


def findings_of(document: Document) -> list[tuple[str, str, str]]:
    return [
        (" ".join(judged.claim.clean.split()), judged.claim.kind, judged.decisive.code)
        for judged in document.claims
    ]


def checked(checker: Checker, path: Path) -> Document:
    result = checker.check([str(path)], stdin=bytes)
    assert result.errors == ()
    return result.documents[0]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_word_documents_are_judged_as_the_same_words_in_text_markdown_and_html(
    by_patterns, sample, tmp_path
):
    path = tmp_path / "draft.docx"
    path.write_bytes(as_word(read_path(sample, max_mb=20)))
    assert findings_of(checked(by_patterns, path)) == findings_of(checked(by_patterns, sample))


# --- with LibreOffice


@pytest.fixture(scope="module")
def convert(tmp_path_factory):
    """Convert files with LibreOffice; returns the folder of what it made."""
    program = shutil.which("soffice")
    # Parts of LibreOffice come alone; without its Writer it opens no text.
    if program is None or not (Path(program).resolve().parent / "libswlo.so").is_file():
        pytest.skip("LibreOffice Writer (libreoffice-writer) not installed")
    profile = tmp_path_factory.mktemp("profile")

    def run(target: str, *files: Path) -> Path:
        made = tmp_path_factory.mktemp("made")
        own = f"-env:UserInstallation={profile.as_uri()}"
        command = [program, "--headless", own, "--convert-to", target, "--outdir", made, *files]
        done = subprocess.run(command, capture_output=True, check=True, timeout=180)
        assert list(made.iterdir()), done.stderr
        return made

    return run


DRAFT = word(
    p("Zinc", style="Title"),
    p("It helps ", r("52", "b"), "%", note(1), " of people, 10", r("6", UP), " in all."),
    item("Or some."),
    p("Also ", box(p("Boxed words.")), "so."),
    table(["Group", "Better"], ["Sham", "41%"]),
    styles=STYLES,
    footnotes={1: p("Says Lee.")},
)
PDF = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'
WORDS = ("52% of people", "Or some", "41%", "Boxed", "Says Lee")


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    """Write a draft and its marked copy."""
    folder = tmp_path_factory.mktemp("draft")
    (folder / "draft.docx").write_bytes(DRAFT)
    document = on(DRAFT, *WORDS, code="ST002", reason="The row gives 41% … of people.")
    (folder / "marked.docx").write_bytes(to_docx.write(document, DRAFT))
    return folder


def notes_in(pdf: bytes) -> list[str]:
    """Return the annotations of a PDF, which keep their text as UTF-16 in hex."""
    written = re.findall(rb"/Contents ?<(FEFF[0-9A-F]+)>", pdf)
    return [bytes.fromhex(each.decode()).decode("utf-16") for each in written]


def test_word_copies_show_their_comments_in_a_pdf_that_libreoffice_makes(convert, draft):
    made = convert(PDF, draft / "marked.docx", draft / "draft.docx")
    notes, before = (notes_in((made / f"{name}.pdf").read_bytes()) for name in ("marked", "draft"))
    told = [text for text in notes if "ST002: the number contradicts the evidence" in text]
    assert len(told) == len(WORDS)
    assert all("The row gives 41% … of people." in text for text in told)
    assert any("In footnote 1: “Says Lee”" in text for text in told)
    assert any("In the text box: “Boxed”" in text for text in told)
    assert not any("ST002" in text for text in before)


def test_word_copies_saved_by_libreoffice_keep_their_comments_on_the_words(convert, draft):
    made = (convert("docx", draft / "marked.docx") / "marked.docx").read_bytes()
    on_words = [text for text in anchored(made).values() if text]
    assert [text for text in WORDS[:3] if text not in on_words] == []
    assert body_of(read_word(made)) == body_of(read_word(DRAFT))
    assert b"the number contradicts" in parts_of(made)["word/comments.xml"]


@pytest.mark.parametrize("target", ["docx:MS Word 2007 XML", "odt"], ids=["docx", "odt"])
def test_word_documents_made_by_libreoffice_of_a_page_are_judged_as_the_page(
    convert, by_patterns, target
):
    page = next(path for path in SAMPLES if path.suffix == ".html")
    made = convert(target, page) / f"{page.stem}.{target.partition(':')[0]}"
    # LibreOffice forgets the day of the page's head, and which parts stand beside the article.
    assert findings_of(checked(by_patterns, made)) == findings_of(checked(by_patterns, page))
