"""SARIF: valid by its schema and by its authors' own validator, and pointing at the words."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import unquote

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
    make_result,
    make_row,
    make_source,
    make_trouble,
)
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from report.builders import claim_at, draw, gallery
from report.installed import npm_package, run_offline

from pipeline.codes import CODES
from pipeline.records import Locator, Result
from pipeline.report import to_sarif

MULTITOOL = npm_package("@microsoft/sarif-multitool-linux")
# We have no address to send readers to, and a Word file has no region: advice, not rules.
KNOWN = {"SARIF2005", "SARIF2017"}
needs_multitool = pytest.mark.skipif(MULTITOOL is None, reason="the SARIF multitool not installed")


def written(result):
    (run,) = json.loads(to_sarif.write(result))["runs"]
    return run


def everything():
    """Make a result with all that a log can hold."""
    located = make_article(
        "x" * 50, path="drafts/a.docx", format="docx", locators=[Locator(0, 50, paragraph=3)]
    )
    documents = [
        *gallery().documents,
        make_document(located, claims=[make_judged(make_claim("xxxx", start=2))]),
        make_document(make_article(path="-")),
        make_document(make_article(path="C:\\drafts\\a b.md")),
        make_document(make_article(path="/srv/ä ö/#1?.md")),
        make_document(make_article(path="../up/a:b.md")),
        make_document(
            make_article(path="./muted.md"),
            muted=[
                make_muted(),
                make_muted(why="baseline", reason=""),
                make_muted(why="settings", reason="ST002 = off"),
            ],
        ),
    ]
    troubles = [make_trouble(), make_trouble("", code="E404", message="All {of} it.")]
    return make_result(documents, errors=troubles)


RESULTS = {
    "everything": everything(),
    "nothing": Result(documents=()),
    "only errors": make_result([], errors=[make_trouble()]),
}


@needs_multitool
@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_sarif_is_valid_against_the_official_schema(result):
    schema = json.loads((MULTITOOL / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    faults = Draft202012Validator(schema).iter_errors(json.loads(to_sarif.write(result)))
    assert [fault.message for fault in faults] == []


def complaints(log, folder):
    """Return what the validator of SARIF's authors says is wrong or unwise."""
    (folder / "log.sarif").write_text(log, encoding="utf-8")
    done = run_offline(
        MULTITOOL / "Sarif.Multitool",
        "validate",
        "log.sarif",
        "--level",
        "Error;Warning",
        "--output",
        "said.sarif",
        folder=folder,
    )
    assert (folder / "said.sarif").is_file(), done.stdout + done.stderr
    said = json.loads((folder / "said.sarif").read_text(encoding="utf-8-sig"))
    return {each["ruleId"] for run in said["runs"] for each in run.get("results", ())}


@needs_multitool
@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_sarif_its_authors_find_nothing_wrong_with_it(result, tmp_path):
    assert complaints(to_sarif.write(result), tmp_path) <= KNOWN


@needs_multitool
def test_sarif_the_validator_sees_what_is_wrong(tmp_path):
    log = to_sarif.write(gallery()).replace('"endColumn": ', '"endColumn": -')
    assert complaints(log, tmp_path) - KNOWN


# --- places


def region_text(source, region):
    return source[region["charOffset"] : region["charOffset"] + region["charLength"]]


def by_lines(source, region):
    """Return what a viewer marks that goes by lines and columns."""
    ends = ("\r\n", "\r", "\n")
    starts, at = [0], 0
    while at < len(source):
        end = next((end for end in ends if source.startswith(end, at)), None)
        at += len(end or "x")
        if end:
            starts.append(at)
    first = starts[region["startLine"] - 1] + region["startColumn"] - 1
    return source[first : starts[region["endLine"] - 1] + region["endColumn"] - 1]


def test_sarif_regions_are_the_words_of_the_claims_in_code_points():
    result = gallery()
    run = written(result)
    assert run["columnKind"] == "unicodeCodePoints"
    sources = [document.article.source for document in result.documents]
    assert "🌿" in sources[0]
    for found in run["results"]:
        physical = found["locations"][0]["physicalLocation"]
        source, region = sources[physical["artifactLocation"]["index"]], physical["region"]
        assert region_text(source, region) == by_lines(source, region)
        assert region_text(source, region) == region["snippet"]["text"]


@given(st.text(alphabet="a🌿é\r\n", min_size=1, max_size=20), st.data())
def test_sarif_both_ways_of_saying_a_region_agree(source, data):
    start = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(start + 1, len(source)))
    claim = make_claim(source[start:end], start=start)
    document = make_document(make_article(source, blocks=[]), claims=[make_judged(claim)])
    run = written(make_result([document]))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert run["newlineSequences"] == ["\r\n", "\r", "\n"]
    assert by_lines(source, region) == region_text(source, region) == source[start:end]


PATHS = {
    "relative": ("drafts/a b.md", "drafts/a%20b.md", True),
    "a dot before it": ("./a.md", "a.md", True),
    "signs of an address": ("50% #1?.md", "50%25%20%231%3F.md", True),
    "a colon, which is no scheme": ("a:b.md", "a%3Ab.md", True),
    "letters of all scripts": ("ä/שמן.md", "%C3%A4/%D7%A9%D7%9E%D7%9F.md", True),
    "above the root": ("../a.md", "../a.md", False),
    "absolute": ("/srv/a b.md", "file:///srv/a%20b.md", False),
    "absolute on Windows": ("C:\\in\\a b.md", "file:///C:/in/a%20b.md", False),
    "standard input": ("-", "stdin", False),
    "bytes that are no UTF-8": ("caf\udce9.md", "caf%E9.md", True),
}


@pytest.mark.parametrize(("path", "uri", "based"), PATHS.values(), ids=PATHS)
def test_sarif_paths_become_addresses(path, uri, based):
    run = written(make_result([make_document(make_article(path=path))]))
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == uri
    assert location.get("uriBaseId") == ("%SRCROOT%" if based else None)
    assert run["artifacts"][location["index"]]["location"]["uri"] == uri
    assert "%SRCROOT%" in run["originalUriBaseIds"]


@given(st.text(alphabet="aä%#?:& 🌿", min_size=1, max_size=20))
def test_sarif_every_relative_path_comes_back(path):
    run = written(make_result([make_document(make_article(path=path))]))
    assert unquote(run["artifacts"][0]["location"]["uri"]) == path


def test_sarif_a_document_has_a_paragraph_or_page_and_no_region():
    article = make_article("x" * 9, path="a.docx", locators=[Locator(0, 9, paragraph=3)])
    document = make_document(article, claims=[make_judged(make_claim("xxx", start=2))])
    (found,) = written(make_result([document]))["results"]
    (location,) = found["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "paragraph 3"
    assert found["message"]["text"].startswith("In paragraph 3: ")


# --- what is said


def test_sarif_has_a_result_for_each_finding_and_says_which_decides():
    result = gallery()
    findings = [finding for judged in result.claims() for finding in judged.findings]
    results = [each for each in written(result)["results"] if "suppressions" not in each]
    assert [each["ruleId"] for each in results] == [finding.code for finding in findings]
    assert sum(each["properties"]["decides"] for each in results) == len(result.claims())


def test_sarif_supported_passes_and_the_rest_has_its_severity():
    findings = [
        make_finding("ST001"),
        make_finding("ST002"),
        make_finding("UV001"),
        make_finding("ST002", severity="note"),
    ]
    document = make_document(claims=[make_judged(findings=findings)])
    results = written(make_result([document]))["results"]
    said = [(each["kind"], each["level"]) for each in results]
    assert said == [("pass", "none"), ("fail", "error"), ("fail", "warning"), ("fail", "note")]


def test_sarif_rules_are_those_used_with_their_help():
    run = written(gallery())
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {each["ruleId"] for each in run["results"]}
    for found in run["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
    for rule in rules:
        known = CODES[rule["id"]]
        assert known.meaning in rule["fullDescription"]["text"]
        assert (known.remedy in rule["help"]["text"]) == (known.verdict != "supported")
        assert "helpUri" not in rule


def test_sarif_tells_the_numbers_and_the_source():
    finding = make_finding(
        "ST002", reason="It gives 41%.", comparison=make_comparison(claimed="70%", evidence="41%")
    )
    row = make_row(source=make_source(title="A review.", publisher="Mint", doi="10.1/a"))
    document = make_document(claims=[make_judged(findings=[finding], evidence=[row])])
    (found,) = written(make_result([document]))["results"]
    assert found["message"]["text"] == (
        "It gives 41%. Article: 70%. Evidence: 41%. "
        "Source: A review (Mint 2016), https://doi.org/10.1/a"
    )


def test_sarif_no_text_makes_a_link_or_a_placeholder():
    finding = make_finding(reason="See [this](sarif:/runs/0) of {0}.")
    document = make_document(claims=[make_judged(findings=[finding], evidence=[])])
    (found,) = written(make_result([document]))["results"]
    assert found["message"]["text"] == "See [this] (sarif:/runs/0) of {{0}}."


def test_sarif_the_same_claim_is_known_again_when_lines_move():
    article, spans = draw([("paragraph", 0, "‹a:Half slept.:a›")])
    later, moved = draw([("paragraph", 0, "New."), ("paragraph", 0, "‹a:Half slept.:a›")])
    prints = [
        written(
            make_result(
                [make_document(where, claims=[make_judged(claim_at(where, at["a"], claim_id="c"))])]
            )
        )["results"][0]["partialFingerprints"]
        for where, at in ((article, spans), (later, moved))
    ]
    assert prints == [{"claimId/v1": "c"}, {"claimId/v1": "c"}]


MUTED = {
    "in the article": (make_muted(reason="so"), "inSource", "Silenced in the article: so"),
    "known": (make_muted(why="baseline", reason=""), "external", "Known to the baseline."),
    "off": (
        make_muted(why="settings", reason="ST off"),
        "external",
        "Off in the settings: ST off",
    ),
}


@pytest.mark.parametrize(("muted", "kind", "justification"), MUTED.values(), ids=MUTED)
def test_sarif_what_was_muted_is_there_and_suppressed(muted, kind, justification):
    run = written(make_result([make_document(claims=[], muted=[muted])]))
    assert run["results"][0]["suppressions"] == [
        {"kind": kind, "status": "accepted", "justification": justification}
    ]


def test_sarif_tells_of_what_could_not_be_read():
    run = written(make_result(errors=[make_trouble("a b.md", code="E101", message="No {a b}.")]))
    (invocation,) = run["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert (told["descriptor"]["id"], told["message"]["text"]) == ("E101", "No {{a b}}.")
    known = run["tool"]["driver"]["notifications"]
    assert known[told["descriptor"]["index"]]["id"] == "E101"
    location = told["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "a%20b.md"
    assert written(make_result())["invocations"][0]["executionSuccessful"] is True


def test_sarif_names_the_bytes_and_the_evidence():
    result = make_result([replace(make_document(), claims=())], evidence_version="7")
    run = written(result)
    assert run["artifacts"][0]["hashes"] == {"sha-256": result.documents[0].article.sha256}
    assert run["artifacts"][0]["mimeType"] == "text/markdown"
    assert run["properties"]["evidenceVersion"] == "7"


def test_sarif_names_a_page_by_its_address():
    page = make_page("https://example.org/a?x=1#y")
    document = make_document(make_article(path=page.url, page=page), claims=[make_judged()])
    (run,) = json.loads(to_sarif.write(make_result([document])))["runs"]
    (artifact,) = run["artifacts"]
    assert artifact["location"] == {"uri": "https://example.org/a?x=1#y"}
    assert artifact["properties"]["fetchedAt"] == "2026-05-01T12:00:00+00:00"
    location = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "https://example.org/a?x=1#y"


def test_sarif_leads_to_each_claim_on_its_page():
    page = make_page("https://example.org/a")
    article = make_article("Well. Mint helps.", path=page.url, format="html", page=page)
    document = make_document(article, claims=[make_judged(make_claim("Mint helps.", start=6))])
    (run,) = json.loads(to_sarif.write(make_result([document])))["runs"]
    assert run["results"][0]["properties"]["link"] == "https://example.org/a#:~:text=Mint%20helps."
