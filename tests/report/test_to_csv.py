"""CSV: every row is there, and no cell becomes a formula, in the programs that open it."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from factories import (
    make_article,
    make_claim,
    make_comparison,
    make_document,
    make_finding,
    make_judged,
    make_muted,
    make_page,
    make_parted,
    make_result,
    make_row,
    make_source,
    make_trouble,
)
from hypothesis import given
from hypothesis import strategies as st
from report.builders import gallery
from report.installed import find_calc, run_offline

from pipeline.records import Locator, Result
from pipeline.report import to_csv
from pipeline.report.to_csv import COLUMNS, LONGEST_CELL, cell

CALC = find_calc()
# What a spreadsheet would compute, fetch or run.
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    '  "=1+1',
    "'=1+1",
    "“=1+1”",
    "\u200b=1+1",
    "\ufeff=1+1",
    "＝1+1",
    '=HYPERLINK("http://example.org","read")',
    "=cmd|' /C calc'!A0",
    "said;=1+1;",
    'said; "=1+1',
    "one\n=1+1",
)


def read(result):
    text = to_csv.write(result).encode("utf-8").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def result_full_of(words):
    claim = make_claim("Mint helps.", clean=words)
    finding = make_finding(
        "ST002", reason=words, comparison=make_comparison(claimed=words, evidence=words)
    )
    evidence = [make_row(source=make_source(title=words))]
    judged = make_judged(claim, findings=[finding], evidence=evidence)
    document = make_document(
        make_article(path=words), claims=[judged], muted=[make_muted(judged, reason=words)]
    )
    return make_result([document], errors=[make_trouble(words, message=words)])


# --- what is in it


def test_csv_gives_the_columns_in_their_order():
    first = to_csv.write(Result(documents=())).lstrip("\ufeff")
    assert first == ",".join(COLUMNS) + "\r\n"


def test_csv_has_a_row_for_each_claim_and_each_error():
    result = gallery()
    rows = read(result)
    verdicts = [row["verdict"] for row in rows if not row["muted by"]]
    assert verdicts.count("not checked") == len(result.errors)
    assert len(verdicts) == len(result.claims()) + len(result.errors)


def test_csv_tells_a_claim_in_plain_words():
    finding = make_finding(
        "ST002", reason="The row gives 41%.", comparison=make_comparison(claimed="70%")
    )
    judged = make_judged(
        make_claim("Half slept.", line=3, column=7, kind="statistic"),
        findings=[finding, make_finding("ST002"), make_finding("CI003")],
        evidence=[make_row(source=make_source(doi="10.1/a", year=2016))],
    )
    (row,) = read(make_result([make_document(make_article(path="a.md"), claims=[judged])]))
    assert row == {
        "file": "a.md",
        "place": "line 3, column 7",
        "line": "3",
        "column": "7",
        "kind": "statistic",
        "verdict": "unsupported",
        "code": "ST002",
        "all codes": "ST002 CI003",
        "words": "Half slept.",
        "reason": "The row gives 41%.",
        "claimed": "70%",
        "evidence": "50% (14 trials)",
        "source is": "the evidence",
        "source title": "Acupuncture for the prevention of episodic migraine",
        "source year": "2016",
        "source link": "https://doi.org/10.1/a",
        "confidence": "0.90",
        "muted by": "",
        "muted because": "",
        "final address": "",
        "fetched at": "",
        "status": "",
        "claim link": "",
    }


def test_csv_says_when_a_page_was_fetched_and_where_it_ended():
    page = make_page("http://example.org/a", final_url="https://example.org/b", status=203)
    article = make_article(path=page.url, page=page)
    (row,) = read(make_result([make_document(article, claims=[make_judged()])]))
    assert row["file"] == "http://example.org/a"
    assert row["final address"] == "https://example.org/b"
    assert (row["fetched at"], row["status"]) == ("2026-05-01 12:00:00+00:00", "203")


def test_csv_leads_to_each_claim_on_its_page():
    page = make_page("https://example.org/a")
    article = make_article("Well. Mint helps.", path=page.url, format="html", page=page)
    document = make_document(article, claims=[make_judged(make_claim("Mint helps.", start=6))])
    (row,) = read(make_result([document]))
    assert row["claim link"] == "https://example.org/a#:~:text=Mint%20helps."


def test_csv_calls_what_only_came_near_no_evidence():
    (row,) = read(make_result([make_document(claims=[make_judged(code="UV001")])]))
    assert row["source is"] == "only the nearest"


def test_csv_names_the_first_source_that_decides_not_one_that_was_looked_at():
    rows = [
        make_row("R0", source=make_source("S0", title="Looked at")),
        make_row("R1", source=make_source("S1", title="Decides")),
    ]
    (row,) = read(make_result([make_document(claims=[make_judged(evidence=rows)])]))
    assert row["source title"] == "Decides"


def test_csv_keeps_what_was_muted_and_says_by_what():
    document = make_document(
        claims=[make_judged(make_claim(start=4))],
        muted=[make_muted(make_judged(make_claim(start=1)), why="baseline", reason="since May")],
    )
    first, second = read(make_result([document]))
    assert (first["muted by"], first["muted because"]) == ("the baseline", "since May")
    assert second["muted by"] == ""


def test_csv_gives_a_document_no_lines_but_its_own_place():
    article = make_article(locators=[Locator(0, 9, page=2)])
    (row,) = read(make_result([make_document(article)]))
    assert (row["place"], row["line"], row["column"]) == ("page 2", "", "")


# --- the form


def test_csv_is_utf8_with_a_mark_that_excel_knows_and_ends_lines_as_the_rfc_says():
    data = to_csv.write(gallery()).encode("utf-8")
    assert data.startswith(b"\xef\xbb\xbffile,place,")
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert len(data.splitlines()) == len(read(gallery())) + 1


@given(st.text(min_size=1, max_size=40))
def test_csv_every_text_stays_in_its_cell(words):
    rows = read(result_full_of(words))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert rows[0]["words"] == cell(words)


def test_csv_cuts_a_cell_that_excel_would_let_run_over():
    assert cell("a" * LONGEST_CELL) == "a" * LONGEST_CELL
    assert cell("a" * (LONGEST_CELL + 1)) == "a" * (LONGEST_CELL - 1) + "…"


def test_csv_holds_a_file_name_that_is_not_utf8():
    document = make_document(make_article(path="caf\udce9.md"))
    to_csv.write(make_result([document])).encode("utf-8")


# --- formulas


def begins_a_formula(text):
    return re.match(r"[\s\"'\ufeff\u200b“]*[=+\-@＝]", text) and not text.startswith("'")


@pytest.mark.parametrize("words", FORMULAS)
def test_csv_no_cell_begins_a_formula(words):
    for row in read(result_full_of(words)):
        for text in row.values():
            # A program that parts cells elsewhere begins one there.
            assert not any(begins_a_formula(part) for part in text.split(";")), text


def test_csv_leaves_words_alone_that_mean_no_harm():
    for words in ("20% (n = 12)", "a-b; c", "mail@example.org", "1 + 1 = 2", "−12%"):
        assert cell(words) == words


def formulas_in(folder, data, *, separator):
    (folder / "claims.csv").write_bytes(data)
    done = run_offline(
        CALC,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        f"--infilter=CSV:{ord(separator)},34,76,1,,0,false,true,false,false,false,-1,true",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "claims.csv",
        folder=folder,
    )
    assert (folder / "claims.xlsx").is_file(), done.stderr
    with zipfile.ZipFile(folder / "claims.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        shared = book.read("xl/sharedStrings.xml").decode()
    return re.findall(r"<f[ >].*?</f>", sheet), shared


@pytest.mark.skipif(CALC is None, reason="LibreOffice Calc not installed")
@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_a_spreadsheet_computes_nothing_of_it(tmp_path, separator):
    documents = [result_full_of(words).documents[0] for words in FORMULAS]
    data = to_csv.write(make_result(documents)).encode("utf-8")
    assert formulas_in(tmp_path, data, separator=separator)[0] == []
    # The same file without the guard does compute, or the test would see nothing.
    spoilt = data.replace(b"'=", b"=")
    assert formulas_in(tmp_path, spoilt, separator=separator)[0]


@pytest.mark.skipif(CALC is None, reason="LibreOffice Calc not installed")
def test_csv_a_spreadsheet_shows_every_word_of_it(tmp_path):
    result = gallery()
    _, shared = formulas_in(tmp_path, to_csv.write(result).encode("utf-8"), separator=",")
    for words in ("שמן מנטה", "−12%", "The writer's own records; nobody can look them up."):
        assert words in shared.replace("&apos;", "'").replace("&quot;", '"')


def test_csv_names_the_page_of_an_article_on_which_a_claim_stands():
    judged = make_judged(make_claim("Mint helps.", start=10))
    (row,) = read(make_result([make_document(make_parted(), claims=[judged])]))
    assert (row["file"], row["place"]) == ("https://example.org/a/1", "part 2")
    assert row["final address"] == "https://example.org/a/2"
    assert row["claim link"] == "https://example.org/a/2#:~:text=Mint%20helps."
