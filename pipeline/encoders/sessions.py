"""Models that say something of each word piece, run by ONNX Runtime in float32.

A text's states have the same bytes alone and in any batch: texts share a batch
only with texts that are padded to the same length. (Int8 with dynamic scales
could not promise this.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders.exporting import Model, ensure_onnx, forget_onnx
from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.vectors import Floats
from pipeline.resources import usable_cores

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

# Rows are padded to a multiple of this. Small wastes little; 8 is a vector
# register's worth of float32.
_MULTIPLE: Final = 8
# Word pieces in one batch; more are no faster and take more memory.
BATCH_TOKENS: Final = 2048
# More threads than this gain nothing on rows this short.
_MAX_THREADS: Final = 8
_ERRORS_ONLY: Final = 3


class _Session(Protocol):
    """The one method of ONNX Runtime's session that is used."""

    def run(self, outputs: None, inputs: Mapping[str, NDArray[np.int64]]) -> list[Floats]: ...


class OnnxModel:
    """A tokenizer and a session; neither is loaded before it is needed.

    Args:
        model: what runs.
        encoder: whose tokenizer it reads with.
        batch_tokens: word pieces in one batch, padding counted.
        n_threads: None takes the cores there are.
    """

    def __init__(
        self,
        model: Model,
        encoder: EncoderFolder,
        *,
        batch_tokens: int,
        n_threads: int | None,
    ) -> None:
        self._model = model
        self._encoder = encoder
        self._batch_tokens = batch_tokens
        self._n_threads = n_threads or min(_MAX_THREADS, usable_cores())

    def prepare(self) -> None:
        """Make the ONNX file where it is missing, so that no other process need do it.

        Raises:
            ModelMissingError: it cannot be made or the cache cannot be written.
            ModelChangedError: the weights are not the pinned ones.
        """
        ensure_onnx(self._model)

    @property
    def is_loaded(self) -> bool:
        """Whether a session exists, which is the case after the first `run`."""
        return "_session" in vars(self)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return load_tokenizer(self._encoder)

    @cached_property
    def _session(self) -> _Session:
        path = ensure_onnx(self._model)
        try:
            return _open_session(path, self._n_threads)
        except _session_errors():
            # It was complete when it was put there, so the disk spoilt it.
            forget_onnx(self._model)
            return _open_session(ensure_onnx(self._model), self._n_threads)

    def read(self, text: str, pair: str | None = None) -> Encoding:
        """Cut a text, or two, into word pieces, at most 256."""
        # One call each: encode_batch starts threads, after which a process
        # cannot be forked without a warning.
        second = None if pair is None else _encodable(pair)
        return self._tokenizer.encode(_encodable(text), second)

    def run(self, rows: Sequence[Sequence[int]]) -> list[Floats]:
        """Return what the model says of each piece of each row, in order.

        Args:
            rows: ids of word pieces.

        Returns:
            For each row float32 of shape (its length, n), the same bytes whatever stands
            beside it.
        """
        said: list[Floats] = [np.empty(0, np.float32)] * len(rows)
        for batch in self._batches(rows):
            for place, states in zip(batch, self._run([rows[at] for at in batch]), strict=True):
                said[place] = states[: len(rows[place])]
        return said

    def _batches(self, rows: Sequence[Sequence[int]]) -> list[list[int]]:
        by_length: dict[int, list[int]] = {}
        for place, ids in enumerate(rows):
            by_length.setdefault(_padded(len(ids)), []).append(place)
        batches = []
        for length, places in sorted(by_length.items()):
            size = max(1, self._batch_tokens // length)
            batches += [places[start : start + size] for start in range(0, len(places), size)]
        return batches

    def _run(self, rows: Sequence[Sequence[int]]) -> Floats:
        shape = (len(rows), _padded(len(rows[0])))
        ids: NDArray[np.int64] = np.full(shape, self._encoder.pad_id, dtype=np.int64)
        mask: NDArray[np.int64] = np.zeros(shape, dtype=np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        return self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def load_tokenizer(encoder: EncoderFolder) -> Tokenizer:
    """Load an encoder's own tokenizer, which cuts texts at the encoder's length and pads none.

    Raises:
        ModelMissingError: the folder has none.
        ModelChangedError: it is not the pinned one.
    """
    from tokenizers import Tokenizer  # noqa: PLC0415 - 60 ms that a page without claims saves

    tokenizer = Tokenizer.from_file(str(encoder.file("tokenizer.json")))
    # The file asks for rows of a fixed length; the padding is done here.
    tokenizer.no_padding()
    tokenizer.enable_truncation(encoder.max_length)
    return tokenizer


def _encodable(text: str) -> str:
    # Half a surrogate pair is no text to the tokenizer, but may be one in Python.
    return text.encode("utf-8", "replace").decode("utf-8")


def _padded(length: int) -> int:
    return -(-max(length, 1) // _MULTIPLE) * _MULTIPLE


def _session_errors() -> tuple[type[Exception], ...]:
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return state.InvalidProtobuf, state.InvalidGraph, state.Fail


def _open_session(path: Path, n_threads: int) -> _Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # An explicit number: by default threads are bound to cores, which
    # containers refuse with an error line for each.
    options.intra_op_num_threads = n_threads
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = _ERRORS_ONLY
    session: _Session = onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"]
    )
    return session
