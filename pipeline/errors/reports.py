"""E6, the errors of writing reports."""

from __future__ import annotations

from pipeline.errors.base import PipelineError


class ReportUnwritableError(PipelineError):
    """A report could not be written."""

    code = "E601"
    template = "Cannot write {path}: {why}. Make room, or name another place."


class CopyImpossibleError(PipelineError):
    """No marked copy of a document can be made."""

    code = "E602"
    template = "Cannot make a marked copy of {source}: {why}."
