"""What a worker process does: it loads the checker once and judges article by article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, get_args

from pipeline.baseline import Baseline
from pipeline.batch.jobs import NAME, Job, Line, Outcome, Task, troubled
from pipeline.errors import PipelineError
from pipeline.records import Article, Identifier, Lead, LookedUp, Trouble, VerdictName
from pipeline.report.printed import fails
from pipeline.report.to_json import document_as_json, notice_as_json, trouble_as_json
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.check import Checker

_VERDICTS: Final[tuple[VerdictName, ...]] = get_args(VerdictName)


def load_judge(settings: Settings, baseline: Baseline | None) -> Callable[[Task], bytes]:
    """Load all that a worker needs; the process must be one of our own.

    Raises:
        PipelineError: the evidence or the encoder is missing or broken.
    """
    from pipeline.mark.lean import import_spacy_lean, uncollected  # noqa: PLC0415

    with uncollected():
        # Before anything else imports spaCy, which takes torch along otherwise.
        import_spacy_lean()
        from pipeline.check import load_checker  # noqa: PLC0415

        # As many processes as there are cores; more threads would stand in each other's way.
        checker = load_checker(settings, baseline=baseline, n_threads=1)
    return lambda task: judge(task.job, checker).packed()


def judge(job: Job, checker: Checker) -> Outcome:
    """Judge one article; what cannot be read is an outcome, too."""
    from pipeline.check import check_articles, not_judged  # noqa: PLC0415

    settings = checker.settings
    lost: list[Trouble] = []
    leads: list[Lead] = []
    known = {each.identifier: each for each in job.looked_up or ()}

    def look_up(wanted: Iterable[Lead]) -> Mapping[Identifier, LookedUp]:
        leads.extend(wanted)
        return known

    try:
        article = _read(job, max_mb=settings.max_mb, lost=lost)
    except PipelineError as error:
        return troubled(_nameless(error, job.path))
    documents = list(
        check_articles(
            [article],
            table=checker.table,
            nlp=checker.nlp,
            retriever=checker.retriever,
            settings=settings,
            baseline=checker.baseline,
            look_up=look_up,
        )
    )
    lines: list[Line] = [("document", document_as_json(document)) for document in documents]
    lines += [("error", trouble_as_json(each)) for each in not_judged(article, source=NAME)]
    lines += [
        ("notice", notice_as_json(notice)) for document in documents for notice in document.notices
    ]
    claims = [judged for document in documents for judged in document.claims]
    fails_on = tuple(v for v in _VERDICTS if any(fails(judged, v) for judged in claims))
    nameless: list[Line] = [(record, {**thing, "path": ""}) for record, thing in lines]
    nameless += [("error", trouble_as_json(each)) for each in lost]
    return Outcome(tuple(nameless), fails_on, leads=tuple(dict.fromkeys(leads)))


def _read(job: Job, *, max_mb: float, lost: list[Trouble]) -> Article:
    """Read the article of a job; what kept parts of it from being read goes into `lost`."""
    if job.page is not None:
        # Whoever judges files needs nothing of what pages need.
        from pipeline.read.web.fetch import Fetched  # noqa: PLC0415
        from pipeline.read.web.reading import read_whole  # noqa: PLC0415

        return read_whole(
            Fetched(job.page, job.data),
            job.further,
            missing=job.missing,
            max_mb=max_mb,
            tell=lambda url, error: lost.append(Trouble(url, error.code, error.message)),
        )
    from pipeline.read import read_bytes  # noqa: PLC0415

    return read_bytes(job.data, path=job.path, format=job.format, max_mb=max_mb)


def _nameless(error: PipelineError, path: str) -> PipelineError:
    """Tell what an error tells, with `NAME` for the name of the article."""
    details = dict(error.details)
    if "source" in details:
        details["source"] = str(details["source"]).replace(path, NAME, 1)
    return type(error)(**details)
