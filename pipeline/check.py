"""The stages in order: paths in, one Result out.

read → mark → normalise → retrieve → judge → mute
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from spacy.language import Language

from pipeline.baseline import Baseline, met_in, notices_of
from pipeline.changes import Changes
from pipeline.citations import leads_of
from pipeline.encoders import OnnxEncoder, OnnxTagger, load_encoder, load_tagger
from pipeline.errors import LanguageUnsupportedError, PipelineError
from pipeline.evidence import EvidenceTable, load_evidence
from pipeline.evidence.own_words import with_words
from pipeline.judge.candidates import Topic
from pipeline.judge.decide import judge_document
from pipeline.judge.links import name_of
from pipeline.mark.language import build_language, mark_articles
from pipeline.mute import mute_document
from pipeline.normalise import Context, normalise_claims
from pipeline.notices import notice
from pipeline.pick import pick_articles
from pipeline.read import read_bytes, read_path
from pipeline.records import (
    Article,
    Claim,
    Document,
    Identifier,
    Lead,
    LookedUp,
    LookUp,
    Notice,
    Result,
    Trouble,
    page_link,
)
from pipeline.resources import evidence_dirs
from pipeline.retrieve import Retriever, TableRetriever
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.read.web.parts import Whole

_LOG: Final = logging.getLogger("pipeline")
STDIN: Final = "-"
# Too short to tell the language, or English.
_READABLE: Final = frozenset({"en", "und"})
# The name of an article, and what reads it.
_Reader = tuple[str, Callable[[], Article]]


def check_articles(
    articles: Iterable[Article],
    *,
    table: EvidenceTable,
    nlp: Language,
    retriever: Retriever,
    settings: Settings,
    baseline: Baseline | None = None,
    look_up: LookUp | None = None,
) -> Iterator[Document]:
    """Check articles in order; one batch is in memory at a time.

    Without a `look_up` nobody is asked about the works that an article cites.
    """
    for article, doc in mark_articles(articles, nlp):
        if article.language not in _READABLE:
            yield Document(article)
            continue
        claims = normalise_claims(article, doc, table.concepts)
        matches = retriever.retrieve(claims, top_k=settings.top_k)
        about = Context(doc, table.concepts).topic
        topic = Topic(
            intervention=about.intervention.concept_id if about.intervention else None,
            condition=about.condition.concept_id if about.condition else None,
        )
        looked_up = look_up(_leads(article, claims)) if look_up is not None else {}
        judged = judge_document(
            article,
            claims,
            matches,
            table=table,
            topic=topic,
            relate=retriever.relate,
            as_of=settings.as_of,
            min_confidence=settings.min_confidence,
            looked_up=looked_up,
        )
        told = [notice("W103", article.path)] if article.is_teaser else []
        if article.missing:
            names = ", ".join(article.missing)
            told.append(notice("W105", article.path, names=names))
        told += _not_looked_up(article, looked_up)
        judged = replace(judged, notices=(*told, *judged.notices))
        yield mute_document(judged, settings=settings, baseline=baseline)


def _leads(article: Article, claims: Iterable[Claim]) -> Iterator[Lead]:
    """Yield what claims cite and link to; a site's pages are no sources of its own."""
    own = {_site(page.final_url) for page in (article.page,) if page is not None}
    for claim in claims:
        if claim.statement.source is not None:
            yield from leads_of(claim.statement.source)
        yield from (Lead(page_link(href), href) for href in claim.links if _site(href) not in own)


def _site(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[::1"
        return ""


def _not_looked_up(article: Article, looked_up: Mapping[Identifier, LookedUp]) -> list[Notice]:
    failed = [one for one in looked_up.values() if one.state == "failed"]
    if not failed:
        return []
    return [
        notice(
            "W104",
            article.path,
            n=len(failed),
            total=len(looked_up),
            name=name_of(failed[0].identifier),
            why=failed[0].why.rstrip("."),
        )
    ]


def not_judged(article: Article, *, source: str) -> list[Trouble]:
    """Say of an article in another language that nothing in it is judged.

    Args:
        article: of any language.
        source: what the article is called.
    """
    if article.language in _READABLE:
        return []
    told = LanguageUnsupportedError(source=source, language=article.language)
    return [Trouble(source, told.code, told.message)]


@dataclass
class Checker:
    """Everything that is loaded once and used for every article.

    Attributes:
        baseline: what is known already; None knows nothing.
    """

    settings: Settings
    table: EvidenceTable
    nlp: Language
    retriever: Retriever
    models: tuple[tuple[str, str], ...] = ()
    baseline: Baseline | None = None
    _troubles: list[Trouble] = field(default_factory=list)

    def check(
        self,
        targets: Sequence[str],
        *,
        stdin: Callable[[], bytes],
        progress: Callable[[str], None] | None = None,
        changes: Changes | None = None,
    ) -> Result:
        """Check files, folders, patterns and standard input.

        Args:
            targets: as the user gave them; "-" is standard input.
            stdin: gives the bytes of standard input when they are wanted.
            progress: is told the path of each article before it is read.
            changes: check only files that were changed; None checks all.

        Returns:
            A Result with every article that could be judged, in the order of
            `targets`, and in `errors` everything that could not.
        """
        picked = pick_articles(targets, settings=self.settings, changes=changes)
        readers = ((path, partial(self._read, path, stdin)) for path in picked.paths)
        result = self._check_all(_told(readers, progress), picked.troubles)
        return replace(result, notices=(*picked.notices, *self._unneeded(result)))

    def audit(
        self,
        pages: Iterable[Whole[PipelineError]],
        *,
        look_up: LookUp | None = None,
    ) -> Result:
        """Check pages of the web.

        Args:
            pages: with the further parts of their articles.
            look_up: asks registries about the works that a page cites; None asks nobody.

        Returns:
            A Result as `check` gives it, in the order of `pages`.
        """
        readers = ((page.url, partial(self._read_page, page)) for page in pages)
        result = self._check_all(readers, (), look_up)
        return replace(result, notices=self._unneeded(result))

    def _unneeded(self, result: Result) -> tuple[Notice, ...]:
        known = self.baseline
        return tuple(notices_of(known, met_in(result))) if known is not None else ()

    def _check_all(
        self,
        readers: Iterable[_Reader],
        troubles: Iterable[Trouble],
        look_up: LookUp | None = None,
    ) -> Result:
        self._troubles = list(troubles)
        articles = self._read_all(readers)
        documents = tuple(
            check_articles(
                articles,
                table=self.table,
                nlp=self.nlp,
                retriever=self.retriever,
                settings=self.settings,
                baseline=self.baseline,
                look_up=look_up,
            )
        )
        return Result(
            documents=documents,
            errors=tuple(self._troubles),
            evidence_version=self.table.version,
            n_rows=len(self.table.rows),
            models=self.models,
        )

    def _read_all(self, readers: Iterable[_Reader]) -> Iterator[Article]:
        for path, read in readers:
            try:
                article = read()
            except PipelineError as error:
                _LOG.debug("%s was not read", path, exc_info=True)
                self._trouble(path, error)
                continue
            self._troubles += not_judged(article, source=path)
            yield article

    def _read(self, path: str, stdin: Callable[[], bytes]) -> Article:
        limit = self.settings.max_mb
        if path == STDIN:
            return read_bytes(stdin(), path=STDIN, max_mb=limit)
        return read_path(Path(path), max_mb=limit)

    def _read_page(self, page: Whole[PipelineError]) -> Article:
        # Whoever checks files needs nothing of what pages need.
        from pipeline.read.web.reading import read_whole  # noqa: PLC0415

        if isinstance(page.first, PipelineError):
            raise page.first
        article = read_whole(
            page.first,
            [part for _, part in page.further if not isinstance(part, PipelineError)],
            missing=page.missing,
            max_mb=self.settings.max_mb,
            tell=self._trouble,
        )
        for url, part in page.further:
            if isinstance(part, PipelineError):
                self._trouble(url, part)
        return article

    def _trouble(self, path: str, error: PipelineError) -> None:
        self._troubles.append(Trouble(path, error.code, error.message))


def _told(readers: Iterable[_Reader], progress: Callable[[str], None] | None) -> Iterator[_Reader]:
    for path, read in readers:
        if progress is not None:
            progress(path)
        yield path, read


def evidence_folders(settings: Settings) -> tuple[Path, ...]:
    """Return the folders of the evidence packages that hold, lowest first."""
    shipped = evidence_dirs() if settings.shipped_evidence or not settings.evidence else ()
    return (*shipped, *settings.evidence)


def load_table(settings: Settings) -> EvidenceTable:
    """Load the evidence with the user's own words for its concepts.

    Raises:
        PipelineError: the evidence package is missing or broken, or a word of
            the user's stands for a concept that it does not hold.
    """
    table = load_evidence(evidence_folders(settings))
    return replace(table, concepts=with_words(table.concepts, settings.words))


def models_in_use(encoder: OnnxEncoder, tagger: OnnxTagger | None) -> tuple[tuple[str, str], ...]:
    """Name the models of a run for its reports."""
    its = (("detector", tagger.name),) if tagger is not None else ()
    return (("encoder", encoder.name), *its)


def load_checker(
    settings: Settings, *, baseline: Baseline | None = None, n_threads: int | None = None
) -> Checker:
    """Load the evidence, the language and the encoder, once for many articles.

    Args:
        settings: of the run.
        baseline: what is known already; None knows nothing.
        n_threads: that a model may use; None is as many as there are cores.

    Raises:
        PipelineError: the evidence package is missing or broken, or a word of
            the user's stands for a concept that it does not hold.
    """
    table = load_table(settings)
    encoder = load_encoder(n_threads=n_threads)
    tagger = load_tagger(n_threads=n_threads) if settings.finder == "both" else None
    return Checker(
        settings=settings,
        table=table,
        nlp=build_language(table.concepts, tagger=tagger),
        retriever=TableRetriever(table, encoder),
        models=models_in_use(encoder, tagger),
        baseline=baseline,
    )
