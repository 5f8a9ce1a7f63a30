"""E5, the errors of judging many articles."""

from __future__ import annotations

from pipeline.errors.base import PipelineError


class BatchOtherError(PipelineError):
    """A folder holds what another batch wrote, so its results would be mixed with ours."""

    code = "E501"
    template = (
        "{out} belongs to another batch: {why}. Name another folder, or let --fresh throw away "
        "what is there."
    )


class BatchBusyError(PipelineError):
    """Another process writes to the folder."""

    code = "E502"
    template = "{out} is being written by another run. Wait for its end, or name another folder."


class LedgerBrokenError(PipelineError):
    """The file that remembers what is done is none."""

    code = "E503"
    template = "{path} is no ledger of a batch: {why}. --fresh throws it away and begins anew."


class ManifestColumnError(PipelineError):
    """A list of articles lacks a column."""

    code = "E504"
    template = "{source} has no column {wanted}. Columns present: {present}. {hint}"


class ManifestUnreadableError(PipelineError):
    """A list of articles, or a line of it, cannot be read."""

    code = "E505"
    template = "{source} cannot be read as a list of articles: {why}. {hint}"


class WorkersUnusableError(PipelineError):
    """No process that checks articles could start."""

    code = "E506"
    template = "The worker processes cannot start: {why}. {hint}"


class ArticleTimeoutError(PipelineError):
    """An article took longer than one may."""

    code = "E511"
    template = (
        "{source} was not done after {limit:g} s and was given up. Split it, or raise --timeout "
        "and add --retry."
    )


class ArticleMemoryError(PipelineError):
    """An article wanted more memory than one may have."""

    code = "E512"
    template = (
        "{source} wanted more than {limit:g} MB of memory and was given up. Split it, or raise "
        "--memory and add --retry."
    )


class ArticleCrashedError(PipelineError):
    """The process that checked an article ended without a word."""

    code = "E513"
    template = (
        "{source} was given up: its worker process ended with {how}. --retry tries it again; if "
        "it is so each time, please report it."
    )


class ArticleFaultError(PipelineError):
    """A bug was met in an article."""

    code = "E514"
    template = (
        "{source} met a fault of claims ({what}) and was given up. Please report it, with what "
        "`claims check --debug` says of the same text."
    )
