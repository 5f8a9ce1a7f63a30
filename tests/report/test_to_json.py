from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import pytest
from factories import (
    make_article,
    make_claim,
    make_document,
    make_judged,
    make_muted,
    make_page,
    make_parted,
    make_quantity,
    make_result,
    make_row,
    make_statement,
    make_trouble,
)
from jsonschema import Draft202012Validator
from report.builders import gallery

from pipeline.records import Locator, Notice, Result
from pipeline.report import to_json
from pipeline.report.schema import json_schema

RESULTS = {
    "gallery": gallery(),
    "one claim": make_result(),
    "nothing": Result(documents=()),
    "only errors": make_result([], errors=[make_trouble()]),
    "an article without claims": make_result([make_document(claims=[])]),
}


def closed(schema: Any) -> Any:
    """Close every object of a schema, so that a key it does not list is a fault."""
    if isinstance(schema, Mapping):
        made = {key: closed(value) for key, value in schema.items()}
        if "properties" in made:
            made["additionalProperties"] = False
        return made
    return [closed(value) for value in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_json_is_what_the_schema_says_and_no_key_is_left_out_of_it(result):
    written = json.loads(to_json.write(result))
    faults = Draft202012Validator(closed(json_schema())).iter_errors(written)
    assert [fault.message for fault in faults] == []


def test_json_has_the_keys_that_others_build_on_in_their_order():
    written = json.loads(to_json.write(gallery()))
    assert list(written) == ["schema", "tool", "documents", "errors", "notices"]
    assert list(written["tool"]) == ["name", "version", "evidence", "models"]
    claim = next(c for c in written["documents"][0]["claims"] if c["statement"]["source"])
    promised = {
        "": "id kind start end line column text locator table_cell statement verdict code reason "
        "confidence findings checks evidence",
        "statement": "intervention comparator condition population outcome dose form species "
        "timeframe direction hedge negated causal attribution quantities source",
        "statement.quantities.0": "text start end value low high bound unit kind role",
        "statement.source": "text kind publisher authors journal year identifiers",
        "statement.intervention": "text id name",
        "findings.0": "code verdict severity reason comparison",
        "evidence.0": "row_id source_id title year doi url sentence value low high unit status",
    }
    for path, keys in promised.items():
        found = claim
        for step in filter(None, path.split(".")):
            found = found[int(step)] if step.isdigit() else found[step]
        wanted = keys.split()
        assert [key for key in found if key in wanted] == wanted, path


def test_json_leads_on_into_a_document_that_is_no_text():
    locators = [
        Locator(0, 5, "body", 2, 1),
        Locator(5, 11, "body", 2, 3),
        Locator(11, 40, page=3, box=(72, 90.5, 200, 102)),
    ]
    article = make_article(locators=locators)
    claim = make_claim(article.source[4:15], start=4)
    result = make_result([make_document(article, claims=[make_judged(claim)])])
    assert (
        list(Draft202012Validator(closed(json_schema())).iter_errors(to_json.as_json(result))) == []
    )
    (found,) = json.loads(to_json.write(result))["documents"][0]["claims"]
    nothing = dict.fromkeys(("part", "paragraph", "run", "page", "box"))
    assert found["locator"] == [
        {**nothing, "part": "body", "paragraph": 2, "run": 1},
        {**nothing, "part": "body", "paragraph": 2, "run": 3},
        {**nothing, "page": 3, "box": [72, 90.5, 200, 102]},
    ]


def test_json_leads_nowhere_where_the_file_is_its_own_source():
    (found,) = json.loads(to_json.write(make_result()))["documents"][0]["claims"]
    assert found["locator"] == []


def test_json_repeats_the_finding_that_decides():
    claim = json.loads(to_json.write(gallery()))["documents"][0]["claims"][0]
    first = claim["findings"][0]
    assert len(claim["findings"]) == 2
    assert [claim[key] for key in ("verdict", "code", "reason", "confidence")] == [
        first[key] for key in ("verdict", "code", "reason", "confidence")
    ]


def test_json_keeps_what_was_muted_apart_from_what_counts():
    muted = [
        make_muted(make_judged(make_claim("Half slept."), code="ST002"), reason="the owner's"),
        make_muted(why="baseline", reason=""),
    ]
    (document,) = json.loads(to_json.write(make_result([make_document(muted=muted)])))["documents"]
    assert len(document["claims"]) == 1
    first, second = document["muted"]
    assert (first["muted_by"], first["reason"]) == ("silence", "the owner's")
    assert (first["claim"]["text"], first["claim"]["code"]) == ("Half slept.", "ST002")
    assert (second["muted_by"], second["reason"]) == ("baseline", "")


def test_json_gives_the_same_bytes_for_the_same_result():
    assert to_json.write(gallery()) == to_json.write(gallery())
    shuffled = make_result(models=[("b", "2"), ("a", "1")])
    assert list(json.loads(to_json.write(shuffled))["tool"]["models"]) == ["a", "b"]


def test_json_takes_the_words_of_a_number_from_the_source_at_its_offsets():
    article = make_article("Pain fell by 52 % in all.\n")
    quantity = make_quantity(0.52, text="52%", start=13, end=17)
    claim = make_claim("Pain fell by 52 % in all.", quantities=[quantity])
    document = make_document(article, claims=[make_judged(claim)])
    written = json.loads(to_json.write(make_result([document])))
    number = written["documents"][0]["claims"][0]["statement"]["quantities"][0]
    assert number["text"] == article.source[number["start"] : number["end"]] == "52 %"


def test_json_keeps_the_words_of_a_number_that_has_no_place():
    claim = make_claim(quantities=[make_quantity(text="52%", start=0, end=0)])
    written = json.loads(to_json.write(make_result([make_document(claims=[make_judged(claim)])])))
    statement = written["documents"][0]["claims"][0]["statement"]
    assert statement["quantities"][0]["text"] == "52%"


def test_json_gives_the_first_comparator_and_all_of_them():
    claims = json.loads(to_json.write(gallery()))["documents"][0]["claims"]
    pooled = next(c for c in claims if len(c["statement"]["comparators"]) == 2)
    assert pooled["statement"]["comparator"] == pooled["statement"]["comparators"][0]
    assert pooled["statement"]["comparator"]["id"] == "X-PLACEBO"
    alone = next(c for c in claims if not c["statement"]["comparators"])
    assert alone["statement"]["comparator"] is None


def test_json_keeps_several_identifiers_of_one_system_apart():
    claims = json.loads(to_json.write(gallery()))["documents"][0]["claims"]
    source = next(c["statement"]["source"] for c in claims if c["statement"]["source"])
    assert source["identifiers"] == {"doi": "10.1/a 10.1/b", "pmid": "1"}


def test_json_links_no_evidence_to_a_script():
    claims = json.loads(to_json.write(gallery()))["documents"][0]["claims"]
    rows = {row["row_id"]: row for c in claims for row in c["evidence"]}
    assert (rows["R1"]["url"], rows["R2"]["url"]) == (
        "https://example.org/mint?year=2029&part=2",
        None,
    )


def test_json_gives_the_effect_of_a_row_before_its_other_numbers():
    arm = make_quantity(0.3, role="comparator_arm")
    effect = make_quantity(0.41, low=0.36, high=0.46, bound="ci95", role="effect")
    row = make_row(statement=make_statement(quantities=[arm, effect]))
    document = make_document(claims=[make_judged(evidence=[row])])
    written = json.loads(to_json.write(make_result([document])))
    shown = written["documents"][0]["claims"][0]["evidence"][0]
    assert [shown[k] for k in ("value", "low", "high", "unit")] == [0.41, 0.36, 0.46, "proportion"]


def test_json_writes_numbers_as_somebody_would():
    claim = make_claim(quantities=[make_quantity(0.1 + 0.2)])
    text = to_json.write(make_result([make_document(claims=[make_judged(claim)])]))
    assert '"value": 0.3,' in text


def test_json_is_utf8_even_where_a_file_name_is_not():
    article = dataclasses.replace(make_article(), path="caf\udce9.md")
    text = to_json.write(make_result([make_document(article, claims=[])]))
    assert json.loads(text.encode("utf-8"))["documents"][0]["path"] == "caf\udce9.md"
    assert "🌿" in to_json.write(gallery())


def test_json_has_the_notices_of_the_documents_and_of_the_run():
    silence = Notice("a.md", "W101", "It silences nothing.", 3)
    document = dataclasses.replace(make_document(), notices=(silence,))
    of_run = (Notice("b.json", "W201", "Mended."),)
    result = dataclasses.replace(make_result([document]), notices=of_run)
    written = json.loads(to_json.write(result))
    assert written["notices"] == [
        {"path": "a.md", "line": 3, "code": "W101", "message": "It silences nothing."},
        {"path": "b.json", "line": None, "code": "W201", "message": "Mended."},
    ]
    faults = Draft202012Validator(closed(json_schema())).iter_errors(written)
    assert [fault.message for fault in faults] == []


def test_json_says_what_was_seen_of_a_page_and_when():
    page = make_page(
        "http://example.org/a",
        final_url="https://example.org/b",
        redirects=["http://example.org/a"],
        robots_ignored=True,
    )
    result = make_result([make_document(make_article(path=page.url, page=page))])
    Draft202012Validator(closed(json_schema())).validate(json.loads(to_json.write(result)))
    (document,) = json.loads(to_json.write(result))["documents"]
    assert document["url"] == document["path"] == "http://example.org/a"
    assert document["final_url"] == "https://example.org/b"
    assert (document["fetched_at"], document["status"]) == ("2026-05-01T12:00:00+00:00", 200)
    assert document["response"] == {
        "redirects": ["http://example.org/a"],
        "headers": [["content-type", "text/html; charset=utf-8"]],
        "from_cache": False,
        "robots_ignored": True,
    }


def test_json_says_nothing_of_a_fetch_where_there_was_none():
    (document,) = json.loads(to_json.write(make_result()))["documents"]
    names = ("url", "final_url", "fetched_at", "status", "response")
    assert [document[name] for name in names] == [None] * 5


def test_json_leads_to_each_claim_on_its_page():
    page = make_page("https://example.org/a")
    article = make_article("Well. Mint helps.", path=page.url, format="html", page=page)
    document = make_document(article, claims=[make_judged(make_claim("Mint helps.", start=6))])
    result = make_result([document])
    Draft202012Validator(closed(json_schema())).validate(json.loads(to_json.write(result)))
    (found,) = json.loads(to_json.write(result))["documents"][0]["claims"]
    assert found["link"] == "https://example.org/a#:~:text=Mint%20helps."


def test_json_says_on_which_pages_an_article_stands():
    article = make_parted()
    result = make_result([make_document(article)])
    Draft202012Validator(closed(json_schema())).validate(json.loads(to_json.write(result)))
    (document,) = json.loads(to_json.write(result))["documents"]
    assert [(each["url"], each["start"], each["end"]) for each in document["parts"]] == [
        ("https://example.org/a/1", 0, 10),
        ("https://example.org/a/2", 10, 22),
    ]
    assert document["parts"][0]["response"] == document["response"]
    assert (document["is_whole"], document["missing_parts"]) == (True, [])
