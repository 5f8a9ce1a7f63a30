"""E3, the errors of models and their training."""

from __future__ import annotations

from pipeline.errors.base import PipelineError


class ModelMissingError(PipelineError):
    """The encoder's files are not where they were expected."""

    code = "E301"
    template = "Cannot find the model {model}: {why}. Try `{remedy}`."


class ModelChangedError(PipelineError):
    """A model file is not the one that was pinned."""

    code = "E302"
    template = (
        "{path} is not the pinned file: its sha256 is {found}, wanted {wanted}. "
        "Reinstall the package that carries it."
    )


class AdapterUnusableError(PipelineError):
    """What a trained adapter says of itself cannot be used."""

    code = "E303"
    template = (
        "Cannot use the {kind} model described in {path}: {why}. Reinstall the tool, or make it "
        "anew with `claims train {kind}`."
    )


class TrainingConfigError(PipelineError):
    """A training is told what it cannot do."""

    code = "E304"
    template = "Cannot train after {path}: {why}."


class PairsUnreadableError(PipelineError):
    """A set of pairs to learn from, or to measure on, is not there or broken."""

    code = "E305"
    template = (
        "Cannot read pairs from {path}: {why}. Wanted: gzipped JSON Lines with claim, evidence and "
        "label (support, contradict, nei). --data-dir or CLAIMS_DATA_DIR names the folder of sets."
    )


class PairLineError(PipelineError):
    """A line of pairs to judge is no pair; the other lines are judged."""

    code = "E306"
    template = (
        "Line {line} of {source} is not judged: {why}. Wanted on every line: a JSON object like "
        '{{"claim": "Ginger eases nausea.", "evidence": "Nausea fell by a third with ginger."}}.'
    )


class QuantitySetUnreadableError(PipelineError):
    """A set of quantities to measure on is not there or broken."""

    code = "E307"
    template = (
        "Cannot read quantities from {path}: {why}. Wanted: MeasEval's paragraphs as gzipped JSON "
        "Lines, or quantulum3's quantities.json. --data-dir or CLAIMS_DATA_DIR names the folder "
        "of sets, --sentences the file."
    )
