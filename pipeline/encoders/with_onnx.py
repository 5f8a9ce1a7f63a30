"""Layer 2: the encoder that the tool runs on, with ONNX Runtime in float32.

A text's vector has the same bytes alone and in any batch: texts share a batch
only with texts that are padded to the same length, and pooling is done per
text, outside the graph. (Int8 with dynamic scales could not promise this.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders.exporting import ensure_onnx, forget_onnx
from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.vectors import Floats, pool
from pipeline.resources import usable_cores

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Rows are padded to a multiple of this. Small wastes little; 8 is a vector
# register's worth of float32.
_MULTIPLE: Final = 8
# Word pieces in one batch; more are no faster and take more memory.
_BATCH_TOKENS: Final = 2048
# More threads than this gain nothing on rows this short.
_MAX_THREADS: Final = 8
_ERRORS_ONLY: Final = 3


class _Session(Protocol):
    """The one method of ONNX Runtime's session that is used."""

    def run(self, outputs: None, inputs: Mapping[str, NDArray[np.int64]]) -> list[Floats]: ...


class OnnxEncoder:
    """Encodes with tokenizers and ONNX Runtime; imports neither torch nor transformers.

    Nothing is loaded before the first `encode`. The very first one on a
    machine makes the ONNX file, which takes torch and some 20 s.

    Args:
        folder: of the encoder.
        batch_tokens: word pieces in one batch, padding counted.
        n_threads: the vectors are the same for each; None takes the cores there are.
    """

    def __init__(
        self,
        folder: EncoderFolder,
        *,
        batch_tokens: int = _BATCH_TOKENS,
        n_threads: int | None = None,
    ) -> None:
        self._folder = folder
        self._n_threads = n_threads
        self._batch_tokens = batch_tokens

    @property
    def name(self) -> str:
        """The encoder's name, as a report prints it."""
        return self._folder.name

    @cached_property
    def fingerprint(self) -> str:
        """Says which vectors it makes: two of the same fingerprint make the same."""
        from importlib.metadata import version  # noqa: PLC0415 - not needed to encode

        return f"{self._folder.identity[:32]}-onnxruntime{version('onnxruntime')}"

    def prepare(self) -> None:
        """Make the ONNX file where it is missing, so that no other process need do it.

        Raises:
            ModelMissingError: it cannot be made or the cache cannot be written.
            ModelChangedError: the weights are not the pinned ones.
        """
        ensure_onnx(self._folder)

    @property
    def is_loaded(self) -> bool:
        """Whether a session exists, which is the case after the first `encode`."""
        return "_session" in vars(self)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer  # noqa: PLC0415 - 60 ms that a page without claims saves

        tokenizer = Tokenizer.from_file(str(self._folder.file("tokenizer.json")))
        # The file asks for rows of a fixed length; the padding is done here.
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._folder.max_length)
        return tokenizer

    @cached_property
    def _session(self) -> _Session:
        path = ensure_onnx(self._folder)
        try:
            return _open_session(path, self._n_threads)
        except _session_errors():
            # It was complete when it was put there, so the disk spoilt it.
            forget_onnx(self._folder)
            return _open_session(ensure_onnx(self._folder), self._n_threads)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Embed texts; float32 of shape (n_texts, n_dims), each row of length 1.

        A text is read up to its 256th word piece. The same text gives the
        same bytes whatever stands beside it.
        """
        vectors = np.zeros((len(texts), self._folder.n_dims), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            places.setdefault(text, []).append(place)
        # One call each: encode_batch starts threads, after which a process
        # cannot be forked without a warning.
        rows = {text: self._read(text) for text in places}
        for batch in self._batches(rows):
            states = self._run([rows[text] for text in batch])
            for text, row in zip(batch, states, strict=True):
                read = row[: len(rows[text])]
                vectors[places[text]] = pool(read, pooling=self._folder.pooling)
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> int:
        """Count the word pieces that `encode` would read, padding not counted."""
        return sum(len(self._read(text)) for text in texts)

    def _read(self, text: str) -> list[int]:
        # Half a surrogate pair is no text to the tokenizer, but may be one in Python.
        return self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8")).ids

    def _batches(self, rows: dict[str, list[int]]) -> list[list[str]]:
        by_length: dict[int, list[str]] = {}
        for text, ids in rows.items():
            by_length.setdefault(_padded(len(ids)), []).append(text)
        batches = []
        for length, texts in sorted(by_length.items()):
            size = max(1, self._batch_tokens // length)
            batches += [texts[start : start + size] for start in range(0, len(texts), size)]
        return batches

    def _run(self, rows: Sequence[Sequence[int]]) -> Floats:
        """Return the token states; float32 of shape (n_rows, padded length, n_dims)."""
        shape = (len(rows), _padded(len(rows[0])))
        ids: NDArray[np.int64] = np.full(shape, self._folder.pad_id, dtype=np.int64)
        mask: NDArray[np.int64] = np.zeros(shape, dtype=np.int64)
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, : len(row)] = 1
        return self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def _padded(length: int) -> int:
    return -(-max(length, 1) // _MULTIPLE) * _MULTIPLE


def _session_errors() -> tuple[type[Exception], ...]:
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    return state.InvalidProtobuf, state.InvalidGraph, state.Fail


def _open_session(path: Path, n_threads: int | None) -> _Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # An explicit number: by default threads are bound to cores, which
    # containers refuse with an error line for each.
    options.intra_op_num_threads = n_threads or min(_MAX_THREADS, usable_cores())
    options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = _ERRORS_ONLY
    session: _Session = onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"]
    )
    return session
