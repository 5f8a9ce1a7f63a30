"""Texts become vectors, and sentences scores. Torch and ONNX Runtime.

`load_encoder()` gives the encoder that the tool runs on; nothing heavy is
imported, and no model is loaded, before its first `encode`.
"""

from __future__ import annotations

from pipeline.encoders.detector import DetectorFolder, find_detector
from pipeline.encoders.entailing import OnnxPairReader, PairReader, Reading
from pipeline.encoders.folders import EncoderFolder, find_encoder_folder
from pipeline.encoders.remembered import RememberingEncoder, remembered
from pipeline.encoders.tagging import OnnxTagger, Tagger
from pipeline.encoders.vectors import Encoder, Floats
from pipeline.encoders.verdict import Entailed, VerdictFolder, find_verdict_model
from pipeline.encoders.with_onnx import OnnxEncoder
from pipeline.encoders.with_torch import TorchEncoder

__all__ = [
    "DetectorFolder",
    "Encoder",
    "EncoderFolder",
    "Entailed",
    "Floats",
    "OnnxEncoder",
    "OnnxPairReader",
    "OnnxTagger",
    "PairReader",
    "Reading",
    "RememberingEncoder",
    "Tagger",
    "TorchEncoder",
    "VerdictFolder",
    "find_detector",
    "find_encoder_folder",
    "find_verdict_model",
    "load_encoder",
    "load_tagger",
    "remembered",
]


def load_encoder(name_or_path: str | None = None, *, n_threads: int | None = None) -> OnnxEncoder:
    """Return the encoder that the tool runs on, or one of the user's choice.

    Args:
        name_or_path: a folder with a Hugging Face encoder, or the id of one
            that the Hugging Face cache holds; None takes the pinned package.
        n_threads: that it may use; None is as many as there are cores.

    Raises:
        ModelMissingError: it is not on this machine; nothing is downloaded.
    """
    return OnnxEncoder(find_encoder_folder(name_or_path), n_threads=n_threads)


def load_tagger(*, n_threads: int | None = None) -> OnnxTagger:
    """Return the detector that comes with the tool, which finds claims.

    Args:
        n_threads: that it may use; None is as many as there are cores.

    Raises:
        ModelMissingError: it or its encoder is not on this machine.
        AdapterUnusableError: it is broken, or of another encoder.
    """
    return OnnxTagger(find_detector(), n_threads=n_threads)
