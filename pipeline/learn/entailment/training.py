"""Layer 10: the reader of pairs is fitted to pairs.

The head is one linear layer over the mean of token states. Its temperature is
fitted on pairs that were not learned (Guo et al. 2017, arXiv 1706.04599).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.sessions import load_tokenizer
from pipeline.encoders.verdict import LABELS, VerdictFolder
from pipeline.learn.entailment.config import VerdictConfig
from pipeline.learn.entailment.sets import Pair
from pipeline.learn.fitting import Row, adapt, fit, padded, seed_all, write

if TYPE_CHECKING:
    import torch

# Tried in turn; the one of least loss is taken.
_TEMPERATURES: Final = tuple(round(0.5 + step / 20, 2) for step in range(71))
_BATCH: Final = 64


def make_rows(pairs: Sequence[Pair], encoder: EncoderFolder) -> list[Row]:
    """Cut pairs into word pieces, for `fit`: `input_ids`, `label` and `length`, up to 256."""
    tokenizer = load_tokenizer(encoder)
    rows = []
    for pair in pairs:
        ids = tokenizer.encode(pair.claim, pair.evidence).ids
        rows.append({"input_ids": ids, "label": LABELS.index(pair.label), "length": len(ids)})
    return rows


def train_verdict(
    stages: Sequence[Sequence[Pair]],
    held_out: Sequence[Pair],
    encoder: EncoderFolder,
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
        config: of the training.
        out: the folder; files of the same names are overwritten.
        tell: is told how far it is, in lines.

    Raises:
        ModelMissingError: the encoder is not there.
        ModelChangedError: it is not the pinned one.
    """
    seed_all(config.seed)
    model = _build(encoder, config)
    for stage, pairs in zip(config.stages, stages, strict=True):
        tell(f"{', '.join(stage.sets)}: {len(pairs)} pairs")
        fit(model, make_rows(pairs, encoder), collate, config.course(stage), tell=tell)
    temperature = _temperature(model, make_rows(held_out, encoder))
    says = {"labels": list(LABELS), "temperature": temperature, "ships": config.ships}
    write(model, VerdictFolder, encoder, config.shape, out, says)


def collate(rows: Sequence[Mapping[str, Any]]) -> dict[str, torch.Tensor]:
    """Pad rows to the longest: ids and mask (n_rows, longest), labels (n_rows,)."""
    import torch

    ids, mask = padded(rows)
    labels = torch.tensor([row["label"] for row in rows])
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


def _build(encoder: EncoderFolder, config: VerdictConfig) -> torch.nn.Module:
    import torch

    adapted = adapt(encoder, config.shape)

    class _PairReader(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.adapted = adapted
            self.dropout = torch.nn.Dropout(config.dropout)
            self.head = torch.nn.Linear(encoder.n_dims, len(LABELS))

        def forward(
            self, input_ids: torch.Tensor, attention_mask: torch.Tensor, labels: torch.Tensor
        ) -> dict[str, torch.Tensor]:
            states = self.adapted(input_ids=input_ids, attention_mask=attention_mask)
            mask = attention_mask.unsqueeze(-1).to(states.last_hidden_state.dtype)
            mean = (states.last_hidden_state * mask).sum(dim=1) / mask.sum(dim=1)
            logits = self.head(self.dropout(mean))
            loss = torch.nn.functional.cross_entropy(logits, labels)
            return {"loss": loss, "logits": logits}

    return _PairReader()


def _temperature(model: torch.nn.Module, rows: Sequence[Row]) -> float:
    """Return what logits are to be divided by, so that the loss is least."""
    import torch

    model.eval()
    found, labels = [], []
    in_order = sorted(rows, key=lambda row: int(row["length"]))
    with torch.inference_mode():
        for start in range(0, len(in_order), _BATCH):
            batch = collate(in_order[start : start + _BATCH])
            found.append(model(**batch)["logits"])
            labels.append(batch["labels"])
    logits, wanted = torch.cat(found), torch.cat(labels)

    def loss(temperature: float) -> float:
        return float(torch.nn.functional.cross_entropy(logits / temperature, wanted))

    return min(_TEMPERATURES, key=loss)
