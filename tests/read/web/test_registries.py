"""Publications are looked up at servers that answer as the registries do."""

import socket
import time
from dataclasses import replace

import pytest
from factories import make_cited
from registries import Shelf, crossref_message, europe_pmc_result
from serving import QUICK, answer, page, serving

from pipeline.citations import leads_of
from pipeline.read.web.fetch import Conditions, Fetcher
from pipeline.read.web.proxies import no_proxy
from pipeline.read.web.registries import Registries
from pipeline.records import Lead, page_link

CONDITIONS = Conditions(
    limits=replace(QUICK, retries=0), allow_private=True, proxies=no_proxy, contact="ann@a.example"
)


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def shelf(server):
    return Shelf(server)


def look_up(shelf, *identifiers, links=(), registries=None):
    registries = registries or Registries(CONDITIONS, shelf.places)
    found = registries.look_up(leads_of(make_cited(identifiers=identifiers, links=links)))
    return [found[identifier] for identifier in sorted(identifiers) if identifier in found]


def test_registries_join_what_crossref_and_europe_pmc_say(shelf):
    shelf.hold(crossref_message("10.1000/a", journal="The Journal"))
    shelf.results.append(europe_pmc_result("1", doi="10.1000/a", kinds=["Retracted Publication"]))
    (found,) = look_up(shelf, ("doi", "10.1000/a"))
    assert found.state == "found"
    assert (found.work.journal, found.work.retracted) == ("The Journal", "retracted")
    assert found.work.told_by == ("Crossref", "Europe PMC")
    assert shelf.asked() == ["crossref", "epmc"]


def test_registries_ask_europe_pmc_for_its_own_numbers(shelf):
    shelf.results += [europe_pmc_result("123"), {**europe_pmc_result("4"), "pmcid": "PMC9"}]
    one, two = look_up(shelf, ("pmid", "123"), ("pmc", "PMC9"))
    assert (one.state, two.state) == ("found", "found")
    assert shelf.asked() == ["epmc", "epmc"]


def test_registries_a_doi_that_nobody_knows_is_missing(shelf):
    (found,) = look_up(shelf, ("doi", "10.1000/a"))
    assert (found.state, found.why) == ("missing", "unknown to Crossref and doi.org")


def test_registries_a_doi_of_another_agency_is_there(shelf):
    shelf.handle("10.5281/a")
    (found,) = look_up(shelf, ("doi", "10.5281/a"))
    assert (found.state, found.work) == ("there", None)


def test_registries_follow_the_link_to_what_nobody_describes(shelf, server):
    server.routes |= {
        "/study/NCT01234567": page("A trial."),
        "/study/NCT01234569": answer(b"", status="410 Gone"),
        "/study/NCT01234570": answer(b"", status="403 Forbidden"),
    }
    numbers = [f"NCT0123456{n}" for n in (7, 8, 9)] + ["NCT01234570"]
    links = [server.url(f"/study/{number}") for number in numbers]
    found = look_up(shelf, *(("nct", number) for number in numbers), links=links)
    assert [one.state for one in found] == ["there", "missing", "missing", "failed"]
    assert found[2].why == "the server answers 410"


def test_registries_do_not_look_up_what_has_no_registry_and_no_link(shelf):
    assert look_up(shelf, ("nct", "NCT01234567"), ("ref", "1")) == []
    assert shelf.asked() == []


BROKEN = {
    "busy": answer(b"", "Retry-After: 900", status="503 Service Unavailable"),
    "broken": answer(b"", status="500 Internal Server Error"),
    "no JSON": page("Down for maintenance."),
    "no object": answer(b"[]", "Content-Type: application/json"),
    "nothing": b"",
}


@pytest.mark.parametrize("said", BROKEN.values(), ids=BROKEN)
def test_registries_that_fail_are_no_proof(shelf, server, said):
    for path in ("/crossref/works/10.1000%2Fa", "/epmc/search", "/doi/api/handles/10.1000/a"):
        server.routes[path] = said
    found = look_up(shelf, ("doi", "10.1000/a"), ("pmid", "123"))
    assert [one.state for one in found] == ["failed", "failed"]
    assert all(one.why for one in found)


def test_registries_one_that_fails_leaves_it_to_the_others(shelf, server):
    server.routes["/epmc/search"] = BROKEN["broken"]
    shelf.hold(crossref_message("10.1000/a"))
    found = look_up(shelf, ("doi", "10.1000/a"), ("doi", "10.1000/b"))
    assert [(one.state, one.why) for one in found] == [
        ("found", ""),
        ("missing", "unknown to doi.org"),
    ]


def test_registries_that_fail_again_and_again_are_left_alone(shelf, server):
    server.routes["/epmc/search"] = BROKEN["broken"]
    found = look_up(shelf, *(("pmid", str(n)) for n in range(1, 7)))
    assert len(shelf.asked()) == 3
    assert "was not asked again" in found[-1].why


def test_registries_ask_once_for_all_articles(shelf):
    shelf.hold(crossref_message("10.1000/a"))
    registries = Registries(CONDITIONS, shelf.places)
    first = look_up(shelf, ("doi", "10.1000/a"), registries=registries)
    assert look_up(shelf, ("doi", "10.1000/a"), registries=registries) == first
    assert shelf.asked() == ["crossref", "epmc"]


def test_registries_are_told_who_asks(shelf, server):
    look_up(shelf, ("doi", "10.1000/a"))
    assert server.asked[0].target == "/crossref/works/10.1000%2Fa?mailto=ann@a.example"
    assert "contact: ann@a.example" in server.asked[1].headers["user-agent"]


def test_registries_links_obey_robots_and_registries_are_made_for_programs(shelf, server):
    server.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\n")
    shelf.results.append(europe_pmc_result("123"))
    found = look_up(
        shelf,
        ("nct", "NCT01234567"),
        ("pmid", "123"),
        links=[server.url("/study/NCT01234567")],
    )
    assert [one.state for one in found] == ["failed", "found"]


def test_registries_reach_no_private_address_by_a_link(shelf, server):
    registries = Registries(replace(CONDITIONS, allow_private=False), shelf.places)
    (found,) = look_up(
        shelf,
        ("nct", "NCT01234567"),
        links=[server.url("/study/NCT01234567")],
        registries=registries,
    )
    assert (found.state, server.n_connections) == ("failed", 0)


def at(shelf, *hrefs, **changed):
    registries = Registries(replace(CONDITIONS, **changed), shelf.places)
    found = registries.look_up(Lead(page_link(href), href) for href in hrefs)
    return [found[page_link(href)] for href in hrefs]


def test_registries_pages_are_there_or_gone_or_nobody_can_tell(shelf, server):
    def slow(_connection, _asked):
        time.sleep(3)

    said = {
        "/there": (page("News"), "there"),
        "/large": (page("word " * 300_000), "there"),
        "/moved": (answer(b"", "Location: /there", status="301 Moved"), "there"),
        "/lost": (answer(b"", "Location: /gone", status="301 Moved"), "missing"),
        "/taken": (answer(b"", status="410 Gone"), "missing"),
        "/shut": (answer(b"", status="403 Forbidden"), "failed"),
        "/many": (answer(b"", "Retry-After: 900", status="429 Too Many Requests"), "failed"),
    }
    server.routes |= {path: route for path, (route, _) in said.items()}
    found = at(shelf, *map(server.url, said), server.url("/gone"))
    assert [one.state for one in found] == [*(state for _, state in said.values()), "failed"]
    server.routes["/slow"] = slow
    found = at(shelf, server.url("/gone"), server.url("/slow"), "http://127.0.0.1:1/")
    assert [one.state for one in found] == ["missing", "failed", "failed"]
    assert found[0].why == "the server answers 404"


NAMES = {
    "no such name": (socket.EAI_NONAME, ["127.0.0.1"], "missing"),
    "nobody to ask": (socket.EAI_AGAIN, ["127.0.0.1"], "failed"),
    "no such name, as of any": (socket.EAI_NONAME, None, "failed"),
}


@pytest.mark.parametrize(("code", "others", "state"), NAMES.values(), ids=NAMES)
def test_registries_a_name_that_does_not_exist_is_gone_where_others_do(shelf, code, others, state):
    def resolver(name):
        if name == "nowhere.example.org" or others is None:
            raise socket.gaierror(code, "no")
        return others

    places = replace(shelf.places, doi_org="http://doi.example.org")
    registries = Registries(replace(CONDITIONS, resolver=resolver), places)
    href = "http://nowhere.example.org/"
    (found,) = registries.look_up([Lead(page_link(href), href)]).values()
    assert found.state == state


def test_registries_pages_ask_a_host_in_turn_with_whoever_else_asks_it(shelf, server):
    server.routes["/there"] = page("News")
    limits = replace(CONDITIONS.limits, delay_s=0.2)
    other = Fetcher(replace(CONDITIONS, limits=limits))
    registries = Registries(
        replace(CONDITIONS, limits=limits), shelf.places, politeness=other.politeness
    )
    other.fetch(server.url("/there"))
    href = server.url("/there")
    registries.look_up([Lead(page_link(href), href)])
    begun = [asked.begun for asked in server.asked]
    assert begun[1] - begun[0] >= 0.2
