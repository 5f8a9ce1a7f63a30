"""GitHub annotations: read back as GitHub's runner reads them."""

from __future__ import annotations

import dataclasses
import re

import pytest
from factories import (
    make_article,
    make_claim,
    make_comparison,
    make_document,
    make_finding,
    make_judged,
    make_muted,
    make_result,
    make_trouble,
)
from hypothesis import given
from hypothesis import strategies as st
from report.builders import gallery, judged_document

from pipeline.records import Locator, Result
from pipeline.report import to_github

_ESCAPES = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def unescape(text):
    return re.sub("%(?:0D|0A|3A|2C|25)", lambda found: _ESCAPES[found[0]], text)


def read(text):
    """Read commands as the runner does: a line that begins with two colons, properties, data."""
    commands = []
    for line in text.splitlines():
        if found := re.match(r"::(\w+) ?([^:]*)::(.*)$", line):
            name, properties, message = found.groups()
            pairs = [pair.partition("=") for pair in properties.split(",") if pair]
            commands.append(
                {"command": name, "message": unescape(message)}
                | {key: unescape(value) for key, _, value in pairs}
            )
    return commands


def annotations(result):
    return read(to_github.write(result))


def test_github_says_where_the_claim_stands_and_what_to_do():
    document = judged_document(
        [("paragraph", 0, "Mint. ‹a:Half of all slept.:a›")],
        {
            "a": make_finding(
                "ST002", reason="It says 41%.", comparison=make_comparison(claimed="50%")
            )
        },
        path="a.md",
    )
    assert annotations(make_result([document])) == [
        {
            "command": "error",
            "file": "a.md",
            "line": "1",
            "endLine": "1",
            "col": "7",
            "endColumn": "25",
            "title": "ST002 the number contradicts the evidence",
            "message": "“Half of all slept.”\nIt says 41%.\nArticle: 50%\n"
            "Evidence: 50% (14 trials)\n"
            "What to do: Use the row's number, or cite the source that gives yours.",
        }
    ]


def test_github_leaves_out_the_columns_of_a_claim_over_several_lines():
    document = judged_document(
        [("paragraph", 0, "‹a:One"), ("paragraph", 0, "two:a›.")], {"a": make_finding("UV001")}
    )
    (said,) = annotations(make_result([document]))
    assert (said["line"], said["endLine"]) == ("1", "2")
    assert "col" not in said
    assert "endColumn" not in said


def test_github_ranks_by_severity_and_then_by_place():
    found = annotations(gallery())
    assert [each["command"] for each in found] == sorted(
        (each["command"] for each in found), key=["error", "warning", "notice"].index
    )
    lines = [int(each["line"]) for each in found if each["command"] == "warning"]
    assert lines == sorted(lines)


def test_github_tells_the_worst_of_all_articles_before_the_rest_of_the_first():
    codes = ("UV001", "ST002", "UV003", "CI002")
    documents = [make_document(claims=[make_judged(code=code)]) for code in codes]
    titles = [each["title"][:5] for each in annotations(make_result(documents))]
    assert titles == ["ST002", "CI002", "UV001", "UV003"]


def test_github_takes_the_severity_of_the_finding():
    judged = make_judged(findings=[make_finding("ST002", severity="note")])
    (said,) = annotations(make_result([make_document(claims=[judged])]))
    assert said["command"] == "notice"


def test_github_says_nothing_of_what_is_supported_or_muted():
    document = make_document(muted=[make_muted()])
    assert annotations(make_result([document])) == []


def test_github_names_a_document_without_lines_and_says_the_place():
    article = make_article(path="a.docx", locators=[Locator(0, 9, paragraph=4)])
    document = make_document(article, claims=[make_judged(code="UV001")])
    (said,) = annotations(make_result([document]))
    assert said["file"] == "a.docx"
    assert "line" not in said
    assert said["message"].startswith("In paragraph 4: “")


def test_github_attaches_standard_input_to_no_file():
    document = make_document(make_article(path="-"), claims=[make_judged(code="UV001")])
    (said,) = annotations(make_result([document]))
    assert "file" not in said


def test_github_tells_of_errors_first():
    first = annotations(make_result(errors=[make_trouble("a,b:c.md", message="100% gone")]))[0]
    assert (first["command"], first["file"], first["title"]) == ("error", "a,b:c.md", "E101")
    assert first["message"] == "100% gone"


def test_github_counts_at_the_end_even_where_there_is_nothing_to_say():
    assert to_github.write(Result(documents=())) == "0 claims checked in 0 articles.\n"


@pytest.mark.parametrize("line", ["::set-env name=PATH::x", "\n::error::x", "\r\n##[command]x"])
def test_github_no_article_can_give_a_command_of_its_own(line):
    claim = make_claim("Mint.", clean=line)
    article = dataclasses.replace(make_article(path=line), title=line)
    judged = make_judged(claim, findings=[make_finding("ST002", reason=line)])
    result = make_result([make_document(article, claims=[judged])])
    written = to_github.write(result).splitlines()
    assert len(written) == 2
    assert len(read("\n".join(written))) == 1


@given(st.text(alphabet="a%:,\r\n0DA2C3", min_size=1, max_size=20))
def test_github_every_path_comes_back_as_it_was(path):
    result = make_result([], errors=[make_trouble(path, message=path)])
    (said,) = read(to_github.write(result))
    assert (said.get("file"), said["message"]) == (path, path)


def test_github_attaches_a_page_to_no_file_and_names_it():
    article = make_article(path="https://example.org/a")
    document = make_document(article, claims=[make_judged(code="ST002")])
    first = to_github.write(make_result([document])).splitlines()[0]
    assert "file=" not in first
    assert "::https://example.org/a: " in first
