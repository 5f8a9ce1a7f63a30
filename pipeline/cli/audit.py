"""`claims audit`: pages of the web in, a report out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pipeline.cli.options import (
    AsOfOption,
    ConfigOption,
    DebugOption,
    EvidenceOnlyOption,
    EvidenceOption,
    ExitZeroOption,
    FailOnOption,
    FormatOption,
    MaxMbOption,
    MinConfidenceOption,
    NoColorOption,
    NoConfigOption,
    OutputsOption,
    QuietOption,
    choose_settings,
)
from pipeline.cli.reporting import load, report, shown_progress
from pipeline.cli.streams import LOG, as_trouble, show_log
from pipeline.errors import PipelineError
from pipeline.records import Result
from pipeline.report.to_json import tool_version
from pipeline.resources import cache_dir
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.read.web.fetch import Conditions
    from pipeline.read.web.registries import Registries

_BYTES_PER_MB: Final = 1_000_000


def audit(
    urls: Annotated[
        list[str],
        typer.Argument(metavar="URL...", help="Addresses of pages.", show_default=False),
    ],
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
            help="Look cited works up at Crossref, Europe PMC and doi.org, and follow other links.",
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
    if debug:
        show_log()
    settings = Settings()
    try:
        settings = choose_settings(
            config=config,
            no_config=no_config,
            evidence=evidence,
            evidence_only=evidence_only,
            fail_on=fail_on,
            as_of=as_of,
            max_mb=max_mb,
            min_confidence=min_confidence,
        ).settings
    except PipelineError as error:
        LOG.debug("Nothing was checked", exc_info=True)
        result = Result(documents=(), errors=(as_trouble(error),))
    else:
        from pipeline.read.web.fetch import Conditions
        from pipeline.read.web.kept import Keep
        from pipeline.read.web.limits import DEFAULT_LIMITS

        limits = replace(
            DEFAULT_LIMITS,
            max_bytes=int(settings.max_mb * _BYTES_PER_MB),
            overall_s=timeout_s,
            delay_s=delay_s,
        )
        conditions = Conditions(
            limits=limits,
            allow_private=allow_private,
            ignore_robots=ignore_robots,
            contact=contact,
            version=tool_version(),
            keep=None if no_cache else Keep(cache_dir() / "web"),
        )
        registries = None
        if check_links:
            from pipeline.read.web.registries import Places, Registries

            places = Places(crossref=crossref, europe_pmc=europe_pmc, doi_org=doi_org)
            registries = Registries(conditions, places)
        result = run_audit(urls, settings, conditions, registries)
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


def run_audit(
    urls: Sequence[str],
    settings: Settings,
    conditions: Conditions,
    registries: Registries | None = None,
) -> Result:
    """Fetch and check pages; what stops the whole run becomes the result's only error."""
    from pipeline.read.web.fetch import Fetcher
    from pipeline.read.web.several import fetch_all

    try:
        checker = load(settings)
    except PipelineError as error:
        LOG.debug("The checker could not be loaded", exc_info=True)
        return Result(documents=(), errors=(as_trouble(error),))
    with shown_progress(len(urls)) as tell:
        look_up = registries.look_up if registries is not None else None
        return checker.audit(fetch_all(urls, Fetcher(conditions), begins=tell), look_up=look_up)
