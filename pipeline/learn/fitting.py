"""An adapter and a head are fitted to examples, with torch.

The matrices of the encoder's layers are learned whole (`open_layers`), and what
is written is a LoRA adapter (Hu et al. 2021, arXiv 2106.09685) beside the
encoder's own weights, the largest parts of the difference (`cut`), and one linear
layer on its token states.
The same examples, settings, versions and machine give the same weights.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.encoders.adapted import WEIGHTS, AdaptedFolder
from pipeline.encoders.folders import EncoderFolder

if TYPE_CHECKING:
    import torch

Row = dict[str, Any]
# Parts of the encoder's layers that are learned.
_ADAPTED: Final = r".*encoder\.layer\..*\.(?:query|key|value|dense)"
_WEIGHT_DECAY: Final = 0.01


@dataclass(frozen=True, slots=True)
class Course:
    """How often and how fast rows are learned.

    Attributes:
        rate: of learning, at its highest; it rises over `warmup` of all steps, then falls
            along a cosine.
        epochs: how often each row is seen.
        batch: rows in one step.
        seed: of all that is random.
    """

    rate: float
    warmup: float
    epochs: int
    batch: int
    seed: int


def seed_all(seed: int) -> None:
    """Seed all that is random in torch, numpy and Python; before a model is made."""
    from transformers import set_seed

    set_seed(seed)


def fit(
    model: torch.nn.Module,
    rows: Sequence[Row],
    collate: Callable[[Sequence[Row]], dict[str, Any]],
    course: Course,
    *,
    tell: Callable[[str], None],
) -> None:
    """Fit a model, which gives its `loss`, to rows, each with its `length`.

    Args:
        model: opened by `open_layers`, with a head.
        rows: what `collate` makes batches of.
        collate: pads rows and makes the model's arguments of them.
        course: how often and how fast.
        tell: is told how far it is, in lines.
    """
    from datasets import Dataset
    from transformers import (
        Trainer,
        TrainerCallback,
        TrainerControl,
        TrainerState,
        TrainingArguments,
    )
    from transformers.trainer_callback import PrinterCallback

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
                done = f"epoch {state.epoch or 0:.1f} of {course.epochs}"
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
                per_device_train_batch_size=course.batch,
                num_train_epochs=course.epochs,
                learning_rate=course.rate,
                warmup_steps=course.warmup,
                lr_scheduler_type="cosine",
                weight_decay=_WEIGHT_DECAY,
                train_sampling_strategy="group_by_length",
                length_column_name="length",
                seed=course.seed,
                data_seed=course.seed,
                use_cpu=True,
                # Half the time where the processor knows how; weights and sums stay float32.
                bf16=True,
            ),
            train_dataset=Dataset.from_list(list(rows)),
            data_collator=collate,
            callbacks=[_Tell()],
        )
        # It prints every line of `_Tell` once more, as Python.
        trainer.remove_callback(PrinterCallback)
        trainer.train()


def padded(rows: Sequence[Mapping[str, Any]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Pad the `input_ids` of rows to the longest; ids and mask, int64 of (n_rows, longest)."""
    import torch

    longest = max(row["length"] for row in rows)
    ids = torch.zeros((len(rows), longest), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : row["length"]] = torch.tensor(row["input_ids"])
        mask[place, : row["length"]] = 1
    return ids, mask


def open_layers(model: torch.nn.Module, *, dropout: float) -> None:
    """Let the matrices of an encoder's layers be learned, and nothing else of it.

    Args:
        model: the encoder's.
        dropout: in its layers, 0..1.
    """
    import torch

    wanted = re.compile(_ADAPTED)
    for part in model.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = dropout
    for name, weight in model.named_parameters():
        owner, _, what = name.rpartition(".")
        weight.requires_grad_(what == "weight" and wanted.fullmatch(owner) is not None)


def cut(model: torch.nn.Module, encoder: EncoderFolder, rank: int) -> dict[str, torch.Tensor]:
    """Cut what an encoder's layers have learned to an adapter's worth, the largest parts of it.

    Args:
        model: the encoder's, opened by `open_layers` and fitted; what is cut is gone from it.
        encoder: whose pinned weights it is held against.
        rank: of the adapter, whose scale is 1.

    Returns:
        The adapter by name, in float16.
    """
    import torch

    from pipeline.encoders.with_torch import load_torch_model  # noqa: PLC0415 - takes torch along

    before = load_torch_model(encoder).state_dict()
    parts = {}
    for name, weight in model.named_parameters():
        if weight.requires_grad:
            left, sizes, right = torch.linalg.svd(
                weight.detach() - before[name], full_matrices=False
            )
            root = sizes[:rank].sqrt()
            plain = name.removesuffix(".weight")
            down = (root[:, None] * right[: len(root)]).half().contiguous()
            up = (left[:, : len(root)] * root).half().contiguous()
            parts[f"{plain}.lora_A.weight"], parts[f"{plain}.lora_B.weight"] = down, up
            with torch.no_grad():
                weight.copy_(before[name] + up.float() @ down.float())
    return parts


def write(
    parts: Mapping[str, torch.Tensor],
    kind: type[AdaptedFolder],
    encoder: EncoderFolder,
    scale: float,
    out: Path,
    says: Mapping[str, object],
) -> None:
    """Write adapter and head, and beside them what they are, into a folder.

    Args:
        parts: adapter and head by name.
        kind: of folder that the tool finds it as.
        encoder: that the adapter was laid beside.
        scale: the adapter's share.
        out: the folder; files of the same names are overwritten.
        says: what its JSON file says beside encoder and scale.
    """
    from safetensors.torch import save_file  # noqa: PLC0415 - takes torch along

    out.mkdir(parents=True, exist_ok=True)
    save_file(dict(parts), out / WEIGHTS)
    said = {"encoder": encoder.identity, "scale": scale, **says}
    text = json.dumps(said, indent=2) + "\n"
    (out / kind.says_file()).write_text(text, encoding="utf-8")
