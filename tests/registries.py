"""A server on loopback that speaks as Crossref, Europe PMC and doi.org do."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, urlsplit

from serving import Asked, Server, answer

from pipeline.read.web.registries import Places


def crossref_message(
    doi: str,
    *,
    title: str = "Zinc for the common cold",
    authors: Sequence[str] = ("Lee", "Hall"),
    journal: str = "Pain",
    year: int = 2019,
    updates: Iterable[str] = (),
) -> dict:
    """Make the `message` of one work as Crossref's API documents it."""
    message = {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "container-title": [journal],
        "author": [{"given": "A", "family": name, "sequence": "first"} for name in authors],
        "issued": {"date-parts": [[year, 3, 1]]},
        "published-online": {"date-parts": [[year, 1]]},
    }
    listed = [{"type": kind, "DOI": "10.1000/notice", "source": "publisher"} for kind in updates]
    return {**message, "updated-by": listed} if listed else message


def europe_pmc_result(
    pmid: str,
    *,
    doi: str | None = None,
    title: str = "Zinc for the common cold.",
    authors: Sequence[str] = ("Lee", "Hall"),
    year: int = 2019,
    kinds: Sequence[str] = ("Journal Article",),
    notices: Iterable[str] = (),
) -> dict:
    """Make one result of Europe PMC's search in its core form."""
    result = {
        "id": pmid,
        "source": "MED",
        "pmid": pmid,
        "title": title,
        "authorList": {"author": [{"fullName": f"{name} A", "lastName": name} for name in authors]},
        "journalInfo": {"journal": {"title": "Pain"}, "yearOfPublication": year},
        "pubYear": str(year),
        "pubTypeList": {"pubType": list(kinds)},
    }
    listed = [{"type": kind, "source": "MED", "id": "9"} for kind in notices]
    if listed:
        result["commentCorrectionList"] = {"commentCorrection": listed}
    return {**result, "doi": doi} if doi else result


class Shelf:
    """What the registries of a test hold; everything else they do not know."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.results: list[dict] = []
        server.routes["/epmc/search"] = self._search

    @property
    def places(self) -> Places:
        url = self.server.url
        return Places(crossref=url("/crossref"), europe_pmc=url("/epmc"), doi_org=url("/doi"))

    @property
    def options(self) -> list[str]:
        """The same for the command line."""
        places = self.places
        return [
            "--check-links",
            f"--crossref={places.crossref}",
            f"--europe-pmc={places.europe_pmc}",
            f"--doi-org={places.doi_org}",
        ]

    def hold(self, *messages: dict) -> None:
        """Let Crossref know works."""
        for message in messages:
            body = {"status": "ok", "message-type": "work", "message": message}
            path = f"/crossref/works/{message['DOI'].replace('/', '%2F')}"
            self.server.routes[path] = _json(body)
            self.handle(message["DOI"])

    def handle(self, doi: str) -> None:
        """Let doi.org know a DOI."""
        body = {"responseCode": 1, "handle": doi, "values": []}
        self.server.routes[f"/doi/api/handles/{doi}"] = _json(body)

    def asked(self) -> list[str]:
        """Say who was asked, in order."""
        return [request.target.split("/")[1] for request in self.server.asked]

    def _search(self, connection: socket.socket, asked: Asked) -> None:
        (query,) = parse_qs(urlsplit(asked.target).query)["query"]
        value = query.partition(":")[2].partition(" AND ")[0].strip('"')
        keys = ("doi", "pmid", "pmcid")
        found = [one for one in self.results if value in {one.get(key) for key in keys}]
        body = {"version": "6.9", "hitCount": len(found), "resultList": {"result": found}}
        connection.sendall(_json(body))


def _json(body: dict) -> bytes:
    return answer(json.dumps(body).encode(), "Content-Type: application/json")
