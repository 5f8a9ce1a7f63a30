"""The reader of pairs is fitted to pairs.

The matrices of the encoder's layers are learned whole, and what they learned is
cut to an adapter. The head is one linear layer over the mean of token states. Its temperature is
fitted on pairs that were not learned (Guo et al. 2017, arXiv 1706.04599).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.sessions import load_tokenizer
from pipeline.encoders.verdict import LABELS, VerdictFolder
from pipeline.learn.entailment.config import VerdictConfig
from pipeline.learn.entailment.scores import macro_f1
from pipeline.learn.entailment.sets import Pair
from pipeline.learn.fitting import Row, cut, fit, open_layers, padded, seed_all, write

if TYPE_CHECKING:
    import torch


# Tried in turn; the one of least loss is taken.
_TEMPERATURES: Final = tuple(round(0.5 + step / 20, 2) for step in range(71))
_BATCH: Final = 64


def make_rows(pairs: Sequence[Pair], encoder: EncoderFolder, longest: int) -> list[Row]:
    """Cut pairs into up to `longest` word pieces, for `fit`: `input_ids`, `label`, `length`.

    Of what is longer its beginning is left out: an abstract says at its end what was found.
    """
    tokenizer = load_tokenizer(encoder)
    tokenizer.enable_truncation(longest, direction="left")
    rows = []
    for pair in pairs:
        ids = tokenizer.encode(pair.claim, pair.evidence).ids
        rows.append({"input_ids": ids, "label": LABELS.index(pair.label), "length": len(ids)})
    return rows


def train_verdict(
    stages: Sequence[Sequence[Pair]],
    held_out: Sequence[Pair],
    encoder: EncoderFolder,
    start: VerdictFolder | None,
    config: VerdictConfig,
    out: Path,
    *,
    tell: Callable[[str], None],
) -> None:
    """Fit adapter and head, and write them with what they say into a folder.

    Args:
        stages: the pairs of each stage of the settings.
        held_out: pairs that the temperature is fitted on.
        encoder: whose states are read.
        start: an earlier reader, whose training is gone on with.
        config: of the training.
        out: the folder; files of the same names are overwritten.
        tell: is told how far it is, in lines.

    Raises:
        ModelMissingError: the encoder is not there.
        ModelChangedError: it is not the pinned one.
    """
    seed_all(config.seed)
    model = _build(start or encoder, encoder.n_dims, config)
    asked = make_rows(held_out, encoder, encoder.max_length)
    for stage, pairs in zip(config.stages, stages, strict=True):
        tell(f"{', '.join(stage.sets)}: {len(pairs)} pairs")
        rows = make_rows(pairs, encoder, config.longest)
        fit(model, rows, collate, config.course(stage), tell=tell)
        tell(f"held out: {_scored(*_logits(model, asked))}")
    parts = cut(model.get_submodule("encoder"), encoder, config.rank)
    logits, wanted = _logits(model, asked)
    tell(f"held out, behind the cut: {_scored(logits, wanted)}")
    temperature = _temperature(logits, wanted)
    says = {"labels": list(LABELS), "temperature": temperature, "ships": config.ships}
    head = {
        f"head.{name}": weight for name, weight in model.get_submodule("head").state_dict().items()
    }
    write({**parts, **head}, VerdictFolder, encoder, 1.0, out, says)


def collate(rows: Sequence[Mapping[str, Any]]) -> dict[str, torch.Tensor]:
    """Pad rows to the longest: ids and mask (n_rows, longest), labels (n_rows,)."""
    import torch

    ids, mask = padded(rows)
    labels = torch.tensor([row["label"] for row in rows])
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


def _build(
    start: EncoderFolder | VerdictFolder, n_dims: int, config: VerdictConfig
) -> torch.nn.Module:
    import torch

    from pipeline.encoders.with_torch import load_token_model  # noqa: PLC0415 - takes torch along

    known = load_token_model(start)
    encoder, earlier = known.get_submodule("model"), known.get_submodule("head")
    open_layers(encoder, dropout=0.0)

    class _PairReader(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder
            self.dropout = torch.nn.Dropout(config.dropout)
            is_fresh = isinstance(earlier, torch.nn.Identity)
            self.head = torch.nn.Linear(n_dims, len(LABELS)) if is_fresh else earlier

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, labels: torch.Tensor
        ) -> dict[str, torch.Tensor]:
            states = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
            mask = attention_mask.unsqueeze(-1).to(states.last_hidden_state.dtype)
            mean = (states.last_hidden_state * mask).sum(dim=1) / mask.sum(dim=1)
            logits = self.head(self.dropout(mean))
            loss = torch.nn.functional.cross_entropy(logits, labels)
            return {"loss": loss, "logits": logits}

    return _PairReader()


def _logits(model: torch.nn.Module, rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what a model says of rows, and what is wanted, in one order."""
    import torch

    model.eval()
    found, labels = [], []
    in_order = sorted(rows, key=lambda row: int(row["length"]))
    with torch.inference_mode():
        for start in range(0, len(in_order), _BATCH):
            batch = collate(in_order[start : start + _BATCH])
            found.append(model(**batch)["logits"])
            labels.append(batch["labels"])
    return torch.cat(found), torch.cat(labels)


def _scored(logits: torch.Tensor, wanted: torch.Tensor) -> str:
    """Say how much of what is wanted is said."""
    table = np.zeros((len(LABELS), len(LABELS)))
    np.add.at(table, (wanted.numpy(), logits.argmax(dim=1).numpy()), 1)
    return f"macro F1 {macro_f1(table):.3f}, {np.trace(table) / table.sum():.3f} right"


def _temperature(logits: torch.Tensor, wanted: torch.Tensor) -> float:
    """Return what logits are to be divided by, so that the loss is least."""
    import torch

    def loss(temperature: float) -> float:
        return float(torch.nn.functional.cross_entropy(logits / temperature, wanted))

    return min(_TEMPERATURES, key=loss)
