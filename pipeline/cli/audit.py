"""`claims audit`: pages of the web in, a report out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pipeline.cli.baseline import begun, keep
from pipeline.cli.options import (
    AsOfOption,
    BaselineOption,
    ConfigOption,
    DebugOption,
    EvidenceOnlyOption,
    EvidenceOption,
    ExitZeroOption,
    FailOnOption,
    FormatOption,
    FreshOption,
    MaxMbOption,
    MinConfidenceOption,
    NoBaselineOption,
    NoColorOption,
    NoConfigOption,
    OutputsOption,
    QuietOption,
    WorkersOption,
    choose_settings,
    load_baseline,
)
from pipeline.cli.reporting import load, report, shown_progress
from pipeline.cli.streams import LOG, as_trouble, say, show_log
from pipeline.cli.summaries import MEMORY_MB, PER_SHARD, TIMEOUT_S, end_with, shown_rate
from pipeline.errors import AddressesUnreadableError, PipelineError
from pipeline.records import LookUp, Result
from pipeline.report.to_json import tool_version
from pipeline.resources import cache_dir
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.baseline import Baseline
    from pipeline.batch import Options, Summary
    from pipeline.read.web.fetch import Conditions, Fetched
    from pipeline.read.web.gather import Gathered
    from pipeline.read.web.polite import Politeness
    from pipeline.read.web.registries import Places
    from pipeline.settings.choices import Choices

_BYTES_PER_MB: Final = 1_000_000
# Enough for a first look at any site, and over in minutes.
_LIMIT: Final = 100
_STDIN: Final = "-"


def audit(
    urls: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL...", help="Addresses of pages.", show_default=False),
    ] = None,
    lists: Annotated[
        list[Path] | None,
        typer.Option(
            "--input",
            metavar="FILE",
            help="A list of addresses, one a line, # for comments; - is standard input. "
            "Repeatable.",
        ),
    ] = None,
    sitemaps: Annotated[
        list[str] | None,
        typer.Option(
            "--sitemap",
            metavar="URL",
            help="A sitemap, an index of them, or an RSS or Atom feed, whose pages are checked. "
            "Repeatable.",
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="How many pages of each --sitemap are checked.")
    ] = _LIMIT,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Write the results to a folder, as `claims batch` does, and not to standard "
            "output; a run that was broken off goes on where it was.",
        ),
    ] = None,
    workers: WorkersOption = None,
    fresh: FreshOption = False,
    retry: Annotated[
        bool,
        typer.Option("--retry", help="Try again what an earlier run could not fetch or gave up."),
    ] = False,
    report_format: FormatOption = "terminal",
    outputs: OutputsOption = None,
    fail_on: FailOnOption = None,
    exit_zero: ExitZeroOption = False,
    quiet: QuietOption = False,
    no_color: NoColorOption = False,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    evidence: EvidenceOption = None,
    evidence_only: EvidenceOnlyOption = None,
    as_of: AsOfOption = None,
    max_mb: MaxMbOption = None,
    min_confidence: MinConfidenceOption = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            "--exclude",
            metavar="PATTERN",
            help="Check no page whose host and path this means, as a .gitignore means files: "
            "'tag/', 'shop.example.org/', '*.pdf'. Beside those of the settings. Repeatable.",
        ),
    ] = None,
    baseline: BaselineOption = None,
    no_baseline: NoBaselineOption = False,
    write_baseline: Annotated[
        bool,
        typer.Option(
            "--write-baseline",
            help="Keep all that is found as known, as `claims baseline write` does of files.",
        ),
    ] = False,
    timeout_s: Annotated[
        float,
        typer.Option(
            "--timeout", metavar="SECONDS", min=0.1, help="How long a page may take to arrive."
        ),
    ] = 60.0,
    delay_s: Annotated[
        float,
        typer.Option(
            "--delay", metavar="SECONDS", min=0.0, help="The pause between requests to one host."
        ),
    ] = 1.0,
    contact: Annotated[
        str,
        typer.Option(
            "--contact",
            metavar="TEXT",
            help="How sites can reach you, such as an e-mail address; stands in the user agent.",
        ),
    ] = "",
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Fetch whole what was fetched before, and keep none.")
    ] = False,
    archive: Annotated[
        Path | None,
        typer.Option(
            "--archive",
            metavar="FILE",
            help="Keep what was sent and received in a WARC file, such as pages.warc.gz; one that "
            "is there is gone on with. All pages are fetched whole.",
        ),
    ] = None,
    ignore_robots: Annotated[
        bool,
        typer.Option(
            "--ignore-robots",
            help="Fetch what a site asks programs not to fetch; the result says so.",
        ),
    ] = False,
    allow_private: Annotated[
        bool,
        typer.Option(
            "--allow-private", help="Fetch from your own network, too: 10.x, 192.168.x, localhost …"
        ),
    ] = False,
    check_links: Annotated[
        bool,
        typer.Option(
            "--check-links",
            help="Look cited works up at Crossref, Europe PMC and doi.org, and see whether other "
            "cited pages are there.",
        ),
    ] = False,
    crossref: Annotated[
        str, typer.Option(metavar="URL", help="Where Crossref's API answers.")
    ] = "https://api.crossref.org",
    europe_pmc: Annotated[
        str, typer.Option(metavar="URL", help="Where Europe PMC's API answers.")
    ] = "https://www.ebi.ac.uk/europepmc/webservices/rest",
    doi_org: Annotated[
        str, typer.Option(metavar="URL", help="Where DOIs are resolved.")
    ] = "https://doi.org",
    debug: DebugOption = False,
) -> None:
    """Check the health claims of pages on the web."""
    if not all(c.isprintable() and c.isascii() for c in contact):
        raise typer.BadParameter("ASCII on one line is wanted.", param_hint="--contact")
    if not (urls or lists or sitemaps):
        raise typer.BadParameter("name a page, or a list with --input or --sitemap.")
    if out is None and (workers or fresh or retry):
        raise typer.BadParameter("--workers, --fresh and --retry belong to --out DIR.")
    if out is not None and (outputs or report_format != "terminal"):
        raise typer.BadParameter("--out DIR takes the place of --format and --output.")
    if write_baseline and (out is not None or outputs or report_format != "terminal"):
        raise typer.BadParameter("--write-baseline goes without --out, --format and --output.")
    if write_baseline and no_baseline:
        raise typer.BadParameter("--write-baseline and --no-baseline do not go together.")
    if debug:
        show_log()
    places = _places(
        check_links=check_links, crossref=crossref, europe_pmc=europe_pmc, doi_org=doi_org
    )
    wanted = Wanted(tuple(urls or ()), tuple(lists or ()), tuple(sitemaps or ()), limit)
    chosen = partial(
        choose_settings,
        config=config,
        no_config=no_config,
        evidence=evidence,
        evidence_only=evidence_only,
        fail_on=fail_on,
        as_of=as_of,
        max_mb=max_mb,
        min_confidence=min_confidence,
    )
    choose = partial(_with_exclude, chosen, exclude or ())
    meet = partial(
        _conditions,
        timeout_s=timeout_s,
        delay_s=delay_s,
        contact=contact,
        no_cache=no_cache,
        ignore_robots=ignore_robots,
        allow_private=allow_private,
    )
    if out is not None:
        settings = choose().settings
        known = load_baseline(baseline, no_baseline=no_baseline)
        options = _options(out, workers=workers, fresh=fresh, retry=retry)
        with _archived(meet(settings), archive) as conditions:
            summary = _run_into(wanted, settings, known, conditions, options, places)
        end_with(summary, out, fail_on=settings.fail_on, exit_zero=exit_zero)
    if write_baseline:
        choices = choose()
        before = begun(baseline, choices)
        with _archived(meet(choices.settings), archive) as conditions:
            result = _run(wanted, choices.settings, None, conditions, places)
        keep(before, result, targets=(), fail_on=choices.settings.fail_on)
        return
    settings = Settings()
    try:
        settings = choose().settings
        known = load_baseline(baseline, no_baseline=no_baseline)
        with _archived(meet(settings), archive) as conditions:
            result = _run(wanted, settings, known, conditions, places)
    except PipelineError as error:
        LOG.debug("Nothing was checked", exc_info=True)
        result = Result(documents=(), errors=(as_trouble(error),))
    report(
        result,
        settings,
        report_format=report_format,
        outputs=outputs or (),
        quiet=quiet,
        no_color=no_color,
        exit_zero=exit_zero,
        debug=debug,
    )


def _with_exclude(choose: Callable[[], Choices], exclude: Sequence[str]) -> Choices:
    """Choose the settings, and leave out what the user names beside what they leave out."""
    from pipeline.settings.patterns import check_pattern

    for pattern in exclude:
        try:
            check_pattern(pattern)
        except ValueError as error:
            raise typer.BadParameter(f"{pattern!r}: {error}.", param_hint="--exclude") from error
    choices = choose()
    settings = choices.settings
    return replace(choices, settings=replace(settings, exclude=(*settings.exclude, *exclude)))


def _conditions(
    settings: Settings,
    *,
    timeout_s: float,
    delay_s: float,
    contact: str,
    no_cache: bool,
    ignore_robots: bool,
    allow_private: bool,
) -> Conditions:
    from pipeline.read.web.fetch import Conditions
    from pipeline.read.web.kept import Keep
    from pipeline.read.web.limits import DEFAULT_LIMITS

    limits = replace(
        DEFAULT_LIMITS,
        max_bytes=int(settings.max_mb * _BYTES_PER_MB),
        overall_s=timeout_s,
        delay_s=delay_s,
    )
    return Conditions(
        limits=limits,
        allow_private=allow_private,
        ignore_robots=ignore_robots,
        contact=contact,
        version=tool_version(),
        keep=None if no_cache else Keep(cache_dir() / "web"),
    )


@contextlib.contextmanager
def _archived(conditions: Conditions, archive: Path | None) -> Iterator[Conditions]:
    """Give conditions on which all that goes over the wire is kept, too."""
    if archive is None:
        yield conditions
        return
    from pipeline.read.web.warc import Archive

    software = f"health-claim-lint/{conditions.version}"
    with Archive.opened(archive, software=software) as opened:
        # Of a page that did not change a server sends nothing that could be kept.
        yield replace(conditions, recorder=opened.add, keep=None)


def _options(out: Path, *, workers: int | None, fresh: bool, retry: bool) -> Options:
    from pipeline.mark.lean import import_spacy_lean

    # Before anything else imports spaCy, which takes torch along otherwise.
    import_spacy_lean()
    from pipeline.batch import Limits, Options
    from pipeline.resources import usable_cores

    return Options(
        out=out,
        limits=Limits(seconds=TIMEOUT_S, memory_mb=MEMORY_MB),
        n_workers=workers or usable_cores(),
        per_shard=PER_SHARD,
        fresh=fresh,
        retry=retry,
    )


def _run_into(
    wanted: Wanted,
    settings: Settings,
    baseline: Baseline | None,
    conditions: Conditions,
    options: Options,
    places: Places | None,
) -> Summary:
    from pipeline import batch

    look_up = _look_up(conditions, places)
    find = partial(
        wanted.gather, max_bytes=conditions.limits.max_bytes, leaves_out=settings.leaves_out
    )
    try:
        with shown_rate() as tell:
            return batch.run_audit(
                find,
                settings=settings,
                conditions=conditions,
                options=options,
                baseline=baseline,
                look_up=look_up,
                progress=tell,
            )
    except KeyboardInterrupt:
        say("Broken off. The same command goes on from here.")
        raise


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user named.

    Attributes:
        lists: files of addresses; "-" is standard input.
        limit: how many pages each sitemap may add.
    """

    urls: tuple[str, ...]
    lists: tuple[Path, ...]
    sitemaps: tuple[str, ...]
    limit: int

    def gather(
        self,
        fetch: Callable[[str], Fetched],
        *,
        max_bytes: int,
        leaves_out: Callable[[str], bool],
    ) -> Gathered:
        """Find all pages; sitemaps are fetched for it.

        Raises:
            AddressesUnreadableError: a list cannot be read.
        """
        from pipeline.read.web.gather import gather
        from pipeline.read.web.listings import read_lines

        listed = [url for path in self.lists for url in read_lines(_read_list(path))]
        return gather(
            [*self.urls, *listed],
            self.sitemaps,
            fetch=fetch,
            limit=self.limit,
            max_bytes=max_bytes,
            leaves_out=leaves_out,
        )


def _read_list(path: Path) -> str:
    try:
        if str(path) == _STDIN:
            return sys.stdin.buffer.read().decode() if sys.stdin is not None else ""
        return path.read_bytes().decode()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise AddressesUnreadableError(path=path, why=why.lower()) from error


def _places(*, check_links: bool, crossref: str, europe_pmc: str, doi_org: str) -> Places | None:
    if not check_links:
        return None
    from pipeline.read.web.registries import Places

    return Places(crossref=crossref, europe_pmc=europe_pmc, doi_org=doi_org)


def _look_up(
    conditions: Conditions, places: Places | None, politeness: Politeness | None = None
) -> LookUp | None:
    if places is None:
        return None
    from pipeline.read.web.registries import Registries

    return Registries(conditions, places, politeness=politeness).look_up


def _run(
    wanted: Wanted,
    settings: Settings,
    baseline: Baseline | None,
    conditions: Conditions,
    places: Places | None,
) -> Result:
    from pipeline.read.web.fetch import Fetcher
    from pipeline.read.web.parts import with_parts
    from pipeline.read.web.several import Turns

    fetcher = Fetcher(conditions)
    checker = load(settings, baseline=baseline)
    look_up = _look_up(conditions, places, fetcher.politeness)
    gathered = wanted.gather(
        fetcher.fetch, max_bytes=conditions.limits.max_bytes, leaves_out=settings.leaves_out
    )
    with shown_progress(len(gathered.urls)) as tell:
        turns = Turns(gathered.urls, fetcher, begins=tell)
        pages = with_parts(turns, turns.attempt, tell=gathered.notices.append)
        result = checker.audit(pages, look_up=look_up)
    return replace(
        result,
        errors=(*gathered.troubles, *result.errors),
        notices=(*gathered.notices, *result.notices),
    )
