"""E8, the errors of settings and the command line."""

from __future__ import annotations

from pipeline.errors.base import PipelineError


class SettingUnknownError(PipelineError):
    """A settings file holds a key that means nothing."""

    code = "E801"
    template = "Unknown setting '{key}' in {path}, line {line}. {hint}"


class CodeUnknownError(PipelineError):
    """`claims explain` was asked about a code that does not exist."""

    code = "E802"
    template = "There is no finding code {wanted}. {hint}"


class SettingWrongError(PipelineError):
    """A setting has a value that it cannot have."""

    code = "E811"
    template = "{path}, line {line}: '{key}' is {came}; wanted {wanted}."


class SettingsUnreadableError(PipelineError):
    """A settings file could not be read."""

    code = "E812"
    template = "Cannot read the settings of {path}: {why}. {hint}"


class SettingsExistError(PipelineError):
    """`claims init` found a settings file where it would write one."""

    code = "E813"
    template = "{path} is there already, and nothing is overwritten. Change it by hand."


class WordUnknownError(PipelineError):
    """A word of the settings is to stand for a concept that the table does not hold."""

    code = "E814"
    template = "'{word}' of [concepts] cannot stand for '{concept}': {why}. {hint}"


class BaselineBrokenError(PipelineError):
    """A file of known findings is not what `claims baseline write` writes."""

    code = "E815"
    template = (
        "{path} is no baseline: {why}. Take it from your backup or version control, or delete it "
        "and run `claims baseline write` again."
    )


class BaselinePlaceError(PipelineError):
    """A file lies where the baseline cannot name it."""

    code = "E816"
    template = (
        "The findings of {source} cannot be kept in {baseline}: it keeps those of files below its "
        "own folder. Name a baseline above both with --baseline FILE."
    )


class ResultUnreadableError(PipelineError):
    """A file to compare is no result of a check."""

    code = "E817"
    template = (
        "Cannot compare {path}: {why}. Wanted: what `claims check --format json` or jsonl wrote."
    )


class ChangesUnknownError(PipelineError):
    """Git could not say which files were changed."""

    code = "E818"
    template = "Cannot tell what was changed since {revision}: {why}. {hint}"
