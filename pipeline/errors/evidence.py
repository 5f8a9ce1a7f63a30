"""E4, the errors of the evidence table."""

from __future__ import annotations

from pipeline.errors.base import PipelineError


class EvidenceMissingError(PipelineError):
    """No evidence package where one was named."""

    code = "E401"
    template = "No evidence package at {path}: {why}. `claims evidence validate DIR` says more."


class EvidenceRowError(PipelineError):
    """A row of the evidence package breaks a rule."""

    code = "E402"
    template = "{path}, line {line}, column '{column}': {why}."


class EvidenceUnknownIdError(PipelineError):
    """No row, source, code or concept has this id."""

    code = "E403"
    template = "Nothing in the evidence table is called {row_id}. {hint}"


class EvidenceInvalidError(PipelineError):
    """The package as a whole failed its validation."""

    code = "E404"
    template = "{path} has {count} faults; the first: {first}"


class InputUnreadableError(PipelineError):
    """A file of publications or abstracts is not what it has to be."""

    code = "E405"
    template = "Cannot read {path}: {why}. Wanted: {wanted}."


class RecordInvalidError(PipelineError):
    """One record of a file of publications could not be used."""

    code = "E406"
    template = "{path}, record {record}: {why}."


class PackageExistsError(PipelineError):
    """A new evidence package was to be made where something lies already."""

    code = "E407"
    template = (
        "{path} is there already and is not empty; nothing is overwritten. Name a new folder."
    )


class CodeSystemUnknownError(PipelineError):
    """A list of codes is of a system whose shapes the table does not know."""

    code = "E421"
    template = "No code system is called {system}. Known are: {known}."


class CodeListUnreadableError(PipelineError):
    """A user's list of codes could not be read."""

    code = "E422"
    template = (
        "Cannot read the codes of {path}: {why}. Wanted: CSV or tab-separated text with a "
        "header; --code-column and --meaning-column name its columns."
    )
