"""E7, the errors of annotations, samples and judgements."""

from __future__ import annotations

from pipeline.errors.base import PipelineError


class AnnotationsMissingError(PipelineError):
    """What would be measured against is not there."""

    code = "E701"
    template = (
        "{path} is not there. Articles and judgements lie in a checkout of the repository, not in "
        "an installed package; `--annotations DIR` names another folder."
    )


class AnnotationLineError(PipelineError):
    """A line of judgements, queries or ids breaks a rule; the other lines are read."""

    code = "E702"
    template = "{path}, line {line}: {why}."


class SampleSourceError(PipelineError):
    """A sample cannot be drawn from what is there."""

    code = "E703"
    template = "Cannot draw the sample: {why}. {hint}"


class SamplePlaceError(PipelineError):
    """Text of abstracts was about to be written into a repository."""

    code = "E704"
    template = (
        "{path} lies in a git repository, where no text of an abstract may stand. "
        "Name a folder elsewhere with --out."
    )


class LabelsUnusableError(PipelineError):
    """The list of label names, or of parts, cannot be used."""

    code = "E705"
    template = "Cannot use {path}: {why}."


class PartChangedError(PipelineError):
    """A part that was frozen is not what it was."""

    code = "E706"
    template = (
        "The {part} part is frozen as {frozen}, but its articles and annotations are {found}. If "
        "the change is meant, write the new fingerprint into {path} and say why in settled.md."
    )


class AnnotationFormatError(PipelineError):
    """Annotations in another program's format cannot be read or written."""

    code = "E707"
    template = "{path}{where}: {why}."


class PartForbiddenError(PipelineError):
    """Something would be shown of a part that nobody may look into."""

    code = "E708"
    template = (
        "{what}, which is of the {part} part: whoever mends rules would learn from it. "
        "Take {instead}."
    )


class FloorsUnmetError(PipelineError):
    """Floors are to be pinned lower, which nobody asked for."""

    code = "E709"
    template = "These scores fell: {fallen}. If they may, pin with --lower as well."


class PageTruthError(PipelineError):
    """The marks in a saved page are broken."""

    code = "E710"
    template = "{path}: {why}. corpus/README.md says how truth is marked in a page."
