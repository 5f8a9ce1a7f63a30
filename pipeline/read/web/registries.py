"""Stage 1: publications and pages that an article links to are looked up, politely, each once.

A DOI is asked of Crossref and Europe PMC, and where neither knows it of doi.org,
since there are other agencies that give DOIs; a PubMed or PMC id of Europe PMC.
Of what neither describes the link itself is followed.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from pipeline.errors import (
    NameUnknownError,
    PageTooLargeError,
    PipelineError,
    RegistrySilentError,
    RegistryUnreadError,
    StatusRefusedError,
)
from pipeline.read.web.addresses import parse_address
from pipeline.read.web.fetch import Conditions, Fetched, Fetcher
from pipeline.read.web.polite import Politeness
from pipeline.read.web.works import (
    CROSSREF,
    EUROPE_PMC,
    crossref_work,
    europe_pmc_work,
    joined,
    read_json,
)
from pipeline.records import Identifier, Lead, LookedUp, Work

DOI_ORG: Final = "doi.org"
_BOTH: Final = f"{CROSSREF} and {DOI_ORG}"
_GONE: Final = frozenset({404, 410})
# Whoever failed as often as this is not asked again in this run.
_PATIENCE: Final = 3
# Whether a page is there is known once it begins to come; a robots.txt has to end within this.
_PAGE_BYTES: Final = 1_000_000
_PAGE_S: Final = 20.0
# What the system says of a name that does not exist; of one that it cannot ask about now it
# says another thing.
_NO_SUCH_NAME: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", -5)})
# Europe PMC's query language, by system.
_QUERIES: Final = {"doi": 'DOI:"{}"', "pmid": "EXT_ID:{} AND SRC:MED", "pmc": "PMCID:{}"}


@dataclass(frozen=True, slots=True)
class Places:
    """Where the registries answer."""

    crossref: str
    europe_pmc: str
    doi_org: str


class Registries:
    """Looks publications up; what is known from an earlier article is not asked again."""

    def __init__(
        self, conditions: Conditions, places: Places, *, politeness: Politeness | None = None
    ) -> None:
        """Look up on these conditions, in turn with all fetchers of the same politeness."""
        self._places = places
        self._contact = conditions.contact
        self._max_wait_s = conditions.limits.max_wait_s
        limits = conditions.limits
        limits = replace(
            limits,
            max_bytes=min(limits.max_bytes, _PAGE_BYTES),
            overall_s=min(limits.overall_s, _PAGE_S),
        )
        self._pages = Fetcher(replace(conditions, limits=limits, keep=None), politeness=politeness)
        # Their robots.txt is about crawling the pages beside; these are made for programs.
        self._registries = Fetcher(
            replace(conditions, ignore_robots=True), politeness=self._pages.politeness
        )
        self._resolver = conditions.resolver
        self._known: dict[Identifier, LookedUp] = {}
        self._failures: Counter[str] = Counter()

    def look_up(self, leads: Iterable[Lead]) -> Mapping[Identifier, LookedUp]:
        """Look up what is named by DOI, PubMed or PMC id, and what is linked to; nothing else."""
        found: dict[Identifier, LookedUp] = {}
        for lead in leads:
            identifier = lead.identifier
            if identifier[0] not in _QUERIES and not lead.href:
                continue
            if identifier not in self._known:
                self._known[identifier] = self._one(identifier, lead.href)
            found[identifier] = self._known[identifier]
        return found

    def _one(self, identifier: Identifier, href: str) -> LookedUp:
        registries = [self._crossref] if identifier[0] == "doi" else []
        registries += [self._europe_pmc] if identifier[0] in _QUERIES else []
        works: list[Work] = []
        failed = ""
        for ask in registries:
            try:
                work = ask(identifier)
            except PipelineError as error:
                failed = failed or error.message
            else:
                works += [work] if work is not None else []
        if works:
            return LookedUp(identifier, "found", joined(works))
        if identifier[0] == "doi":
            return self._of_doi_org(identifier, asked=DOI_ORG if failed else _BOTH)
        if href:
            return self._of_page(identifier, href)
        return LookedUp(identifier, "failed", why=failed or f"{EUROPE_PMC} has no such record.")

    def _crossref(self, identifier: Identifier) -> Work | None:
        # Who says how to be reached is served from machines that are less busy.
        contact = f"?mailto={quote(self._contact, safe='@')}" if "@" in self._contact else ""
        where = f"{self._places.crossref}/works/{quote(identifier[1], safe='')}{contact}"
        answer = self._answer(CROSSREF, where)
        return crossref_work(answer) if answer is not None else None

    def _europe_pmc(self, identifier: Identifier) -> Work | None:
        query = quote(_QUERIES[identifier[0]].format(identifier[1].replace('"', "")), safe="")
        where = f"{self._places.europe_pmc}/search?query={query}&format=json&resultType=core"
        answer = self._answer(EUROPE_PMC, where)
        return europe_pmc_work(answer, identifier) if answer is not None else None

    def _of_doi_org(self, identifier: Identifier, *, asked: str) -> LookedUp:
        """Ask who keeps all DOIs, whichever agency gave them."""
        where = f"{self._places.doi_org}/api/handles/{quote(identifier[1], safe='/')}"
        try:
            answer = self._answer(DOI_ORG, where)
        except PipelineError as error:
            return LookedUp(identifier, "failed", why=error.message)
        if answer is None:
            return LookedUp(identifier, "missing", why=f"unknown to {asked}")
        return LookedUp(identifier, "there")

    def _of_page(self, identifier: Identifier, href: str) -> LookedUp:
        try:
            self._fetch(self._pages, href)
        except PageTooLargeError:
            return LookedUp(identifier, "there")
        except StatusRefusedError as error:
            if error.details["status"] in _GONE:
                why = f"the server answers {error.details['status']}"
                return LookedUp(identifier, "missing", why=why)
            return LookedUp(identifier, "failed", why=error.message)
        except NameUnknownError as error:
            if self._is_no_name(error):
                why = f"there is no host {error.details['host']}"
                return LookedUp(identifier, "missing", why=why)
            return LookedUp(identifier, "failed", why=error.message)
        except PipelineError as error:
            return LookedUp(identifier, "failed", why=error.message)
        return LookedUp(identifier, "there")

    def _is_no_name(self, error: NameUnknownError) -> bool:
        """Say whether a name does not exist, and not only for somebody without a network."""
        cause = error.__cause__
        if not isinstance(cause, socket.gaierror) or cause.errno not in _NO_SUCH_NAME:
            return False
        known = parse_address(self._places.doi_org)
        try:
            return known.ip is not None or bool(self._resolver(known.host))
        except OSError:
            return False

    def _fetch(self, fetcher: Fetcher, where: str) -> Fetched:
        """Fetch, unless the host asked to be left alone for longer than anybody waits."""
        host = parse_address(where).host
        if fetcher.politeness.waits_s(host) > self._max_wait_s:
            raise RegistrySilentError(name=host, why="asks to be left alone for now")
        return fetcher.fetch(where)

    def _answer(self, name: str, where: str) -> object:
        """Ask a registry; None where it says that it has no such thing.

        Raises:
            PipelineError: it could not be asked, or not understood.
        """
        if self._failures[name] >= _PATIENCE:
            raise RegistrySilentError(name=name, why=f"failed {_PATIENCE} times")
        try:
            answer = read_json(self._fetch(self._registries, where).body)
            if not isinstance(answer, dict):
                raise RegistryUnreadError(source=where, name=name)
        except StatusRefusedError as error:
            if error.details["status"] in _GONE:
                return None
            self._failures[name] += 1
            raise
        except PipelineError:
            self._failures[name] += 1
            raise
        self._failures[name] = 0
        return answer
