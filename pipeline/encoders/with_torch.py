"""The reference encoder. Slow to start, and what the others are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from pipeline.encoders.adapted import WEIGHTS, AdaptedFolder
from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.vectors import Floats

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerBase


class TorchEncoder:
    """Runs an encoder the way its makers do: transformers' own tokenizer and model.

    Needs torch and transformers, which it imports at the first `encode`.
    """

    def __init__(self, folder: EncoderFolder, *, batch_size: int = 32) -> None:
        self._folder = folder
        self._batch_size = batch_size

    @cached_property
    def _model(self) -> torch.nn.Module:
        return load_torch_model(self._folder)

    @cached_property
    def _tokenizer(self) -> PreTrainedTokenizerBase:
        from transformers import AutoTokenizer

        return AutoTokenizer.from_pretrained(self._folder.path, local_files_only=True)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Embed texts; float32 of shape (n_texts, n_dims), each row of length 1."""
        import torch

        parts = [np.zeros((0, self._folder.n_dims), dtype=np.float32)]
        for start in range(0, len(texts), self._batch_size):
            batch = self._tokenizer(
                list(texts[start : start + self._batch_size]),
                padding=True,
                truncation=True,
                max_length=self._folder.max_length,
                return_tensors="pt",
            )
            with torch.inference_mode():
                states = self._model(**batch).last_hidden_state
                if self._folder.pooling == "cls":
                    pooled = states[:, 0]
                else:
                    mask = batch["attention_mask"].unsqueeze(-1).to(states.dtype)
                    pooled = (states * mask).sum(dim=1) / mask.sum(dim=1)
                unit = torch.nn.functional.normalize(pooled, dim=1)
            parts.append(unit.numpy().astype(np.float32))
        return np.concatenate(parts)


def load_torch_model(folder: EncoderFolder) -> torch.nn.Module:
    """Load the checked weights into transformers' model, ready for inference.

    Raises:
        ModelMissingError: the folder lacks a file.
        ModelChangedError: a file is not the pinned one.
    """
    from transformers import AutoModel

    folder.file("config.json")
    folder.weights()
    model = AutoModel.from_pretrained(
        folder.path,
        local_files_only=True,
        use_safetensors=True,
        # The plain form of attention: the one whose ONNX export needs no rewriting.
        attn_implementation="eager",
    )
    loaded: torch.nn.Module = model.eval()
    return loaded


def load_token_model(folder: EncoderFolder | AdaptedFolder) -> torch.nn.Module:
    """Load what says something of each token: an encoder's states, or what a head makes of them.

    Returns:
        A module that takes ids and mask of shape (n_texts, length) and returns float32 of shape
        (n_texts, length, n): the n_dims of an encoder; of an adapted one, its head's outputs.

    Raises:
        ModelMissingError: a file is missing.
        ModelChangedError: a file is not the pinned one.
    """
    import torch

    head: torch.nn.Module = torch.nn.Identity()
    if isinstance(folder, AdaptedFolder):
        model = load_torch_model(folder.encoder)
        head = _merge(model, folder)
    else:
        model = load_torch_model(folder)

    class _PerToken(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.model, self.head = model, head

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states = self.model(input_ids=input_ids, attention_mask=attention_mask)
            return cast("torch.Tensor", self.head(states.last_hidden_state))

    return _PerToken().eval()


def _merge(model: torch.nn.Module, folder: AdaptedFolder) -> torch.nn.Module:
    """Add an adapter to the weights that it was trained beside; return the head."""
    import torch
    from safetensors.torch import load_file  # noqa: PLC0415 - takes torch along

    parts = load_file(folder.path / WEIGHTS)
    for name in sorted(name for name in parts if name.endswith(".lora_A.weight")):
        linear = model.get_submodule(name.removesuffix(".lora_A.weight"))
        # Kept in float16 or float32; multiplied in float32.
        down, up = parts[name].float(), parts[name.replace(".lora_A.", ".lora_B.")].float()
        with torch.no_grad():
            cast("torch.nn.Linear", linear).weight += folder.scale * (up @ down)
    weight = parts["head.weight"]
    head = torch.nn.Linear(weight.shape[1], weight.shape[0])
    head.load_state_dict({"weight": weight, "bias": parts["head.bias"]})
    return head
