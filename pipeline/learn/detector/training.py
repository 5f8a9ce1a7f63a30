"""The detector is fitted to the examples.

The matrices of the encoder's layers are learned whole, and what they learned is cut to an adapter.
Each word piece has 2 n targets: whether it is inside of a claim of each of n
kinds, and whether such a claim begins with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.encoders.detector import DetectorFolder
from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.sessions import load_tokenizer
from pipeline.learn.detector.config import DetectorConfig
from pipeline.learn.detector.examples import Example
from pipeline.learn.fitting import cut, fit, open_layers, padded, seed_all, write

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding

# A target of a piece that is not the sentence's own: the context, and marks between.
_NO_TARGET: Final = -1.0
# Of a hundred pieces a few are inside of a claim of one kind: where the head begins.
_FIRST_BIAS: Final = -3.0


def make_rows(
    examples: Sequence[Example], encoder: EncoderFolder, config: DetectorConfig
) -> list[dict[str, Any]]:
    """Cut examples into word pieces with their targets, for `datasets.Dataset.from_list`.

    Returns:
        A row for each example: `input_ids`, `targets` of shape (n_pieces, 2 n_kinds), and
        `length`, n_pieces.
    """
    tokenizer = load_tokenizer(encoder)
    rows = []
    for example in examples:
        encoding = tokenizer.encode(example.window.context, example.window.text)
        targets = _targets(example, encoding, config)
        rows.append({"input_ids": encoding.ids, "targets": targets, "length": len(encoding.ids)})
    return rows


def _targets(example: Example, encoding: Encoding, config: DetectorConfig) -> list[list[float]]:
    n_kinds = len(config.kinds)
    targets = []
    begun: set[int] = set()
    for sequence, (start, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True):
        own = sequence == 1
        its = [0.0 if own else _NO_TARGET] * (2 * n_kinds)
        for number, span in enumerate(example.spans):
            if own and start < span.end and end > span.start:
                kind = config.kinds.index(span.kind)
                its[kind] = 1.0
                if span.begins and number not in begun:
                    its[n_kinds + kind] = 1.0
                begun.add(number)
        targets.append(its)
    return targets


def train_detector(
    examples: Sequence[Example],
    encoder: EncoderFolder,
    config: DetectorConfig,
    out: Path,
    *,
    tell: Callable[[str], None],
) -> None:
    """Fit adapter and head, and write them with what they say into a folder.

    Args:
        examples: of the train part.
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
    fit(model, make_rows(examples, encoder, config), collate, config.course, tell=tell)
    says = {
        "kinds": list(config.kinds),
        "thresholds": {kind: asdict(config.thresholds[kind]) for kind in config.kinds},
    }
    parts = cut(model.get_submodule("encoder"), encoder, config.rank)
    head = {
        f"head.{name}": weight for name, weight in model.get_submodule("head").state_dict().items()
    }
    write({**parts, **head}, DetectorFolder, encoder, 1.0, out, says)


def collate(rows: Sequence[Mapping[str, Any]]) -> dict[str, torch.Tensor]:
    """Pad rows to the longest: ids and mask (n_rows, longest), targets (n_rows, longest, 2 n)."""
    import torch

    ids, mask = padded(rows)
    n_targets = len(rows[0]["targets"][0])
    targets = torch.full((*ids.shape, n_targets), _NO_TARGET)
    for place, row in enumerate(rows):
        targets[place, : row["length"]] = torch.tensor(row["targets"])
    return {"input_ids": ids, "attention_mask": mask, "targets": targets}


def _build(encoder: EncoderFolder, config: DetectorConfig) -> torch.nn.Module:
    import torch

    from pipeline.encoders.with_torch import load_torch_model  # noqa: PLC0415 - takes torch along

    opened = load_torch_model(encoder)
    open_layers(opened, dropout=config.dropout)
    n_kinds = len(config.kinds)
    weights = torch.tensor([1.0] * n_kinds + [config.begin_weight] * n_kinds)

    class _Tagger(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = opened
            self.dropout = torch.nn.Dropout(config.dropout)
            self.head = torch.nn.Linear(encoder.n_dims, 2 * n_kinds)
            torch.nn.init.constant_(self.head.bias, _FIRST_BIAS)

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            targets: torch.Tensor,
        ) -> dict[str, torch.Tensor]:
            states = self.encoder(input_ids=input_ids, attention_mask=attention_mask)
            logits = self.head(self.dropout(states.last_hidden_state))
            known = targets >= 0
            losses = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, targets.clamp(min=0), reduction="none"
            )
            return {"loss": (losses * known * weights).sum() / known[..., 0].sum()}

    return _Tagger()
