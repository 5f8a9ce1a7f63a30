"""What articles of a folder cite is looked up once, and kept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from batch import auditing, works
from registries import Shelf, crossref_message
from serving import QUICK, page, serving

from pipeline.encoders import load_encoder
from pipeline.errors import BatchOtherError
from pipeline.evidence.starting import start_package
from pipeline.read.web.fetch import Conditions
from pipeline.read.web.proxies import no_proxy
from pipeline.read.web.registries import Registries


@pytest.fixture
def shelf():
    with serving() as running:
        yield Shelf(running)


@pytest.fixture
def audit(shelf, tmp_path, tiny_folder, monkeypatch):
    """Audit pages of the server; each says what it cites, and its result what was said of that."""
    monkeypatch.setattr("pipeline.encoders.load_encoder", load_encoder)
    start_package(tmp_path / "evidence")

    def run(*paths, look=True, **changed):
        limits = replace(QUICK, retries=0)
        on = Conditions(limits=limits, allow_private=True, proxies=no_proxy)
        look_up = Registries(on, shelf.places).look_up if look else None
        auditing.audit(
            tmp_path / "out",
            [shelf.server.url(path) for path in paths],
            evidence=tmp_path / "evidence",
            encoder=tiny_folder.path,
            make=works.citing,
            look_up=look_up,
            **changed,
        )
        (shard,) = (tmp_path / "out").glob("*.jsonl")
        return [json.loads(line)["message"] for line in shard.read_text().splitlines()[1:]]

    return run


def cites(*dois):
    return page(" ".join(f"doi:{doi}" for doi in dois))


def test_links_of_all_articles_are_looked_up_once_and_are_part_of_the_results(audit, shelf):
    shelf.hold(crossref_message("10.1000/a", title="Zinc"))
    shelf.server.routes |= {"/a": cites("10.1000/a", "10.1000/b"), "/b": cites("10.1000/a")}
    shelf.server.routes["/none"] = page("Nothing.")
    said = audit("/a", "/none", "/b")
    assert said == ["Zinc, missing", "nobody was asked", "Zinc"]
    assert shelf.asked().count("crossref") == 2


def test_links_a_run_that_goes_on_asks_nothing_twice(audit, shelf):
    shelf.hold(crossref_message("10.1000/a", title="Zinc"))
    shelf.server.routes |= {"/a": cites("10.1000/a"), "/b": cites("10.1000/a", "10.1000/b")}
    audit("/a")
    n_asked = len(shelf.asked())
    assert audit("/a") == ["Zinc"]
    assert len(shelf.asked()) == n_asked
    assert audit("/a", "/b") == ["Zinc", "Zinc, missing"]
    assert shelf.asked()[n_asked:].count("crossref") == 1


def test_links_nobody_could_tell_of_are_asked_about_again_only_where_told(audit, shelf):
    def broken(connection, _asked):
        connection.sendall(b"HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n")

    path = "/crossref/works/10.1000%2Fa"
    shelf.server.routes |= {
        "/a": cites("10.1000/a"),
        **dict.fromkeys((path, "/epmc/search", "/doi/api/handles/10.1000/a"), broken),
    }
    assert audit("/a") == ["failed"]
    shelf.hold(crossref_message("10.1000/a", title="Zinc"))
    assert audit("/a") == ["failed"]
    assert audit("/a", retry=True) == ["Zinc"]


def test_links_a_folder_that_left_them_alone_is_another(audit, shelf):
    shelf.server.routes["/a"] = cites("10.1000/a")
    assert audit("/a", look=False) == ["nobody was asked"]
    assert "crossref" not in shelf.asked()
    with pytest.raises(BatchOtherError, match="links is left alone, now it would be looked up"):
        audit("/a")
