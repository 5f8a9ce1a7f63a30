"""The stages in order: paths in, one Result out.

read → mark → normalise → retrieve → judge → mute
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from spacy.language import Language

from pipeline.baseline import Baseline, unneeded
from pipeline.changes import Changes
from pipeline.encoders import load_encoder
from pipeline.errors import LanguageUnsupportedError, PipelineError
from pipeline.evidence import EvidenceTable, load_evidence
from pipeline.evidence.own_words import with_words
from pipeline.judge.candidates import Topic
from pipeline.judge.decide import judge_document
from pipeline.mark.language import build_language, mark_articles
from pipeline.mute import mute_document
from pipeline.normalise import Context, normalise_claims
from pipeline.notices import notice
from pipeline.pick import pick_articles
from pipeline.read import read_bytes, read_path
from pipeline.records import Article, Document, Notice, Result, Trouble
from pipeline.resources import evidence_dirs
from pipeline.retrieve import Retriever, TableRetriever
from pipeline.settings import Settings
from pipeline.settings.files import shown

_LOG: Final = logging.getLogger("pipeline")
STDIN: Final = "-"
# Too short to tell the language, or English.
_READABLE: Final = frozenset({"en", "und"})


def check_articles(
    articles: Iterable[Article],
    *,
    table: EvidenceTable,
    nlp: Language,
    retriever: Retriever,
    settings: Settings,
    baseline: Baseline | None = None,
) -> Iterator[Document]:
    """Check articles in order; one batch is in memory at a time."""
    for article, doc in mark_articles(articles, nlp):
        if article.language not in _READABLE:
            yield Document(article)
            continue
        claims = normalise_claims(article, doc, table.concepts)
        matches = retriever.retrieve(claims, top_k=settings.top_k)
        about = Context(doc).topic
        topic = Topic(
            intervention=about.intervention.concept_id if about.intervention else None,
            condition=about.condition.concept_id if about.condition else None,
        )
        judged = judge_document(
            article,
            claims,
            matches,
            table=table,
            topic=topic,
            relate=retriever.relate,
            as_of=settings.as_of,
            min_confidence=settings.min_confidence,
        )
        if article.is_teaser:
            judged = replace(judged, notices=(notice("W103", article.path), *judged.notices))
        yield mute_document(judged, settings=settings, baseline=baseline)


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
        self._troubles = list(picked.troubles)
        articles = self._read_all(picked.paths, stdin, progress)
        documents = tuple(
            check_articles(
                articles,
                table=self.table,
                nlp=self.nlp,
                retriever=self.retriever,
                settings=self.settings,
                baseline=self.baseline,
            )
        )
        result = Result(
            documents=documents,
            errors=tuple(self._troubles),
            evidence_version=self.table.version,
            n_rows=len(self.table.rows),
            models=self.models,
        )
        return replace(result, notices=(*picked.notices, *self._of_baseline(result)))

    def _of_baseline(self, result: Result) -> Iterator[Notice]:
        n_gone = 0 if self.baseline is None else len(unneeded(self.baseline, result))
        if self.baseline is not None and n_gone:
            yield notice("W201", shown(self.baseline.file), n=n_gone)

    def _read_all(
        self,
        paths: Iterable[str],
        stdin: Callable[[], bytes],
        progress: Callable[[str], None] | None,
    ) -> Iterator[Article]:
        for path in paths:
            if progress is not None:
                progress(path)
            try:
                article = self._read(path, stdin)
            except PipelineError as error:
                _LOG.debug("%s was not read", path, exc_info=True)
                self._troubles.append(Trouble(path, error.code, error.message))
                continue
            self._troubles += not_judged(article, source=path)
            yield article

    def _read(self, path: str, stdin: Callable[[], bytes]) -> Article:
        limit = self.settings.max_mb
        if path == STDIN:
            return read_bytes(stdin(), path=STDIN, max_mb=limit)
        return read_path(Path(path), max_mb=limit)


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


def load_checker(
    settings: Settings, *, baseline: Baseline | None = None, n_threads: int | None = None
) -> Checker:
    """Load the evidence, the language and the encoder, once for many articles.

    Args:
        settings: of the run.
        baseline: what is known already; None knows nothing.
        n_threads: that the encoder may use; None is as many as there are cores.

    Raises:
        PipelineError: the evidence package is missing or broken, or a word of
            the user's stands for a concept that it does not hold.
    """
    table = load_table(settings)
    encoder = load_encoder(n_threads=n_threads)
    return Checker(
        settings=settings,
        table=table,
        nlp=build_language(table.concepts),
        retriever=TableRetriever(table, encoder),
        models=(("encoder", encoder.name),),
        baseline=baseline,
    )
