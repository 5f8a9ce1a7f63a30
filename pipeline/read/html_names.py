"""Stage 1: what the names of HTML's elements and attributes mean for reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import unquote

VOID: Final = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("param", "source", "track", "wbr"),
    }
)
# Of XHTML, where <a name="x"/> is one element and not the start of one.
SELF_CLOSED: Final = frozenset({"a", "p", "div", "span", "td", "th", "i", "b", "script", "iframe"})
# Begin and end a line of their own.
BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd"),
        *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup"),
        *("hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
CLOSES_P: Final = (
    BLOCKS
    - {"body", "html", "head", "td", "th", "tr", "tbody", "thead", "tfoot"}
    - {
        "caption",
        "legend",
    }
)
# Which open elements a start tag closes, up to the next of its walls.
CLOSES: Final[Mapping[str, frozenset[str]]] = {
    "li": frozenset({"li", "p"}),
    "dt": frozenset({"dt", "dd", "p"}),
    "dd": frozenset({"dt", "dd", "p"}),
    "td": frozenset({"td", "th", "caption"}),
    "th": frozenset({"td", "th", "caption"}),
    "tr": frozenset({"tr", "td", "th", "caption"}),
    "thead": frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption"}),
    "tbody": frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption"}),
    "tfoot": frozenset({"thead", "tbody", "tfoot", "tr", "td", "th", "caption"}),
    "body": frozenset({"head"}),
    **{f"h{level}": frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"}) for level in range(1, 7)},
    "option": frozenset({"option"}),
}
SCOPE_WALLS: Final = frozenset({"td", "th", "caption", "table", "button", "html"})
WALLS: Final[Mapping[str, frozenset[str]]] = {
    "li": SCOPE_WALLS | {"ul", "ol", "menu"},
    "dt": SCOPE_WALLS | {"dl"},
    "dd": SCOPE_WALLS | {"dl"},
    **{name: frozenset({"table"}) for name in ("td", "th", "tr", "thead", "tbody", "tfoot")},
}
# An end tag does not reach out of these to close an element around them.
_TABLE_WALL: Final = frozenset({"table"})
END_WALLS: Final[Mapping[str, frozenset[str]]] = {
    "table": frozenset(),
    "html": frozenset(),
    "body": frozenset(),
    **dict.fromkeys(
        ("td", "th", "tr", "thead", "tbody", "tfoot", "caption", "button"), _TABLE_WALL
    ),
}

# Their content is not shown, or is no prose.
HIDDEN: Final = frozenset(
    {
        *("script", "style", "template", "noscript", "svg", "math", "iframe", "object"),
        *("canvas", "audio", "video", "select", "datalist", "textarea", "button", "title"),
        *("map", "noframes", "noembed", "xmp"),
    }
)
BOILERPLATE: Final[Mapping[str, str]] = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "aside",
    "menu": "navigation",
    "dialog": "dialog",
}
_ROLES: Final[Mapping[str, str]] = {
    "navigation": "navigation",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "menu": "navigation",
    "menubar": "navigation",
}
TABLE_PARTS: Final = frozenset({"table", "tr", "td", "th"})
# Pages build tables of <div>, and say so to screen readers.
_PART_ROLES: Final[Mapping[str, str]] = {
    "table": "table",
    "grid": "table",
    "row": "tr",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "th",
    "rowheader": "th",
}
# Signs that pages use for bullets without making a list.
BULLETS: Final = re.compile("[✅✔✓☑•▪►➤👉🔹🔸➡]\ufe0f?")
# Of those the ones that hold other blocks.
BOXES: Final = BLOCKS - {
    *("address", "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("legend", "li", "p", "pre", "summary"),
}
TITLES: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
BOLD: Final = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"})
Main = Literal["main", "article", "body"]
_MAINS: Final[Mapping[str, Main]] = {"main": "main", "article": "article"}
# Never judged by their class: themes write the page's layout there.
WRAPPERS: Final = frozenset({"html", "body", "main", "article", "section", "table", "td", "tr"})
# Whole class names or ids of parts that stand beside an article.
_HINT: Final = re.compile(
    r"(?:share|sharing|social|cookie|consent|gdpr|newsletter|subscribe|subscription|breadcrumbs?"
    r"|pagination|sharedaddy|addtoany|disqus|outbrain|taboola|adsbygoogle"
    r"|related-?(?:posts?|articles?|content|links)|recent-?posts?|popular-?posts?"
    r"|author-?(?:bio|box|info)|post-?(?:meta|tags|navigation|nav|share)|entry-?(?:meta|footer)"
    r"|site-?(?:header|footer|nav|navigation)|comments?(?:-area|-list|-section|-respond)?|respond"
    r"|sidebar|widget(?:-area)?|navbar|main-?nav|menu|skip-link|advert(?:isement)?|ads?|promo|popup|modal|toc|table-of-contents)"
    r"(?:-(?:links?|buttons?|icons?|bar|box|list|wrapper|container|widget|banner|form|nav))?",
    re.IGNORECASE,
)
# Whole names, or their ends, of what stands in a text and is not of it: labels that only screen
# readers speak, and what leads to an editor or back from a note.
_UNREAD: Final = re.compile(
    r"(?:.*[-_])?(?:visually-?hidden|sr-?only|screen-?readers?(?:-text|-only)?|assistive-text"
    r"|off-?screen|edit-?section|cite-backlink|footnote-back(?:ref|link)?)(?:-focusable)?",
    re.IGNORECASE,
)
# The number of a note, or the sign of a heading's own address, as a link within the page.
_NOTE: Final = re.compile(r"[\[(]?\d{1,3}[\])]?|\[[a-z]\]")
_SIGN: Final = re.compile(r"[#¶§^↑↩⤴*†‡🔗]+")
# Words of which such names are made, in any place: "region-footer", "cta_newsletter".
_HINT_WORDS: Final = frozenset(
    {
        *("ad", "ads", "advert", "advertisement", "author", "authors", "bio", "breadcrumb"),
        *("breadcrumbs", "byline", "bylines", "contact", "contribution", "contributions"),
        *("dateline", "disclaimer", "disclaimers", "donate", "employees", "eyebrow", "kicker"),
        *("meta", "rail", "rating", "ratings", "reviewer", "reviews", "teaser", "teasers"),
        *("timestamp", "upsell", "webring"),
        *("comments", "consent", "cookie", "cookies", "cta", "disqus", "footer", "nav", "navbar"),
        *("navigation", "newsletter", "pager", "pagination", "paywall", "promo", "recommended"),
        *("recommendations", "related", "share", "sharing", "sidebar", "signup", "social"),
        *("sponsored", "subscribe", "subscription", "testimonial", "testimonials", "toc"),
    }
)
# And of which several make one: "call-to-action", "most_viewed".
_HINT_PHRASES: Final = tuple(
    map(
        frozenset,
        [
            *({"call", "action"}, {"most", "read"}, {"most", "viewed"}, {"most", "popular"}),
            *({"read", "next"}, {"also", "like"}, {"sign", "up"}, {"team", "member"}),
        ],
    )
)
# A part that is named after what it has, lacks or holds is not that.
_NOT_HINTED: Final = frozenset(
    {"has", "no", "with", "without", "wrap", "wrapper", "container", "content", "layout", "main"}
)
_NAME_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# What the first row of a table without <th> is called.
_HEADERS: Final = frozenset({"thead", "head", "header", "heading", "headings", "hd", "hdr"})
# Parts that unfold when a reader asks: shown or not, they are there to be read.
_UNFOLDS: Final = re.compile(
    r"\b(?:tab|accordion|collaps|faq|toggle|expand)(?:e|s|ed|ible|able|er|panes?|panels?)?\b",
    re.IGNORECASE,
)
_QUOTES: Final = frozenset({"blockquote", "pull", "pullquote", "pullquotes", "quote"})
_CREDITS: Final = frozenset({"copyright", "credit", "credits", "photographer"})
_COMMENTS: Final = frozenset({"comment", "comments", "replies", "respond"})
# Notes and sources belong to the article, wherever a page puts them; answers to its question and
# the line that leads into it, too.
_SOURCES: Final = frozenset(
    {
        *("answer", "answers", "bibliography", "citations", "dek", "footnotes", "lede"),
        *("references", "reflist", "sources", "standfirst", "subtitle"),
    }
)
_UNSHOWN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_BOLD_STYLE: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)

_HOME: Final = re.compile(r"(?:(?:https?:)?//[^/?#]+)?\.?/?(?:index\.\w{3,5})?", re.IGNORECASE)
_THROUGH_GOOGLE: Final = re.compile(
    r"\s*https?://www\.google\.com/url\?(?:[^#]*&)?q=(https?(?::|%3A)[^&#]+)", re.IGNORECASE
)


# What shows a part of the page: a link or button to it, or a script that changes its display.
_SHOWS: Final = re.compile(
    r"""(?:aria-controls|data-(?:bs-)?target|href)\s*=\s*["']#?([\w-]+)["']"""
    r"""|\b(?:toggle|show|expand|reveal)\w*\(\s*["']#?([\w-]+)["']"""
    r"""|getElementById\(["']([\w-]+)["']\)[^{}]{0,40}\.style\.display"""
)


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Say whether an element is not shown until something shows it."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    if attributes.get("aria-hidden") == "true":
        return True
    return _UNSHOWN.search(attributes.get("style", "")) is not None


def is_unread(attributes: Mapping[str, str]) -> bool:
    """Say whether a class makes an element one that stands in a text and is not of it."""
    return any(map(_UNREAD.fullmatch, attributes.get("class", "").split()))


def is_note(text: str, href: str) -> bool:
    """Say whether a link within the page is the number of a note or a mere sign."""
    if not href.startswith("#"):
        return False
    return _SIGN.fullmatch(text) is not None or (href != "#" and _NOTE.fullmatch(text) is not None)


def find_shown(source: str) -> frozenset[str]:
    """Return the ids of the parts that something on the page shows when it is clicked."""
    return frozenset(name for found in _SHOWS.finditer(source) for name in found.groups() if name)


def unfolds(attributes: Mapping[str, str]) -> bool:
    """Say whether an element is a tab, or a part of an accordion."""
    named = attributes.get("role", "") + " " + _named(attributes)
    return _UNFOLDS.search(named.replace("-", " ").replace("_", " ")) is not None


def is_bold(attributes: Mapping[str, str]) -> bool:
    """Say whether an element is drawn in bold letters."""
    return _BOLD_STYLE.search(attributes.get("style", "")) is not None


def holds_sources(attributes: Mapping[str, str]) -> bool:
    """Say whether a class or id names notes, sources, answers or a standfirst."""
    return _is_named(attributes, _SOURCES)


def holds_comments(attributes: Mapping[str, str]) -> bool:
    """Say whether a class or id names comments; in a thread they are the article."""
    return _is_named(attributes, _COMMENTS)


def is_quote(attributes: Mapping[str, str]) -> bool:
    """Say whether a class or id names a quote."""
    return _is_named(attributes, _QUOTES)


def is_credit(attributes: Mapping[str, str]) -> bool:
    """Say whether a class or id names the maker of a picture."""
    return _is_named(attributes, _CREDITS)


def names_columns(attributes: Mapping[str, str]) -> bool:
    """Say whether a class or id of a row or cell calls it a header."""
    return _is_named(attributes, _HEADERS)


def leads_to(href: str) -> str:
    """Return where a link leads; Google Docs sends each through an address of Google's."""
    found = _THROUGH_GOOGLE.match(href)
    return unquote(found[1]) if found else href


def leads_home(href: str) -> bool:
    """Say whether a link leads to the first page of a site."""
    return href != "" and _HOME.fullmatch(href.strip()) is not None


def is_google_doc(attributes: Mapping[str, str]) -> bool:
    """Say whether a <body> is that of a document that Google Docs saved as a page."""
    return "doc-content" in attributes.get("class", "").split()


def is_titled(attributes: Mapping[str, str]) -> bool:
    """Say whether a paragraph has the style "Title" of Google Docs.

    Its headings and titles have ids as in `<p class="c3 title" id="h.gjdgxs">`; other
    pages call many things a title.
    """
    is_googles = attributes.get("id", "").startswith("h.")
    return is_googles and "title" in attributes.get("class", "").split()


def table_part(attributes: Mapping[str, str]) -> str:
    """Return the tag of the part of a table that an element's role makes it; "" for none."""
    return _PART_ROLES.get(attributes.get("role", ""), "")


def role_why(attributes: Mapping[str, str]) -> str:
    """Say what part of a page an element's role makes it; "" for none beside the article."""
    return _ROLES.get(attributes.get("role", ""), "")


def is_hinted(attributes: Mapping[str, str]) -> bool:
    """Say whether a class or id names a part beside the article."""
    return any(_is_hint(name) for name in _named(attributes).split())


@lru_cache(maxsize=4096)  # a page has few names, and each on many elements
def _is_hint(name: str) -> bool:
    if _HINT.fullmatch(name):
        return True
    words = _name_words(name)
    if _NOT_HINTED & words:
        return False
    return bool(_HINT_WORDS & words) or any(phrase <= words for phrase in _HINT_PHRASES)


def _is_named(attributes: Mapping[str, str], words: frozenset[str]) -> bool:
    return any(words & _name_words(name) for name in _named(attributes).split())


def _named(attributes: Mapping[str, str]) -> str:
    return attributes.get("class", "") + " " + attributes.get("id", "")


@lru_cache(maxsize=4096)
def _name_words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _NAME_WORD.findall(name))


def main_of(name: str, attributes: Mapping[str, str]) -> Main | None:
    """Say how an element is marked as the place of the article: the body is its text alone."""
    if attributes.get("itemprop") == "articleBody":
        return "body"
    return _MAINS.get(name) or _MAINS.get(attributes.get("role", ""))
