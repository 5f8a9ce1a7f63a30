"""PDFs from end to end: printed by programs that are not ours, judged as the same page."""

import html
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from e2e.browser import find_chromium
from report.test_to_pdf import highlights

from pipeline.check import Checker
from pipeline.read import read_path
from pipeline.records import Article, Document
from pipeline.report import to_pdf
from pipeline.resources import samples_dir

CHROMIUM = find_chromium()
SAMPLES = sorted(path for path in samples_dir().iterdir() if path.is_file())
TAGS = {"title": "h1", "heading": "h2", "list_item": "li", "quote": "blockquote"}
HEAD = (
    "<!doctype html><html lang=en><meta charset=utf-8><style>table{border-collapse:collapse}"
    "td,th{border:1px solid;padding:4px}</style>"
)
TWO_COLUMNS = "<style>@page{size:A4} body{columns:2; column-gap:2em; font:10pt serif}</style>"


def as_page(article: Article, style: str = "") -> str:
    """Write an article as a page without anything beside it."""
    tables = {c.start_clean: found for found in article.tables for c in found.cells[:1]}
    body = []
    for block in article.blocks:
        text = html.escape(article.text[block.start_clean : block.end_clean])
        if block.kind == "cell":
            if block.start_clean in tables:
                body.append(as_table(tables[block.start_clean]))
        elif block.kind != "boilerplate":
            tag = TAGS.get(block.kind, "p")
            body.append(f"<{tag}>{text}</{tag}>")
    if article.date is not None:
        body.insert(1, f"<p>Published on {article.date:%B %d, %Y}</p>")
    return "\n".join((HEAD, style, *body))


def as_table(found) -> str:
    rows = []
    for number in range(1, found.n_rows + 1):
        cells = (found.at(number, column) for column in range(1, found.n_columns + 1))
        named = [("th" if c and c.header else "td", c.text if c else "") for c in cells]
        rows.append("".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in named))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def findings_of(document: Document) -> Counter[tuple[str, str, str]]:
    return Counter(
        (" ".join(judged.claim.clean.split()), judged.claim.kind, judged.decisive.code)
        for judged in document.claims
    )


def checked(checker: Checker, path: Path) -> Document:
    result = checker.check([str(path)], stdin=bytes)
    assert result.errors == ()
    return result.documents[0]


@pytest.fixture(scope="module")
def print_page(tmp_path_factory):
    """Print pages with chromium."""
    if CHROMIUM is None:
        pytest.skip("chromium not installed")
    profile = tmp_path_factory.mktemp("profile")

    def run(page: Path, *, head: bool = False) -> Path:
        target = page.with_suffix(".pdf")
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        options += [] if head else ["--no-pdf-header-footer"]
        command = [CHROMIUM, *options, f"--print-to-pdf={target}", page.as_uri()]
        subprocess.run(command, capture_output=True, check=True, timeout=120)
        return target

    return run


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_pdf_printed_by_a_browser_is_judged_as_its_page(by_patterns, print_page, sample, tmp_path):
    page = tmp_path / "draft.html"
    page.write_text(as_page(read_path(sample, max_mb=20)), encoding="utf-8")
    printed = checked(by_patterns, print_page(page, head=True))
    assert findings_of(printed) == findings_of(checked(by_patterns, page))
    assert "running head" in {block.why for block in printed.article.blocks}


def test_pdf_in_two_columns_is_judged_as_its_page(by_patterns, print_page, tmp_path):
    page = tmp_path / "draft.html"
    article = read_path(samples_dir() / "needles-and-backs.md", max_mb=20)
    page.write_text(as_page(article, TWO_COLUMNS), encoding="utf-8")
    assert findings_of(checked(by_patterns, print_page(page))) == findings_of(
        checked(by_patterns, page)
    )


def test_pdf_made_by_a_writer_is_judged_as_its_text(by_patterns, tmp_path):
    program = shutil.which("soffice")
    # Parts of LibreOffice come alone; without its Writer it opens no text.
    if program is None or not (Path(program).resolve().parent / "libswlo.so").is_file():
        pytest.skip("LibreOffice Writer (libreoffice-writer) not installed")
    page = tmp_path / "draft.html"
    article = read_path(samples_dir() / "winter-colds.txt", max_mb=20)
    page.write_text(as_page(article), encoding="utf-8")
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, "--headless", own, "--convert-to", "pdf:writer_web_pdf_Export"]
    subprocess.run(
        [*command, "--outdir", tmp_path, page], capture_output=True, check=True, timeout=180
    )
    printed = checked(by_patterns, tmp_path / "draft.pdf")
    assert findings_of(printed) == findings_of(checked(by_patterns, page))


WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>'
)


def test_pdf_highlights_cover_the_words_of_claims_where_poppler_sees_them(
    by_patterns, print_page, tmp_path
):
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("poppler (poppler-utils) not installed")
    page = tmp_path / "draft.html"
    article = read_path(samples_dir() / "needles-and-backs.md", max_mb=20)
    page.write_text(as_page(article, TWO_COLUMNS), encoding="utf-8")
    path = print_page(page)
    document = checked(by_patterns, path)
    data = path.read_bytes()
    (copy := tmp_path / "copy.pdf").write_bytes(to_pdf.write(document, data))
    seen = subprocess.run(
        [program, "-bbox", copy, "-"], capture_output=True, text=True, check=True
    ).stdout
    words = [(*map(float, found[:4]), html.unescape(found[4])) for found in WORD.findall(seen)]
    for judged in document.claims:
        claim = judged.claim
        boxes = [place.box for place in document.article.locate(claim.start, claim.end)]
        for word in claim.text.split():
            assert any(
                word.strip(".,;:()\"'“”") in text
                and any(inside(box, (x0, y0, x1, y1)) for box in boxes)
                for x0, y0, x1, y1, text in words
            ), word
    marked_words = [" ".join(words) for _, words, _ in highlights(copy.read_bytes())]
    texts = [" ".join(judged.claim.text.split()) for judged in document.claims]
    assert sorted(marked_words) == sorted(texts)


def inside(box, word) -> bool:
    """Say whether the middle of a word lies in a box."""
    left, top, right, bottom = box
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return left <= x <= right and top <= y <= bottom
