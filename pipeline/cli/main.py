"""The command `claims`: its commands, and what becomes of an error that none of them met."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli import (
    audit,
    baseline,
    batch,
    check,
    config,
    diff,
    evaluate,
    evidence,
    explain,
    init,
    judge,
    train,
)
from pipeline.cli.annotations import app as annotations_app
from pipeline.cli.exits import EXIT_INTERRUPTED, EXIT_TROUBLE
from pipeline.cli.streams import (
    as_trouble,
    report_bug,
    say_traceback,
    say_trouble,
    show_log,
    write_out,
)
from pipeline.errors import PipelineError
from pipeline.report.to_json import tool_version

app = typer.Typer(
    name="claims",
    help="Find every checkable health claim in an article and judge it against evidence.",
    epilog="\b\nExamples:\n  claims check draft.md\n  claims explain ST002\n"
    "  claims evidence search migraine",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    # Plain help needs no rich, and fits a narrow terminal.
    rich_markup_mode=None,
)
app.command(
    "check",
    epilog="\b\nExamples:\n  claims check draft.md\n"
    "  claims check drafts/ --output html=report.html\n"
    "  claims check --format json - < draft.md\n\n"
    "Exit codes: 0 nothing found, 1 something found, 2 trouble.",
)(check.check)
app.command(
    "audit",
    epilog="\b\nExamples:\n  claims audit https://example.org/article\n"
    "  claims audit https://example.org/a https://example.org/b --output json=new.json\n\n"
    "Exit codes: 0 nothing found, 1 something found, 2 trouble.",
)(audit.audit)
app.command(
    "batch",
    epilog="\b\nExamples:\n  claims batch drafts/ --out results/\n"
    "  claims batch articles.parquet --column text=body --out results/ --workers 8\n\n"
    "Exit codes: 0 nothing found, 1 something found, 2 trouble.",
)(batch.batch)
app.command(
    "judge",
    epilog="\b\nExamples:\n  claims judge pairs.jsonl\n"
    "  claims judge - < pairs.jsonl > verdicts.jsonl\n\n"
    "Exit codes: 0 every line was a pair, 2 trouble.",
)(judge.judge)
app.command("explain", epilog="\b\nExamples:\n  claims explain\n  claims explain CI002")(
    explain.explain
)
app.command("init", epilog="\b\nExamples:\n  claims init")(init.init)
app.command(
    "config",
    epilog="\b\nExamples:\n  claims config\n  claims config --format json\n"
    "  claims config --config other/claims.toml",
)(config.config)
app.add_typer(baseline.app, name="baseline")
app.command(
    "diff",
    epilog="\b\nExamples:\n  claims check drafts/ --output json=new.json\n"
    "  claims diff old.json new.json\n\n"
    "Exit codes: 0 no difference, 1 some, 2 trouble.",
)(diff.diff)
app.add_typer(evidence.app, name="evidence")
app.add_typer(annotations_app, name="annotations")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(train.app, name="train")


def _version(wanted: bool) -> None:
    if wanted:
        write_out(f"claims {tool_version()}\n")
        raise typer.Exit


@app.callback()
def claims(
    version: Annotated[  # noqa: ARG001 - its callback does all
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Print tracebacks, and what was met on the way.")
    ] = False,
) -> None:
    """Find every checkable health claim in an article and judge it against evidence."""
    if debug:
        show_log()


def main() -> None:
    """Run the command line; a bug exits 2, since 1 means findings."""
    debug = "--debug" in sys.argv
    try:
        app(prog_name="claims")
    except PipelineError as error:
        say_trouble(as_trouble(error))
        if debug:
            say_traceback(error)
        sys.exit(EXIT_TROUBLE)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)
    except Exception as bug:
        report_bug(bug, debug=debug)
        sys.exit(EXIT_TROUBLE)
