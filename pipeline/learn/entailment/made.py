"""The pairs of each stage of a training, read or made."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.errors import PipelineError
from pipeline.evidence import load_evidence
from pipeline.evidence.extract.abstracts import Abstract
from pipeline.evidence.extract.inputs import read_abstracts
from pipeline.learn.entailment.config import GENERATED, MADE, RETOLD, VerdictConfig
from pipeline.learn.entailment.generated import generate_pairs
from pipeline.learn.entailment.retold import retell
from pipeline.learn.entailment.sets import Pair, read_pairs
from pipeline.learn.entailment.trials import read_trials, tell_trials
from pipeline.resources import evidence_dirs

# What `claims evidence extract` reads, where it lies beside the sets.
_ABSTRACTS: Final = "cochrane_abstracts.jsonl.gz"
_TRIALS: Final = "_ico"


def read_stages(config: VerdictConfig, folder: Path) -> list[list[Pair]]:
    """Read or make the pairs of each stage.

    Args:
        config: of the training.
        folder: that holds the sets, and the abstracts of reviews where they are at hand.

    Raises:
        PairsUnreadableError: a set is missing or broken.
    """
    names = {name for stage in config.stages for name in stage.sets}
    made = names & MADE
    abstracts = _abstracts(folder) if made else []
    pairs = {name: _read(name, folder, config) for name in sorted(names - made)}
    if GENERATED in made:
        table = load_evidence(evidence_dirs())
        pairs[GENERATED] = generate_pairs(
            table, abstracts, n_rows=config.findings, seed=config.seed
        )
    if RETOLD in made:
        pairs[RETOLD] = retell(abstracts, n_claims=config.conclusions, seed=config.seed)
    return [[pair for name in stage.sets for pair in pairs[name]] for stage in config.stages]


def _read(name: str, folder: Path, config: VerdictConfig) -> list[Pair]:
    if name.endswith(_TRIALS):
        return tell_trials(read_trials(name, folder), seed=config.seed)
    return read_pairs(name, folder)


def _abstracts(folder: Path) -> list[Abstract]:
    def skip(_: PipelineError) -> None:
        """What cannot be read makes no pairs."""

    path = folder / _ABSTRACTS
    return list(read_abstracts([path], report=skip)) if path.is_file() else []
