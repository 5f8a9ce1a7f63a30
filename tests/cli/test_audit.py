"""`claims audit` on real pages from a real server, with the formats and exits of `check`."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from batch.lines import document_with, lines_of
from cli.fakes import use_checker
from registries import Shelf, crossref_message
from serving import answer, page, serving

import pipeline.batch
from pipeline.batch.jobs import Outcome
from pipeline.batch.summary import Summary
from pipeline.errors import EvidenceMissingError
from pipeline.read.web.fetch import Fetcher
from pipeline.records import Lead
from pipeline.report.schema import json_schema

WRONG = "Bill dry needling with CPT code 9781 each time."
RIGHT = "We open at nine in the morning and close at six in the evening."
OURS = ("--allow-private", "--delay", "0", "--no-config", "--no-cache")


@pytest.fixture
def server(monkeypatch, checker, tmp_path):
    monkeypatch.chdir(tmp_path)
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
    ran = claims("audit")
    assert (ran.code, ran.out) == (2, "")
    assert "--sitemap" in ran.err


def test_audit_takes_pages_from_lists_and_sitemaps_each_once(claims, server, tmp_path):
    listed = f"# ours\n{server.url('/right')}\n{server.url('/wrong')}\n"
    (tmp_path / "list.txt").write_text(listed)
    elsewhere = "<url><loc>http://example.org/</loc></url>"
    locations = "".join(f"<url><loc>/{x}</loc></url>" for x in ("wrong", "gone", "right"))
    server.routes["/sitemap.xml"] = answer(f"<urlset>{locations}{elsewhere}</urlset>".encode())
    words = ("--input", str(tmp_path / "list.txt"), "--sitemap", server.url("/sitemap.xml"))
    ran = claims("audit", server.url("/wrong"), *words, *OURS, "--format", "json")
    report = json.loads(ran.out)
    found = [document["path"] for document in report["documents"]]
    assert found == [server.url("/wrong"), server.url("/right")]
    assert [each["path"] for each in report["errors"]] == [server.url("/gone")]
    assert [each["code"] for each in report["notices"]] == ["W204"]
    assert ran.code == 2


def test_audit_reads_a_list_from_standard_input(claims, server, monkeypatch):
    typed = io.TextIOWrapper(io.BytesIO(f"{server.url('/wrong')}\n".encode()))
    monkeypatch.setattr("sys.stdin", typed)
    ran = claims("audit", "--input", "-", *OURS, "--format", "json")
    assert [each["path"] for each in json.loads(ran.out)["documents"]] == [server.url("/wrong")]


def test_audit_a_list_that_cannot_be_read_is_an_error_and_nothing_is_fetched(
    claims, server, tmp_path
):
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe")
    for path in (tmp_path / "list.txt", tmp_path / "gone.txt"):
        words = (server.url("/right"), "--input", str(path))
        ran = claims("audit", *words, *OURS, "--format", "json")
        assert [each["code"] for each in json.loads(ran.out)["errors"]] == ["E242"]
        assert (ran.code, server.n_connections) == (2, 0)


def test_audit_checks_no_more_of_a_sitemap_than_it_is_told(claims, server):
    locations = "".join(f"<url><loc>/{x}</loc></url>" for x in ("right", "wrong"))
    server.routes["/sitemap.xml"] = answer(f"<urlset>{locations}</urlset>".encode())
    words = ("--sitemap", server.url("/sitemap.xml"), "--limit", "1")
    ran = claims("audit", *words, *OURS, "--format", "json")
    assert [each["path"] for each in json.loads(ran.out)["documents"]] == [server.url("/right")]
    assert "notice W205" in ran.err
    assert ran.code == 0


HTML = "Content-Type: text/html"


def test_audit_an_article_in_parts_is_one_document_that_leads_back_to_each(claims, server):
    first = f'<h1>Needles</h1><p>{WRONG}</p><a href="/guide?page=2">Next page</a>'
    second = f"<h1>Needles</h1><p>{WRONG} {WRONG}</p>"

    def by_number(connection, asked):
        said = second if asked.target.endswith("page=2") else first
        connection.sendall(answer(said.encode(), HTML))

    server.routes["/guide"] = by_number
    urls = [server.url("/guide"), server.url("/guide?page=2")]
    ran = claims("audit", *urls, server.url("/right"), *OURS, "--format", "json")
    report = json.loads(ran.out)
    jsonschema.validate(report, json_schema())
    document, other = report["documents"]
    assert (document["path"], document["title"], other["parts"]) == (urls[0], "Needles", [])
    assert [each["url"] for each in document["parts"]] == urls
    assert [each["status"] for each in document["parts"]] == [200, 200]
    assert document["is_whole"]
    assert [claim["locator"][0]["part"] for claim in document["claims"]] == [
        *("part 1", "part 2", "part 2")
    ]
    for claim in document["claims"]:
        part = document["parts"][int(claim["locator"][0]["part"][-1]) - 1]
        assert part["start"] <= claim["start"] < claim["end"] <= part["end"]
        assert claim["link"].startswith(f"{part['final_url']}#:~:text=")
    assert ran.code == 1


def test_audit_an_article_of_which_a_part_is_gone_says_that_it_is_not_whole(claims, server):
    first = f'<p>{WRONG}</p><a rel="next" href="/guide/2">2</a>'
    server.routes["/guide"] = answer(first.encode(), HTML)
    ran = claims("audit", server.url("/guide"), *OURS, "--format", "json")
    report = json.loads(ran.out)
    (document,) = report["documents"]
    assert (document["is_whole"], document["missing_parts"]) == (False, [server.url("/guide/2")])
    assert [(each["path"], each["code"]) for each in report["errors"]] == [
        (server.url("/guide/2"), "E226")
    ]
    (notice,) = report["notices"]
    assert (notice["code"], notice["path"]) == ("W105", server.url("/guide"))
    assert server.url("/guide/2") in notice["message"]
    assert ran.code == 2


def archived(path):
    """Return the addresses of the answers in an archive, with their digests checked."""
    from warcio.archiveiterator import ArchiveIterator

    with path.open("rb") as file:
        return [
            record.rec_headers.get_header("WARC-Target-URI")
            for record in ArchiveIterator(file, check_digests="raise")
            if record.rec_type == "response" and record.content_stream().read() is not None
        ]


def test_audit_keeps_what_it_saw_in_an_archive_whole_each_time(claims, server, tmp_path, own_cache):
    server.routes["/page"] = page(WRONG, 'ETag: "1"')
    words = [word for word in OURS if word != "--no-cache"]
    words += ["--archive", str(tmp_path / "a.warc.gz")]
    for _ in range(2):
        assert claims("audit", server.url("/page"), *words).code == 1
    assert "if-none-match" not in server.asked[-1].headers
    urls = [server.url("/robots.txt"), server.url("/page")]
    assert archived(tmp_path / "a.warc.gz") == urls * 2
    assert not (own_cache / "web").exists()


def test_audit_an_archive_that_cannot_be_written_is_an_error_and_nothing_is_fetched(
    claims, server, tmp_path
):
    (tmp_path / "file").write_bytes(b"")
    words = ("--archive", str(tmp_path / "file" / "a.warc"), "--format", "json")
    ran = claims("audit", server.url("/right"), *words, *OURS)
    assert [each["code"] for each in json.loads(ran.out)["errors"]] == ["E601"]
    assert (ran.code, server.n_connections) == (2, 0)


@pytest.fixture
def into_folder(monkeypatch):
    """Make `claims audit --out` come to one claim; returns what it was asked."""
    asked = []

    def run(find, *, settings, conditions, options, baseline, look_up, progress):
        gathered = find(Fetcher(conditions).fetch)
        asked.append((gathered, settings, conditions, options, baseline, look_up))
        progress("fetched", 1, 1)
        progress("checked", 1, 1)
        lines = lines_of(document_with("ST001"))
        summary = Summary(notices=tuple(gathered.notices))
        summary.add(Outcome(tuple(lines), ("unsupported",)), lines)
        return summary

    monkeypatch.setattr(pipeline.batch, "run_audit", run)
    return asked


def test_audit_into_a_folder_prints_a_summary_and_exits_as_ever(claims, server, into_folder):
    words = (server.url("/right"), "--out", "out", "--workers", "3", "--retry")
    ran = claims("audit", *words, *OURS)
    assert ran.out.startswith("1 article, 1 checked, 1 claim\n")
    assert ran.out.endswith("Results: out\n")
    assert ran.code == 1
    ((gathered, _, conditions, options, baseline, look_up),) = into_folder
    assert gathered.urls == [server.url("/right")]
    assert (str(options.out), options.n_workers, options.retry) == ("out", 3, True)
    assert conditions.allow_private
    assert (baseline, look_up) == (None, None)


def test_audit_into_a_folder_looks_cited_works_up_where_it_is_asked_to(claims, server, into_folder):
    shelf = Shelf(server)
    shelf.hold(crossref_message("10.1000/good"))
    assert claims("audit", server.url("/right"), "--out", "out", *OURS, *shelf.options).code == 1
    ((*_, look_up),) = into_folder
    good = ("doi", "10.1000/good")
    assert look_up([Lead(good)])[good].state == "found"


FOLDERS = {
    "a format beside a folder": ("--out", "out", "--format", "json"),
    "a file beside a folder": ("--out", "out", "--output", "json=x.json"),
    "workers without a folder": ("--workers", "2"),
    "afresh without a folder": ("--fresh",),
    "again without a folder": ("--retry",),
}


@pytest.mark.parametrize("words", FOLDERS.values(), ids=FOLDERS)
def test_audit_options_that_do_not_go_together_are_told(claims, server, into_folder, words):
    ran = claims("audit", server.url("/right"), *words, *OURS)
    assert (ran.code, ran.out, into_folder) == (2, "", [])
    assert "--out" in ran.err


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
    assert notice["message"].startswith("4 of 4 references and links of ")
    assert ran.code == 0


def test_audit_a_cited_page_that_is_gone_is_a_finding_and_a_page_of_its_own_none(claims, server):
    own, other = server.url("/gone"), server.url("/gone", host="localhost")
    server.routes["/citing"] = page(
        f"Zinc cures colds (<a href='{other}'>source</a>). "
        f"Salt cures <a href='{own}'>colds</a>, too. "
        f"Sage cures colds (<a href='{server.url('/slow', host='localhost')}'>source</a>)."
    )
    server.routes["/slow"] = answer(b"", status="500 Broken")
    shelf = Shelf(server)
    ran = claims("audit", server.url("/citing"), *OURS, *shelf.options, "--format", "json")
    report = json.loads(ran.out)
    jsonschema.validate(report, json_schema())
    zinc, salt, sage = report["documents"][0]["claims"]
    (gone,) = [each for each in zinc["findings"] if each["code"] == "CI019"]
    assert (gone["verdict"], gone["comparison"]["claimed"]) == ("unverifiable", other)
    assert all(each["code"] != "CI019" for one in (salt, sage) for each in one["findings"])
    (notice,) = report["notices"]
    assert notice["code"] == "W104"
    assert notice["message"].startswith("1 of 2 references and links of ")


def test_audit_excludes_pages_by_host_and_path(claims, server):
    urls = [server.url("/wrong"), server.url("/right")]
    ran = claims("audit", *urls, *OURS, "--exclude", "wrong", "--format", "json")
    report = json.loads(ran.out)
    assert [each["path"] for each in report["documents"]] == urls[1:]
    assert [(each["code"], each["path"]) for each in report["notices"]] == [("W202", urls[0])]
    assert ran.code == 0


def test_audit_an_exclusion_that_cannot_be_understood_is_refused(claims, server):
    ran = claims("audit", server.url("/right"), *OURS, "--exclude", "[z-a]")
    assert (ran.code, ran.out, server.n_connections) == (2, "", 0)


def test_audit_keeps_what_is_known_and_tells_only_what_is_new(claims, server, checker, monkeypatch):
    def load(_settings, *, baseline=None):
        return replace(checker, baseline=baseline)

    use_checker(monkeypatch, load)
    url = server.url("/wrong")
    ran = claims("audit", url, *OURS, "--write-baseline", "--baseline", "known.json")
    assert ran.code == 0
    assert ran.out == "known.json knows 1 finding of 1 claim in 1 file: 1 new, 0 forgotten.\n"
    ran = claims("audit", url, *OURS, "--baseline", "known.json", "--format", "json")
    (document,) = json.loads(ran.out)["documents"]
    assert (ran.code, document["claims"]) == (0, [])
    assert [each["muted_by"] for each in document["muted"]] == ["baseline"]
    server.routes["/wrong"] = page(f"{WRONG} Bill CPT 9782, too.")
    assert claims("audit", url, *OURS, "--baseline", "known.json").code == 1
    server.routes["/wrong"] = page(RIGHT)
    ran = claims("audit", url, *OURS, "--baseline", "known.json")
    assert (ran.code, "W201" in ran.err) == (0, True)


def test_audit_into_a_folder_takes_the_baseline_along(claims, server, into_folder):
    Path("known.json").write_text('{"schema": 1, "known": []}')
    words = ("--out", "out", "--baseline", "known.json")
    assert claims("audit", server.url("/right"), *words, *OURS).code == 1
    ((*_, baseline, _),) = into_folder
    assert baseline.file == Path("known.json")


KEPT_APART = {
    "a format": ("--write-baseline", "--format", "json"),
    "a folder": ("--write-baseline", "--out", "out"),
    "no baseline": ("--write-baseline", "--no-baseline"),
}


@pytest.mark.parametrize("words", KEPT_APART.values(), ids=KEPT_APART)
def test_audit_what_is_kept_as_known_is_not_reported(claims, server, into_folder, words):
    ran = claims("audit", server.url("/right"), *words, *OURS)
    assert (ran.code, ran.out, into_folder) == (2, "", [])
    assert "--write-baseline" in ran.err
