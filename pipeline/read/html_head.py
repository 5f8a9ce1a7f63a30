"""Stage 1: what a page says of itself: title, author, days, its own address.

Several places say it, and not all are to be believed alike; a place counts
where none before it speaks. Of JSON-LD (schema.org) only what describes the
article itself is read; who reviewed it is not its author.

    >>> head = PageHead()
    >>> head.meta({"name": "author", "content": "Ann Lee"})
    >>> head.author
    'Ann Lee'
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from pipeline.read.dates import find_date

Said = Literal["title", "author", "published", "modified", "canonical"]
Json = Mapping[str, object]

# JSON-LD of the article; visible headings stand before it, titles of the window behind.
_JSON_LD: Final = 1
_TITLE_NAME, _TITLE_HEADING, _TITLE_SOCIAL, _TITLE_NAMED, _TITLE_WINDOW = -1, 0, 2, 3, 4
# How much a name of <meta> is to be believed: 0 most.
_META: Final[Mapping[str, tuple[Said, int]]] = {
    "article:published_time": ("published", 0),
    "og:published_time": ("published", 0),
    "datepublished": ("published", 2),
    "citation_publication_date": ("published", 3),
    "citation_date": ("published", 3),
    "dc.date": ("published", 3),
    "dc.date.issued": ("published", 3),
    "dcterms.created": ("published", 3),
    "dcterms.issued": ("published", 3),
    "dcterms.date": ("published", 3),
    "publish_date": ("published", 3),
    "pubdate": ("published", 3),
    "date": ("published", 4),
    "article:modified_time": ("modified", 0),
    "og:updated_time": ("modified", 2),
    "datemodified": ("modified", 2),
    "dc.date.modified": ("modified", 3),
    "dcterms.modified": ("modified", 3),
    "last-modified": ("modified", 3),
    "og:title": ("title", _TITLE_SOCIAL),
    "citation_author": ("author", 0),
    "author": ("author", 2),
    "dc.creator": ("author", 2),
    "dcterms.creator": ("author", 2),
    "article:author": ("author", 3),
    "og:url": ("canonical", 2),
}
# A place in the text that says who wrote it stands behind all that is in the head.
_AUTHOR_SHOWN: Final = 4
_SITE: Final = re.compile(r"\s+(?:[|–—»·]|-)\s+[^|–—»·]{1,40}$")
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]*>")
_AUTHOR_MAX: Final = 120
# What JSON-LD calls an article, besides all that end in "Article".
_ARTICLES: Final = frozenset(
    {
        *("BlogPosting", "DiscussionForumPosting", "MedicalWebPage", "PodcastEpisode", "Recipe"),
        *("Report", "SocialMediaPosting"),
    }
)
# What JSON-LD and microdata call pages whose article is what several people say in turn.
_THREADS: Final = frozenset({"DiscussionForumPosting", "QAPage"})
# As JSON-LD and microdata call them.
_DAYS: Final[Mapping[str, Said]] = {"datePublished": "published", "dateModified": "modified"}


class PageHead:
    """Collects what a page says of itself while it is read.

    Attributes:
        is_paid: whether JSON-LD says that a part is for those who pay.
        is_thread: whether the page calls itself a discussion, or a question with answers.
    """

    def __init__(self) -> None:
        self._said: dict[Said, dict[int, list[str]]] = {}
        self.is_paid = False
        self.is_thread = False

    def meta(self, attributes: Mapping[str, str]) -> None:
        """Note a <meta>."""
        content = " ".join(attributes.get("content", "").split())
        for key in ("property", "name", "itemprop"):
            what = _META.get(attributes.get(key, "").lower())
            if what is not None and content:
                self._note(what[0], what[1], content)

    def link(self, attributes: Mapping[str, str]) -> None:
        """Note a <link>."""
        if "canonical" in attributes.get("rel", "").lower().split():
            self._note("canonical", 0, attributes.get("href", "").strip())

    def day(self, attributes: Mapping[str, str]) -> None:
        """Note a <time>, and any element that bears a day as its title."""
        what = _DAYS.get(attributes.get("itemprop", ""))
        written = attributes.get("datetime") or attributes.get("title", "")
        if what is not None:
            self._note(what, 2, written)
        elif "datetime" in attributes:
            classed = attributes.get("class", "").lower()
            self._note("modified" if "updated" in classed.split() else "published", 5, written)

    def item(self, itemtype: str) -> None:
        """Note what microdata call a part of the page."""
        self.is_thread = self.is_thread or itemtype.rpartition("/")[2] in _THREADS

    def shown_author(self, markup: str) -> None:
        """Note the inside of an element that bears the author's name."""
        name = " ".join(html.unescape(_TAG.sub(" ", markup)).split())
        self._note("author", _AUTHOR_SHOWN, name.removeprefix("By ").removeprefix("by "))

    def heading(self, text: str) -> None:
        """Note the first heading of the first level."""
        self._note("title", _TITLE_HEADING, text)

    def named(self, text: str) -> None:
        """Note a lower heading that the window is named after."""
        self._note("title", _TITLE_NAMED, text)

    def name(self, title: str) -> None:
        """Note what a document is called whose headings are all of its parts."""
        self._note("title", _TITLE_NAME, title)

    def window(self, written: str) -> None:
        """Note what stands in <title>, without the name of the site."""
        title = " ".join(html.unescape(written).split())
        self._note("title", _TITLE_WINDOW, _SITE.sub("", title) or title)

    def json_ld(self, written: str) -> None:
        """Note what JSON-LD says of the article; what is no JSON says nothing."""
        try:
            told = json.loads(written, strict=False)
        except (ValueError, RecursionError):
            return
        nodes = list(_nodes(told))
        by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
        for node in nodes:
            self.is_thread = self.is_thread or any(kind in _THREADS for kind in _kinds(node))
            # The days of the page around the article are believed less.
            is_article = _is_article(node)
            for key, what in _DAYS.items():
                self._note(what, _JSON_LD if is_article else _JSON_LD + 1, _words(node.get(key)))
            if is_article:
                self._article(node, by_id)

    def _article(self, node: Json, by_id: Mapping[object, Json]) -> None:
        self.is_paid = self.is_paid or str(node.get("isAccessibleForFree")).lower() == "false"
        self._note("title", _JSON_LD, _words(node.get("headline")) or _words(node.get("name")))
        author = node.get("author")
        for one in author if isinstance(author, list) else [author]:
            named = by_id.get(_words(one.get("@id")), one) if isinstance(one, dict) else one
            name = named.get("name") if isinstance(named, Mapping) else named
            self._note("author", _JSON_LD, _words(name))
        page = node.get("mainEntityOfPage")
        address = page.get("@id") if isinstance(page, dict) else page
        self._note("canonical", _JSON_LD, _words(address) or _words(node.get("url")))

    def _note(self, what: Said, believed: int, written: str) -> None:
        if written and (what != "canonical" or _ADDRESS.fullmatch(written)):
            noted = self._said.setdefault(what, {}).setdefault(believed, [])
            if written not in noted:
                noted.append(written)

    # --- what is settled ---

    @property
    def title(self) -> str | None:
        """The page's title; None where nothing is one."""
        return next(self._by_belief("title"), None)

    @property
    def canonical(self) -> str | None:
        """The address that the page gives as its own, in full."""
        return next(self._by_belief("canonical"), None)

    @property
    def author(self) -> str | None:
        """Who wrote it, several names with commas between."""
        for _, names in sorted(self._said.get("author", {}).items()):
            kept = [n for n in names if not _ADDRESS.match(n) and len(n) <= _AUTHOR_MAX]
            if kept:
                return ", ".join(kept)
        return None

    def day_of(self, what: Literal["published", "modified"]) -> dt.date | None:
        """Return the first day that is one, in the order in which places are believed."""
        days = (find_date(written) for written in self._by_belief(what))
        return next((day for day in days if day is not None), None)

    def _by_belief(self, what: Said) -> Iterator[str]:
        for _, said in sorted(self._said.get(what, {}).items()):
            yield from said


def _nodes(told: object) -> Iterator[Json]:
    """Yield the things that JSON-LD describes: alone, in a list or in a graph."""
    for one in told if isinstance(told, list) else [told]:
        if isinstance(one, dict):
            yield one
            graph = one.get("@graph")
            yield from (n for n in graph if isinstance(n, dict)) if isinstance(graph, list) else ()


def _is_article(node: Json) -> bool:
    return any(kind.endswith("Article") or kind in _ARTICLES for kind in _kinds(node))


def _kinds(node: Json) -> list[str]:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return [kind for kind in named if isinstance(kind, str)]


def _words(value: object) -> str:
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""
