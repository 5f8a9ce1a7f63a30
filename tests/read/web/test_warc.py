"""What went over the wire is in the archive byte by byte, and warcio reads and checks it."""

from __future__ import annotations

import argparse
import base64
import datetime as dt
import gzip
import hashlib

import pytest
from serving import answer, chunked, fetcher, page, serving
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from pipeline.errors import PipelineError, ReportUnwritableError
from pipeline.read.web.fetch import Traffic
from pipeline.read.web.several import fetch_as_they_come
from pipeline.read.web.warc import Archive

HTML = "Content-Type: text/html"


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture(params=["a.warc.gz", "a.warc"])
def path(request, tmp_path):
    return tmp_path / request.param


def records(path):
    """Read an archive with warcio: type, warc headers and the HTTP message of each record."""
    with path.open("rb") as file:
        return [
            (record.rec_type, record.rec_headers, record.raw_stream.read())
            for record in ArchiveIterator(file, no_record_parse=True)
        ]


def check(path):
    """Run `warcio check`; returns its exit code."""
    return Checker(argparse.Namespace(inputs=[str(path)], verbose=False)).process_all()


def archived(path, *urls, **changed):
    with Archive.opened(path, software="health-claim-lint/1") as archive:
        asking = fetcher(recorder=archive.add, **changed)
        return dict(fetch_as_they_come(urls, asking))


def test_warc_keeps_requests_and_answers_as_they_were_sent(server, path):
    body = gzip.compress(b"<p>Zinc.</p>", mtime=0)
    sent = answer(b"", HTML, "content-ENCODING:  gzip", "Transfer-Encoding: chunked", length=False)
    sent += chunked(body[:9], body[9:])
    server.routes["/page"] = sent
    found = archived(path, server.url("/page"), ignore_robots=True)
    assert found[0].body == b"<p>Zinc.</p>"
    (info, info_headers, fields), (_, response, received), (_, request, asked) = records(path)
    assert (info, info_headers.get_header("WARC-Type")) == ("warcinfo", "warcinfo")
    assert b"software: health-claim-lint/1\r\n" in fields
    assert received == sent
    assert asked.startswith(b"GET /page HTTP/1.1\r\nHost: 127.0.0.1")
    assert response.get_header("WARC-Target-URI") == server.url("/page")
    assert response.get_header("WARC-IP-Address") == "127.0.0.1"
    assert response.get_header("WARC-Truncated") is None
    assert request.get_header("WARC-Concurrent-To") == response.get_header("WARC-Record-ID")
    payload = hashlib.sha1(sent.partition(b"\r\n\r\n")[2]).digest()
    assert response.get_header("WARC-Payload-Digest") == (
        f"sha1:{base64.b32encode(payload).decode()}"
    )
    assert check(path) == 0


def test_warc_reads_as_the_page_that_was_checked(server, path):
    server.routes["/page"] = page("Ginger, naïvely.")
    found = archived(path, server.url("/page"))
    with path.open("rb") as file:
        bodies = {
            record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
            for record in ArchiveIterator(file, check_digests="raise")
            if record.rec_type == "response"
        }
    assert bodies[server.url("/page")] == found[0].body
    # What robots.txt said is there, too.
    assert server.url("/robots.txt") in bodies


def test_warc_has_each_redirect_and_says_what_was_not_read_whole(server, path):
    server.routes["/old"] = answer(
        b"x" * 3_000_000, "Location: /page", status="301 Moved Permanently"
    )
    server.routes["/page"] = page("here")
    archived(path, server.url("/old"), ignore_robots=True)
    responses = [headers for kind, headers, _ in records(path) if kind == "response"]
    assert [
        (each.get_header("WARC-Target-URI"), each.get_header("WARC-Truncated"))
        for each in responses
    ] == [(server.url("/old"), "unspecified"), (server.url("/page"), None)]
    assert check(path) == 0


def test_warc_is_gone_on_with_and_written_by_many_threads(server, path):
    server.routes |= {f"/{n}": page(f"number {n} " * 50) for n in range(20)}
    urls = [server.url(f"/{n}", host=f"h{n}.example.org") for n in range(20)]
    for some in (urls[:10], urls[10:]):
        archived(path, *some, ignore_robots=True, resolver=lambda _: ["127.0.0.1"])
    found = records(path)
    assert [kind for kind, *_ in found].count("warcinfo") == 1
    kept = {
        headers.get_header("WARC-Target-URI") for kind, headers, _ in found if kind == "response"
    }
    assert kept == set(urls)
    assert check(path) == 0


WHOLE = {
    "as long as it says": (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", True),
    "shorter than it says": (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", False),
    "with its last chunk": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
        True,
    ),
    "without its last chunk": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
        False,
    ),
    "a chunk that ends in nought": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\n0\r\n",
        False,
    ),
    "a page that ends with the connection": (b"HTTP/1.0 200 OK\r\n\r\nabc", True),
    "no page, that might": (b"HTTP/1.0 404 Not Found\r\n\r\nabc", False),
    "nothing new": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", True),
    "lines that end without a return": (b"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc", True),
    "no head": (b"HTTP/1.1 200", True),
}


@pytest.mark.parametrize(("received", "is_whole"), WHOLE.values(), ids=WHOLE)
def test_warc_tells_what_is_whole(path, received, is_whole):
    at = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    sent = b"GET / HTTP/1.1\r\nHost: a.org\r\n\r\n"
    with Archive.opened(path, software="x/1") as archive:
        archive.add(Traffic("http://a.org/", "proxy.lan", at, sent, received))
    _, (_, response, kept), (_, _, asked) = records(path)
    assert (kept, asked) == (received, sent)
    assert response.get_header("WARC-Date") == "2026-01-02T03:04:05Z"
    assert response.get_header("WARC-IP-Address") is None
    assert (response.get_header("WARC-Truncated") is None) == is_whole


def test_warc_makes_the_folder_that_it_is_to_be_in(tmp_path):
    path = tmp_path / "results" / "pages.warc.gz"
    with Archive.opened(path, software="x/1"):
        pass
    assert path.is_file()


def test_warc_that_cannot_be_written_says_so(tmp_path):
    with (
        pytest.raises(ReportUnwritableError, match="directory"),
        Archive.opened(tmp_path, software="x/1"),
    ):
        pass


def test_warc_a_full_disk_fails_the_page_and_leaves_no_half_record(server, path, monkeypatch):
    server.routes["/page"] = page("x")

    class Full:
        def __init__(self, file):
            self._file = file

        def write(self, data):
            return self._file.write(data[: len(data) // 2])

        def __getattr__(self, name):
            return getattr(self._file, name)

    with Archive.opened(path, software="x/1") as archive:
        monkeypatch.setattr(archive, "_file", Full(archive._file))
        asking = fetcher(recorder=archive.add, ignore_robots=True)
        with pytest.raises(PipelineError, match="the disk is full"):
            asking.fetch(server.url("/page"))
    assert [kind for kind, *_ in records(path)] == ["warcinfo"]
