"""PubMed's XML becomes abstracts, one article at a time.

A file may be from anywhere: entities are never replaced, nothing is fetched,
and a file that declares entities of its own is refused, which PubMed's never do.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from pipeline.errors import InputUnreadableError, RecordInvalidError
from pipeline.evidence.extract.abstracts import Abstract, plain
from pipeline.evidence.extract.headings import Sections, section_name, split_abstract
from pipeline.evidence.extract.publications import (
    Report,
    checked,
    kind_and_design,
    named,
    status_of,
    year_in,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

WANTED: Final = "PubMed XML, a PubmedArticleSet"
_ARTICLE: Final = "PubmedArticle"


def read_pubmed(stream: IO[bytes], *, path: Path, report: Report) -> Iterator[Abstract]:
    """Read the articles of a file in their order; one of them is in memory at a time.

    What cannot be used is reported: an article, or the file from where it breaks off.
    """
    from lxml import etree

    number = 0
    events = etree.iterparse(
        stream,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    try:
        for event, element in events:
            if event == "start":
                if element.getparent() is None:
                    why = _refused(element)
                    if why:
                        report(InputUnreadableError(path=path, why=why, wanted=WANTED))
                        return
            elif element.tag == _ARTICLE:
                number += 1
                abstract = _article(element, path, number, report)
                if abstract is not None:
                    yield abstract
                _forget(element)
    except etree.XMLSyntaxError as error:
        where = f"after article {number} " if number else ""
        why = f"{where}it is not XML: {error.msg}"
        report(InputUnreadableError(path=path, why=why, wanted=WANTED))


def _refused(root: _Element) -> str:
    """Return why a file is not read at all; "" for one that is."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        return "it declares entities of its own, as files do that mean harm"
    if root.tag not in {"PubmedArticleSet", _ARTICLE}:
        return f"its root is <{root.tag}>"
    return ""


def _forget(element: _Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _article(element: _Element, path: Path, number: int, report: Report) -> Abstract | None:
    article = element.find("MedlineCitation/Article")
    pmid = _text(element.find("MedlineCitation/PMID"))
    title = "" if article is None else _text(article.find("ArticleTitle"))
    if article is None or not title:
        why = f"PMID {pmid or 'unknown'} has no title, so nothing can be told of it"
        report(RecordInvalidError(path=path, record=number, why=why))
        return None
    types = [_text(found) for found in article.iterfind("PublicationTypeList/PublicationType")]
    kind, design = kind_and_design(types, title)
    read = Abstract(
        doi="",
        review_id="",
        version=1,
        # PubMed brackets the titles that it translated.
        title=title.removesuffix(".").removeprefix("[").removesuffix("]").removesuffix("."),
        sections=_sections(article),
        authors=tuple(_authors(article)),
        journal=_text(article.find("Journal/Title")),
        year=_year(article),
        kind=kind,
        design=design,
        status=status_of(types, title),
        updated_by=tuple(
            _text(found.find("PMID"))
            for found in element.iterfind("MedlineCitation/CommentsCorrectionsList/*")
            if found.get("RefType") == "UpdateIn"
        ),
    )
    return checked(read, path=path, record=number, doi=_doi(element), pmid=pmid, report=report)


def _sections(article: _Element) -> Sections:
    texts = article.findall("Abstract/AbstractText")
    if all(found.get("Label") is None for found in texts):
        return split_abstract("\n\n".join(_text(found) for found in texts))
    return tuple(
        (
            section_name(found.get("Label") or "", category=found.get("NlmCategory") or ""),
            (text,),
        )
        for found in texts
        if (text := plain(_text(found)))
    )


def _authors(article: _Element) -> Iterator[str]:
    for author in article.iterfind("AuthorList/Author"):
        body = _text(author.find("CollectiveName"))
        family = _text(author.find("LastName"))
        if family:
            initials = _text(author.find("Initials"))
            yield f"{family} {initials}".strip() or named(family, _text(author.find("ForeName")))
        elif body:
            yield body


def _year(article: _Element) -> int | None:
    for place in ("Journal/JournalIssue/PubDate", "ArticleDate"):
        date = article.find(place)
        if date is not None and (year := year_in(_text(date))) is not None:
            return year
    return None


def _doi(element: _Element) -> str:
    for found in element.iterfind("MedlineCitation/Article/ELocationID"):
        if found.get("EIdType") == "doi" and found.get("ValidYN") != "N":
            return _text(found)
    for found in element.iterfind("PubmedData/ArticleIdList/ArticleId"):
        if found.get("IdType") == "doi":
            return _text(found)
    return ""


def _text(element: _Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
