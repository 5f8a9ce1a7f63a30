"""`claims audit` on real pages from a real server, with the formats and exits of `check`."""

from __future__ import annotations

import json

import jsonschema
import pytest
from cli.fakes import use_checker
from registries import Shelf, crossref_message
from serving import answer, page, serving

from pipeline.errors import EvidenceMissingError
from pipeline.report.schema import json_schema

WRONG = "Bill dry needling with CPT code 9781 each time."
RIGHT = "We open at nine in the morning and close at six in the evening."
OURS = ("--allow-private", "--delay", "0", "--no-config", "--no-cache")


@pytest.fixture
def server(monkeypatch, checker):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    use_checker(monkeypatch, lambda _settings, **_options: checker)
    with serving() as running:
        running.routes |= {"/wrong": page(WRONG), "/right": page(RIGHT)}
        yield running


def test_audit_says_what_it_saw_of_each_page_and_when(claims, server):
    server.routes["/old"] = answer(b"", "Location: /wrong", status="301 Moved Permanently")
    urls = [server.url("/old"), server.url("/right")]
    ran = claims("audit", *urls, *OURS, "--format", "json")
    report = json.loads(ran.out)
    jsonschema.validate(report, json_schema())
    first, second = report["documents"]
    assert (ran.code, report["errors"]) == (1, [])
    assert (first["path"], first["url"], first["final_url"]) == (
        server.url("/old"),
        server.url("/old"),
        server.url("/wrong"),
    )
    assert (first["status"], first["response"]["redirects"]) == (200, [server.url("/old")])
    assert first["fetched_at"].endswith("+00:00")
    assert [claim["code"] for claim in first["claims"]] == ["RG002"]
    assert (second["url"], second["claims"]) == (server.url("/right"), [])


def test_audit_exits_nought_where_nothing_is_wrong(claims, server):
    assert claims("audit", server.url("/right"), *OURS).code == 0


def test_audit_a_page_that_could_not_be_fetched_is_an_error_and_the_rest_goes_on(claims, server):
    urls = [server.url("/gone"), server.url("/wrong"), "ftp://example.org/"]
    ran = claims("audit", *urls, *OURS, "--format", "json")
    report = json.loads(ran.out)
    assert ran.code == 2
    assert [(each["path"], each["code"]) for each in report["errors"]] == [
        (urls[0], "E226"),
        (urls[2], "E201"),
    ]
    assert [document["path"] for document in report["documents"]] == [urls[1]]
    assert "error E226" in ran.err
    assert "Traceback" not in ran.err


def test_audit_reaches_no_private_address_by_itself(claims, server):
    ran = claims("audit", server.url("/wrong"), "--no-config", "--no-cache", "--format", "json")
    assert [each["code"] for each in json.loads(ran.out)["errors"]] == ["E202"]
    assert (ran.code, server.n_connections) == (2, 0)


def test_audit_robots_are_obeyed_unless_told(claims, server):
    server.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\n")
    ran = claims("audit", server.url("/right"), *OURS, "--format", "json")
    assert [each["code"] for each in json.loads(ran.out)["errors"]] == ["E210"]
    ran = claims("audit", server.url("/right"), *OURS, "--ignore-robots", "--format", "json")
    (document,) = json.loads(ran.out)["documents"]
    assert document["response"]["robots_ignored"]


def test_audit_what_was_kept_is_asked_about(claims, server, own_cache):
    def once(connection, asked):
        known = asked.headers.get("if-none-match") == '"1"'
        unchanged = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        connection.sendall(unchanged if known else page(WRONG, 'ETag: "1"'))

    server.routes["/page"] = once
    found = []
    for _ in range(2):
        words = [word for word in OURS if word != "--no-cache"]
        ran = claims("audit", server.url("/page"), *words, "--format", "json")
        (document,) = json.loads(ran.out)["documents"]
        found.append(
            (document["response"].pop("from_cache"), document.pop("fetched_at") and document)
        )
    assert [kept for kept, _ in found] == [False, True]
    assert found[0][1] == found[1][1]
    assert len(list((own_cache / "web").glob("*.page"))) == 1


def test_audit_writes_every_format_in_one_run(claims, server, tmp_path):
    kinds = ["json", "jsonl", "csv", "sarif", "html", "github", "claimreview"]
    words = [f"--output={kind}={tmp_path / kind}" for kind in kinds]
    ran = claims("audit", server.url("/wrong"), *OURS, *words)
    assert ran.code == 1
    assert "fetched " in ran.out
    for kind in kinds:
        assert server.url("/wrong") in (tmp_path / kind).read_text(encoding="utf-8").replace(
            "%3A", ":"
        )


def test_audit_says_who_asks(claims, server):
    claims("audit", server.url("/right"), *OURS, "--contact", "ann@example.org")
    assert "contact: ann@example.org" in server.asked[0].headers["user-agent"]
    ran = claims("audit", server.url("/right"), *OURS, "--contact", "ann\r\nX: y")
    assert (ran.code, ran.out) == (2, "")


def test_audit_keeps_to_the_limits_it_is_given(claims, server):
    server.routes["/large"] = page("word " * 10_000)
    ran = claims("audit", server.url("/large"), *OURS, "--max-mb", "0.02", "--format", "json")
    assert [each["code"] for each in json.loads(ran.out)["errors"]] == ["E220"]


def test_audit_broken_evidence_is_an_error_and_nothing_is_fetched(claims, server, monkeypatch):
    def load(_settings, **_options):
        raise EvidenceMissingError(path="mine", why="no such folder")

    use_checker(monkeypatch, load)
    ran = claims("audit", server.url("/right"), *OURS, "--format", "json")
    assert [each["code"] for each in json.loads(ran.out)["errors"]] == ["E401"]
    assert (ran.code, server.n_connections) == (2, 0)


def test_audit_wants_an_address(claims):
    assert claims("audit").code == 2


CITING = (
    "Zinc helped in one trial (<a href='https://doi.org/10.1000/good'>Lee et al., 2019</a>). "
    "Iron did not (<a href='https://doi.org/10.1000/gone'>Hall et al., 2018</a>). "
    "Salt helped too (<a href='https://doi.org/10.1000/other'>Kim et al., 2017</a>). "
    "Copper did so as well (<a href='https://doi.org/10.1000/back'>Lee et al., 2016</a>)."
)


def test_audit_looks_cited_works_up_where_it_is_asked_to(claims, server):
    shelf = Shelf(server)
    shelf.hold(
        crossref_message("10.1000/good", authors=["Lee"], year=2019),
        crossref_message("10.1000/other", authors=["Garcia"], year=2003),
        crossref_message("10.1000/back", authors=["Lee"], year=2016, updates=["retraction"]),
    )
    server.routes["/citing"] = page(CITING)
    ran = claims("audit", server.url("/citing"), *OURS, *shelf.options, "--format", "json")
    report = json.loads(ran.out)
    jsonschema.validate(report, json_schema())
    (document,) = report["documents"]
    cited = [claim for claim in document["claims"] if claim["kind"] == "citation"]
    assert [(claim["statement"]["source"]["year"], claim["code"]) for claim in cited] == [
        (2019, "CI018"),
        (2018, "CI015"),
        (2017, "CI016"),
        (2016, "CI017"),
    ]
    assert cited[1]["statement"]["source"]["links"] == ["https://doi.org/10.1000/gone"]
    assert ran.code == 1


def test_audit_asks_no_registry_by_itself(claims, server):
    shelf = Shelf(server)
    server.routes["/citing"] = page(CITING)
    options = [word for word in shelf.options if word != "--check-links"]
    ran = claims("audit", server.url("/citing"), *OURS, *options, "--format", "json")
    (document,) = json.loads(ran.out)["documents"]
    assert {claim["code"] for claim in document["claims"]} == {"CI009"}
    assert shelf.asked() == ["citing"]


def test_audit_registries_that_fail_are_a_notice_and_no_verdict(claims, server):
    shelf = Shelf(server)
    server.routes["/citing"] = page(CITING)
    broken = answer(b"", status="500 Internal Server Error")
    server.routes |= {
        "/epmc/search": broken,
        **{
            path: broken
            for name in ("good", "gone", "other", "back")
            for path in (f"/crossref/works/10.1000%2F{name}", f"/doi/api/handles/10.1000/{name}")
        },
    }
    ran = claims("audit", server.url("/citing"), *OURS, *shelf.options, "--format", "json")
    report = json.loads(ran.out)
    (document,) = report["documents"]
    assert {claim["verdict"] for claim in document["claims"]} == {"unverifiable"}
    (notice,) = report["notices"]
    assert notice["code"] == "W104"
    assert notice["message"].startswith("4 of 4 references of ")
    assert ran.code == 0
