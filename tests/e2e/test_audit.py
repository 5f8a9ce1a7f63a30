"""`claims audit` and the fetcher in processes of their own: memory, TLS of the system, proxies."""

from __future__ import annotations

import gzip
import json
import os
import ssl
import subprocess
import sys
from pathlib import Path

import trustme
from serving import answer, page, serving

HTML = "Content-Type: text/html; charset=utf-8"
WRONG = "Bill dry needling with CPT code 9781 each time."
# What one process may need at its peak, in megabytes.
MOST_MB = 500

# The most memory that a process took, in bytes. `ru_maxrss` would be that of the process which
# started it, where that one was larger: Linux carries it over into a new program.
PEAK = """
import pathlib, re, resource, sys
def peak_bytes():
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
"""

# Fetches each address and prints its code or size, then the peak of its memory.
FETCH = f"""{PEAK}
import json
from pipeline.errors import PipelineError
from pipeline.read.web.fetch import Conditions, Fetcher
from pipeline.read.web.limits import Limits
limits = Limits(delay_s=0.0, overall_s=20.0)
fetcher = Fetcher(Conditions(limits=limits, allow_private=True))
found = {{}}
for url in sys.argv[1:]:
    try:
        found[url.rpartition("/")[2]] = len(fetcher.fetch(url).body)
    except PipelineError as error:
        found[url.rpartition("/")[2]] = error.code
print(json.dumps([found, peak_bytes() / 1e6]))
"""


def run(*words, **environment):
    """Run Python without the proxies of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**kept, **environment},
    )


def large(n_bytes: int) -> bytes:
    """Make a page of so many bytes, most of them what pages have besides their text."""
    script = b"<script>" + b"var x = [1, 2, 3];\n" * 50_000 + b"</script>"
    head = f"<!doctype html><title>Large</title><p>{WRONG}</p>".encode()
    body = head + script * ((n_bytes - len(head)) // len(script))
    return body + b" " * (n_bytes - len(body))


def endless(connection, _asked):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>and on</p>" * 5_000)


def test_audit_fetching_the_worst_pages_stays_small():
    bomb = gzip.compress(bytes(1_000_000_000), 9)
    routes = {
        "/twenty": (answer(large(20_000_000), HTML), 20_000_000),
        "/packed": (
            answer(gzip.compress(large(20_000_000), 1), HTML, "Content-Encoding: gzip"),
            20_000_000,
        ),
        "/more": (answer(large(20_000_001), HTML), "E220"),
        "/endless": (endless, "E220"),
        "/bomb": (answer(bomb, HTML, "Content-Encoding: gzip"), "E221"),
        "/bombs": (answer(gzip.compress(bomb), "Content-Encoding: gzip, gzip"), "E221"),
    }
    with serving() as server:
        server.routes |= {path: sent for path, (sent, _) in routes.items()}
        done = run("-c", FETCH, *map(server.url, routes))
    found, peak_mb = json.loads(done.stdout)
    assert found == {path[1:]: expected for path, (_, expected) in routes.items()}
    assert peak_mb < MOST_MB


# Runs the command, then prints the peak of its memory.
AUDIT = f"""{PEAK}
from pipeline.cli.main import main
sys.argv = ["claims", "audit", *sys.argv[1:]]
try:
    main()
finally:
    print(peak_bytes(), file=sys.stderr)
"""


def audit(*words, **environment):
    on = ("--allow-private", "--delay", "0", "--no-cache", "--no-config", "--format", "json")
    return run("-c", AUDIT, *words, *on, **environment)


def test_audit_trusts_the_authorities_that_the_environment_names(tmp_path):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with serving(tls=context) as server:
        server.routes["/page"] = page(WRONG)
        url = server.url("/page", host="localhost")
        refused = audit(url)
        done = audit(url, SSL_CERT_FILE=str(tmp_path / "ca.pem"))
    assert [each["code"] for each in json.loads(refused.stdout)["errors"]] == ["E208"]
    (document,) = json.loads(done.stdout)["documents"]
    assert (done.returncode, document["claims"][0]["code"]) == (1, "RG002")
    assert b"Traceback" not in refused.stderr + done.stderr


def test_audit_of_a_page_of_twenty_megabytes_stays_small():
    with serving() as server:
        server.routes |= {"/small": page(WRONG), "/large": answer(large(20_000_000), HTML)}
        # The first time ever the evidence is prepared, which takes more than any page.
        assert audit(server.url("/small")).returncode == 1
        done = audit(server.url("/large"))
    assert done.returncode == 1, done.stderr
    assert int(done.stderr.split()[-1]) / 1e6 < MOST_MB


def test_audit_into_a_folder_says_what_an_audit_says_and_fetches_nothing_twice(tmp_path):
    on = ("--allow-private", "--delay", "0", "--no-cache", "--no-config")
    with serving() as server:
        server.routes |= {"/wrong": page(WRONG), "/right": page("We open at nine.")}
        urls = list(map(server.url, ("/wrong", "/gone", "/right")))
        words = ("-m", "pipeline", "audit", *urls, *on)
        whole = json.loads(run(*words, "--format", "json").stdout)
        n_before = len(server.asked)
        for _ in range(2):
            done = run(*words, "--out", str(tmp_path / "out"))
            assert done.returncode == 2, done.stderr
        assert len(server.asked) - n_before == len(urls)
    lines = (tmp_path / "out" / "results-00000.jsonl").read_text().splitlines()
    tool, *found = map(json.loads, lines)
    assert tool == {"schema": 1, "record": "tool", **whole["tool"]}
    expected = [
        {"schema": 1, "record": "document", **whole["documents"][0]},
        {"schema": 1, "record": "error", **whole["errors"][0]},
        {"schema": 1, "record": "document", **whole["documents"][1]},
    ]
    for each in (*found, *expected):
        each.pop("fetched_at", None)
    assert found == expected


def test_audit_week_by_week_differs_as_the_readme_shows(tmp_path):
    def article(*paragraphs):
        text = "".join(f"<p>{each}</p>" for each in paragraphs)
        html = f"<!doctype html><title>Needles</title><article><h1>Needles</h1>{text}</article>"
        return answer(html.encode(), HTML)

    migraine = "Acupuncture reduces the frequency of migraine compared with sham acupuncture."
    right = "Bill dry needling with CPT code 20560 each time."
    weeks = {
        "2026-11-23": article(WRONG, migraine),
        "2026-11-30": article(right, migraine, "Acupuncture cures migraine."),
    }
    with serving() as server:
        server.routes["/sitemap.xml"] = answer(b"<urlset><url><loc>/needles</loc></url></urlset>")
        for week, text in weeks.items():
            server.routes["/needles"] = text
            words = ("--sitemap", server.url("/sitemap.xml"), "--out", str(tmp_path / week))
            on = ("--allow-private", "--delay", "0", "--no-config", "--no-cache")
            assert run("-m", "pipeline", "audit", *words, *on).returncode == 1
        home = server.url("")
    done = run("-m", "pipeline", "diff", *(str(tmp_path / week) for week in weeks))
    assert done.returncode == 1
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert done.stdout.decode().replace(home, "https://example.org") in readme
