"""Layer 10: adapter and head are fitted to the examples, with torch.

The encoder's own weights stay as they are; what is learned is a LoRA adapter
(Hu et al. 2021, arXiv 2106.09685) and one linear layer on its token states.
Each word piece has 2 n targets: whether it is inside of a claim of each of n
kinds, and whether such a claim begins with it. The same examples, settings,
versions and machine give the same weights.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.encoders.detector import SAYS, WEIGHTS
from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.sessions import load_tokenizer
from pipeline.learn.detector.config import DetectorConfig
from pipeline.learn.detector.examples import Example

if TYPE_CHECKING:
    import torch
    from tokenizers import Encoding

# A target of a piece that is not the sentence's own: the context, and marks between.
_NO_TARGET: Final = -1.0
# Of a hundred pieces a few are inside of a claim of one kind: where the head begins.
_FIRST_BIAS: Final = -3.0
# Parts of the encoder's layers that the adapter is laid beside.
_ADAPTED: Final = r".*encoder\.layer\..*\.(?:query|key|value|dense)"
_PEFT_PREFIX: Final = "base_model.model."
_WEIGHT_DECAY: Final = 0.01


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
    from datasets import Dataset
    from safetensors.torch import save_file  # noqa: PLC0415 - takes torch along
    from transformers import (
        Trainer,
        TrainerCallback,
        TrainerControl,
        TrainerState,
        TrainingArguments,
        set_seed,
    )

    set_seed(config.seed)
    rows = Dataset.from_list(make_rows(examples, encoder, config))
    model = _build(encoder, config)

    class _Tell(TrainerCallback):
        def on_log(
            self,
            args: TrainingArguments,  # noqa: ARG002 - the trainer's form
            state: TrainerState,
            control: TrainerControl,  # noqa: ARG002
            logs: dict[str, float] | None = None,
            **_: object,
        ) -> None:
            if logs is not None and "loss" in logs:
                done = f"epoch {state.epoch or 0:.1f} of {config.epochs}"
                tell(f"{done}, loss {float(logs['loss']):.4f}")

    with tempfile.TemporaryDirectory() as unused:
        trainer = Trainer(
            model=model,
            args=TrainingArguments(
                # Nothing is saved there; the trainer wants to have it.
                output_dir=unused,
                save_strategy="no",
                report_to=[],
                disable_tqdm=True,
                remove_unused_columns=False,
                logging_steps=50,
                per_device_train_batch_size=config.batch,
                num_train_epochs=config.epochs,
                learning_rate=config.rate,
                warmup_steps=config.warmup,
                lr_scheduler_type="cosine",
                weight_decay=_WEIGHT_DECAY,
                train_sampling_strategy="group_by_length",
                length_column_name="length",
                seed=config.seed,
                data_seed=config.seed,
                use_cpu=True,
            ),
            train_dataset=rows,
            data_collator=collate,
            callbacks=[_Tell()],
        )
        trainer.train()
    out.mkdir(parents=True, exist_ok=True)
    save_file(_parts(model), out / WEIGHTS)
    said = {
        "encoder": encoder.identity,
        "kinds": list(config.kinds),
        "scale": config.scale,
        "thresholds": {kind: asdict(config.thresholds[kind]) for kind in config.kinds},
    }
    (out / SAYS).write_text(json.dumps(said, indent=2) + "\n", encoding="utf-8")


def collate(rows: Sequence[Mapping[str, Any]]) -> dict[str, torch.Tensor]:
    """Pad rows to the longest: ids and mask (n_rows, longest), targets (n_rows, longest, 2 n)."""
    import torch

    longest = max(row["length"] for row in rows)
    ids = torch.zeros((len(rows), longest), dtype=torch.long)
    mask = torch.zeros_like(ids)
    n_targets = len(rows[0]["targets"][0])
    targets = torch.full((len(rows), longest, n_targets), _NO_TARGET)
    for place, row in enumerate(rows):
        ids[place, : row["length"]] = torch.tensor(row["input_ids"])
        mask[place, : row["length"]] = 1
        targets[place, : row["length"]] = torch.tensor(row["targets"])
    return {"input_ids": ids, "attention_mask": mask, "targets": targets}


def _build(encoder: EncoderFolder, config: DetectorConfig) -> torch.nn.Module:
    import torch
    from peft import LoraConfig, get_peft_model  # noqa: PLC0415 - takes torch along

    from pipeline.encoders.with_torch import load_torch_model  # noqa: PLC0415

    adapted = get_peft_model(
        load_torch_model(encoder),
        LoraConfig(
            r=config.rank,
            lora_alpha=config.alpha,
            lora_dropout=config.dropout,
            target_modules=_ADAPTED,
        ),
    )
    n_kinds = len(config.kinds)
    weights = torch.tensor([1.0] * n_kinds + [config.begin_weight] * n_kinds)

    class _Tagger(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.adapted = adapted
            self.dropout = torch.nn.Dropout(config.dropout)
            self.head = torch.nn.Linear(encoder.n_dims, 2 * n_kinds)
            torch.nn.init.constant_(self.head.bias, _FIRST_BIAS)

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            targets: torch.Tensor,
        ) -> dict[str, torch.Tensor]:
            states = self.adapted(input_ids=input_ids, attention_mask=attention_mask)
            logits = self.head(self.dropout(states.last_hidden_state))
            known = targets >= 0
            losses = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, targets.clamp(min=0), reduction="none"
            )
            return {"loss": (losses * known * weights).sum() / known[..., 0].sum()}

    return _Tagger()


def _parts(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    """Return adapter and head by name, without the names of the trainer's own wrapping."""
    parts = {}
    for name, weight in model.state_dict().items():
        if name.startswith("head."):
            parts[name] = weight.contiguous()
        elif ".lora_" in name:
            plain = name.removeprefix("adapted." + _PEFT_PREFIX).replace(".default.", ".")
            parts[plain] = weight.contiguous()
    return parts
