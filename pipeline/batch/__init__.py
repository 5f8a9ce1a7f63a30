"""Many articles, in processes that may fail, into results that a kill does not lose.

inputs → jobs → workers → ledger → shards

What is named becomes jobs (pages of the web once they are fetched), workers judge
them, a ledger keeps each outcome under what it depends on, and at the end the
results are written from the ledger in the order of the jobs. So they are the same
bytes however often the run was broken off, and with however many workers.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.baseline import Baseline, notices_of
from pipeline.batch.identity import identity_of
from pipeline.batch.inputs import Inputs, find_inputs
from pipeline.batch.jobs import Job, Line, key_of
from pipeline.batch.judging import load_judge
from pipeline.batch.ledger import FILE, Ledger
from pipeline.batch.links import with_links
from pipeline.batch.pool import Limits
from pipeline.batch.running import Make, Reported, run_jobs
from pipeline.batch.summary import Summary
from pipeline.errors import BatchOtherError
from pipeline.records import LookUp, Notice, Result, Trouble
from pipeline.report.to_json import Json, tool_as_json
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.read.web.fetch import Conditions, Fetched
    from pipeline.read.web.gather import Gathered

__all__ = ["Inputs", "Limits", "Options", "Summary", "find_inputs", "run_audit", "run_batch"]

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is run.

    Attributes:
        per_shard: articles in each pair of files.
        fresh: throw away what an earlier run wrote there.
        retry: try again what was given up.
    """

    out: Path
    limits: Limits
    n_workers: int
    per_shard: int = 1000
    fresh: bool = False
    retry: bool = False


def run_batch(
    inputs: Inputs,
    *,
    options: Options,
    baseline: Baseline | None = None,
    progress: Callable[[int], None] = lambda _: None,
    make: Make | None = None,
) -> Summary:
    """Judge articles in worker processes and write what is found.

    Args:
        inputs: what to judge, with the settings that hold.
        options: how.
        baseline: what is known already; None knows nothing.
        progress: is told how many articles are done.
        make: gives a worker what it judges with; None takes all stages as shipped.

    Raises:
        BatchOtherError: the folder holds what another tool, evidence or settings made.
        BatchBusyError: another process writes there.
        LedgerBrokenError: the ledger there is none.
        ReportUnwritableError: the folder cannot be written, or the disk is full.
        WorkersUnusableError: no worker can start.
        PipelineError: the evidence or the encoder is missing or broken.
    """

    def jobs(_: Ledger) -> _Jobs:
        return _Jobs(inputs.jobs, inputs.notices)

    plan = _Plan(inputs.settings, jobs, progress, baseline=baseline)
    return _run(plan, options, make)


def run_audit(
    find: Callable[[Callable[[str], Fetched]], Gathered],
    *,
    settings: Settings,
    conditions: Conditions,
    options: Options,
    baseline: Baseline | None = None,
    look_up: LookUp | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    make: Make | None = None,
) -> Summary:
    """Fetch pages of the web, judge them in worker processes, and write what is found.

    Args:
        find: names the pages; is given what fetches a sitemap.
        settings: of the run.
        conditions: on which pages are fetched.
        options: how.
        baseline: what is known already; None knows nothing.
        look_up: asks registries about the works that pages cite; None asks nobody.
        progress: is told "fetched", "checked" or "looked up", of how many pages, and of how
            many in all.
        make: as of `run_batch`.

    Raises:
        PipelineError: as `run_batch` does, or as `find` does.
    """
    # Whoever has files needs nothing of what fetches pages.
    from pipeline.batch.pages import Pages  # noqa: PLC0415
    from pipeline.read.web.fetch import Fetcher  # noqa: PLC0415

    n_all = 0

    def jobs(ledger: Ledger) -> _Jobs:
        nonlocal n_all
        pages = Pages(ledger, Fetcher(conditions))
        gathered = find(pages.fetch)
        n_all = len(gathered.urls)
        articles = pages.fetch_all(
            gathered.urls,
            progress=lambda n: progress("fetched", n, n_all),
            tell=gathered.notices.append,
        )
        n_all = len(gathered.troubles) + len(articles)
        return _Jobs(
            lambda: chain(gathered.troubles, pages.jobs(articles)), tuple(gathered.notices)
        )

    plan = _Plan(
        settings,
        jobs,
        lambda n: progress("checked", n, n_all),
        baseline=baseline,
        identity={
            "robots": "ignored" if conditions.ignore_robots else "obeyed",
            "links": "looked up" if look_up is not None else "left alone",
        },
        look_up=look_up,
        looked_up=lambda n: progress("looked up", n, n_all),
    )
    return _run(plan, options, make)


@dataclass(frozen=True, slots=True)
class _Jobs:
    """What there is to do, the same each time, and what is to be told of it."""

    jobs: Callable[[], Iterable[Job | Trouble]]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a run is to do.

    Attributes:
        identity: what the outcomes depend on besides what those of every run do.
        look_up: asks registries about the works that articles cite; None asks nobody.
        looked_up: is told how many articles are done with what was looked up.
    """

    settings: Settings
    jobs: Callable[[Ledger], _Jobs]
    progress: Callable[[int], None]
    baseline: Baseline | None = None
    identity: Mapping[str, str] = field(default_factory=dict)
    look_up: LookUp | None = None
    looked_up: Callable[[int], None] = lambda _: None


def _run(plan: _Plan, options: Options, make: Make | None) -> Summary:
    # All of these import much, which nobody needs who only reads a summary.
    from pipeline.batch.shards import MANIFEST, results, write_file, write_shards  # noqa: PLC0415
    from pipeline.check import evidence_folders, load_table, models_in_use  # noqa: PLC0415
    from pipeline.encoders import load_encoder, load_tagger  # noqa: PLC0415
    from pipeline.evidence.compiled import evidence_digest  # noqa: PLC0415

    settings, out, baseline = plan.settings, options.out, plan.baseline
    table, encoder = load_table(settings), load_encoder()
    tagger = load_tagger() if settings.finder == "both" else None
    # Each worker would make them otherwise, all at once.
    encoder.prepare()
    if tagger is not None:
        tagger.prepare()
    identity = identity_of(
        settings,
        baseline=baseline,
        table=table,
        evidence=evidence_digest(evidence_folders(settings)),
        encoder=encoder,
        tagger=tagger,
    )
    identity |= plan.identity
    made_by = Result((), (), table.version, len(table.rows), models_in_use(encoder, tagger))
    if not options.fresh and not (out / FILE).exists() and results(out):
        raise BatchOtherError(out=out, why=f"it holds results, and no {FILE}")
    with Ledger.opened(out, identity, fresh=options.fresh) as ledger:
        if options.retry:
            ledger.forget_given_up()
        found = plan.jobs(ledger)
        summary = Summary(notices=found.notices)
        run = functools.partial(
            run_jobs,
            key_of=functools.partial(key_of, settings=settings, baseline=baseline),
            ledger=ledger,
            make=make or functools.partial(load_judge, settings, baseline),
            limits=options.limits,
            n_workers=options.n_workers,
        )
        reported = run(found.jobs(), progress=plan.progress)
        if plan.look_up is not None:
            # What an article cites is known once it was judged; what it cites is judged then.
            jobs = with_links(found.jobs(), reported, ledger=ledger, look_up=plan.look_up)
            reported = run(jobs, progress=plan.looked_up)
        tool = tool_as_json(made_by)
        articles = _lines(reported, ledger, summary)
        shards = write_shards(out, articles, tool=tool, per_shard=options.per_shard)
        if baseline is not None:
            summary.notices += tuple(notices_of(baseline, summary.met))
        manifest: dict[str, Json] = {
            "schema": SCHEMA,
            "tool": tool,
            "made with": identity,
            "counts": summary.as_json(),
            "shards": [shard.as_json() for shard in shards],
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        write_file(out, MANIFEST, text.encode())
    return summary


def _lines(
    reported: Sequence[Reported], ledger: Ledger, summary: Summary
) -> Iterator[Sequence[Line]]:
    """Yield the lines of each article, counting them on the way."""
    for article in reported:
        outcome = article.outcome(ledger)
        lines = tuple(outcome.named(article.path))
        summary.add(outcome, lines)
        yield lines
