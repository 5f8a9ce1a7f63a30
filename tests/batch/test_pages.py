"""Pages are fetched once, hosts side by side, and a killed run goes on with what it had."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from batch import auditing
from serving import answer, page, serving

from pipeline.batch.jobs import Job, key_of
from pipeline.encoders import load_encoder
from pipeline.errors import BatchOtherError
from pipeline.evidence.starting import start_package
from pipeline.read.web.fetch import Fetched
from pipeline.records import LookedUp, Page
from pipeline.settings import Settings


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def evidence(tmp_path):
    start_package(tmp_path / "evidence")
    return tmp_path / "evidence"


@pytest.fixture
def audit(tmp_path, evidence, tiny_folder, monkeypatch):
    monkeypatch.setattr("pipeline.encoders.load_encoder", load_encoder)

    def run(*urls, **changed):
        return auditing.audit(
            tmp_path / "out", urls, evidence=evidence, encoder=tiny_folder.path, **changed
        )

    return run


def lines(folder):
    shards = sorted(folder.glob("results-*.jsonl"))
    return [json.loads(line) for path in shards for line in path.read_text().splitlines()][1:]


def contents(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith("ledger")}


def test_pages_are_in_the_results_in_the_order_asked(audit, server, tmp_path):
    def slow(connection, _asked):
        time.sleep(0.2)
        connection.sendall(page("slow"))

    server.routes |= {"/slow": slow, "/quick": page("quick")}
    urls = [server.url("/slow", host="a.org"), server.url("/gone"), server.url("/quick")]
    summary = audit(*urls)
    assert [each["path"] for each in lines(tmp_path / "out")] == urls
    assert (summary.n_articles, summary.errors["E226"]) == (3, 1)


def test_pages_a_second_run_asks_for_nothing_and_writes_the_same_bytes(audit, server, tmp_path):
    server.routes |= {"/a": page("a"), "/b": page("b")}
    urls = [server.url("/b"), server.url("/gone"), server.url("/a")]
    audit(*urls)
    first = contents(tmp_path / "out")
    n_asked = server.n_connections
    audit(*urls)
    assert contents(tmp_path / "out") == first
    assert server.n_connections == n_asked


def test_pages_what_could_not_be_had_is_asked_for_again_only_where_told(audit, server):
    url = server.url("/late")
    assert audit(url).errors["E226"] == 1
    server.routes["/late"] = page("here")
    assert audit(url).errors["E226"] == 1
    assert audit(url, retry=True).errors["E226"] == 0
    assert [asked.path for asked in server.asked] == ["/late", "/late"]


def test_pages_a_folder_of_another_regard_for_robots_is_refused(audit, server):
    server.routes |= {"/robots.txt": answer(b"User-agent: *\nDisallow: /"), "/a": page("a")}
    url = server.url("/a")
    assert audit(url).errors["E210"] == 1
    with pytest.raises(BatchOtherError, match="robots is obeyed, now it would be ignored"):
        audit(url, ignore_robots=True)
    assert audit(url, ignore_robots=True, fresh=True).errors["E210"] == 0


def test_pages_of_a_sitemap_and_the_sitemap_are_fetched_once(audit, server, tmp_path):
    server.routes |= {
        "/sitemap.xml": answer(b"<urlset><url><loc>/a</loc></url></urlset>"),
        "/a": page("a"),
    }
    where = [server.url("/gone.xml"), server.url("/sitemap.xml")]
    for _ in range(2):
        summary = audit(sitemaps=where)
        assert [each["path"] for each in lines(tmp_path / "out")] == [where[0], server.url("/a")]
        assert summary.errors["E226"] == 1
    asked = Counter(each.path for each in server.asked)
    assert (asked["/sitemap.xml"], asked["/a"]) == (1, 1)


def test_pages_of_an_article_in_parts_are_one_result_and_fetched_once(audit, server, tmp_path):
    html = "Content-Type: text/html"
    server.routes |= {
        "/guide": answer(b'<p>One</p><a href="/guide/2">2</a>', html),
        "/guide/2": answer(b'<p>Two</p><a href="/guide/3">3</a>', html),
        "/other": page("other"),
    }
    urls = [server.url("/guide"), server.url("/other")]
    for _ in range(2):
        assert audit(*urls).errors["E226"] == 1
        found = [each["path"] for each in lines(tmp_path / "out")]
        # The part that is not there is an error beside the article.
        assert found == list(map(server.url, ("/guide", "/guide/3", "/other")))
    assert Counter(each.path for each in server.asked).most_common(1)[0][1] == 1


def test_pages_of_the_same_bytes_are_results_of_their_own():
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    seen = Page("http://a.org/", "http://a.org/", 200, (), at, "0" * 64)
    others = [replace(seen, url="http://b.org/"), replace(seen, fetched_at=at.replace(hour=1))]
    jobs = [Job("x", b"same", page=each) for each in (seen, *others, None)]
    jobs.append(replace(jobs[0], further=(Fetched(seen, b"same"),)))
    jobs.append(replace(jobs[0], missing=("http://a.org/2",)))
    jobs.append(replace(jobs[0], looked_up=()))
    jobs.append(replace(jobs[0], looked_up=(LookedUp(("doi", "10.1000/a"), "there"),)))
    assert len({key_of(job, settings=Settings(), baseline=None) for job in jobs}) == len(jobs)


N_HOSTS, PER_HOST, DELAY_S = 20, 50, 0.03


def started(out, urls, *, encoder, evidence):
    tests = str(Path(__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "batch.auditing", out, encoder, evidence, str(DELAY_S)],
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": tests},
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    process.stdin.write("\n".join(urls).encode())
    process.stdin.close()
    return process


def kept_in(out):
    """Return the addresses that a ledger holds."""
    with contextlib.closing(sqlite3.connect(out / "ledger.sqlite")) as ledger:
        keys = [key for (key,) in ledger.execute("SELECT key FROM outcomes")]
    return {key.removeprefix("page ") for key in keys if key.startswith("page ")}


def test_pages_a_thousand_on_twenty_hosts_politely_and_killed_on_the_way(
    server, tmp_path, evidence, tiny_folder
):
    urls = [
        server.url(f"/{number}", host=f"h{host}.example.org")
        for number in range(PER_HOST)
        for host in range(N_HOSTS)
    ]
    running, at_once, lock = Counter(), Counter(), threading.Lock()

    def counted(connection, asked):
        host = asked.headers["host"]
        with lock:
            running[host] += 1
            at_once[host] = max(at_once[host], running[host])
        time.sleep(0.002)
        with lock:
            running[host] -= 1
        connection.sendall(page(f"number {asked.path}"))

    server.routes |= {f"/{number}": counted for number in range(PER_HOST)}
    out = tmp_path / "out"
    process = started(out, urls, encoder=tiny_folder.path, evidence=evidence)
    while len(server.asked) < len(urls) * 2 // 5 and process.poll() is None:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.2)
    n_before = len(server.asked)
    had = kept_in(out)
    assert len(urls) // 3 < len(had) <= n_before < len(urls)

    assert started(out, urls, encoder=tiny_folder.path, evidence=evidence).wait() == 0

    def name(asked):
        return f"http://{asked.headers['host']}{asked.target}"

    later = Counter(map(name, server.asked[n_before:]))
    # Nothing that had come is asked for again, and everything else once.
    assert later == Counter(url for url in urls if url not in had)
    assert n_before - len(had) <= N_HOSTS
    assert [each["path"] for each in lines(out)] == urls

    assert at_once == Counter({f"h{host}.example.org:{server.port}": 1 for host in range(N_HOSTS)})
    begun = defaultdict(list)
    for asked in server.asked + server.robots:
        begun[asked.headers["host"]].append(asked.begun)
    for times in begun.values():
        # A request comes after the one before, its answer and the pause.
        assert all(b - a >= DELAY_S for a, b in itertools.pairwise(sorted(times)))
