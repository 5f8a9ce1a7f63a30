"""The ONNX form of an encoder or a detector, made of the torch reference on first use.

Made in a process of its own, so that the caller pays neither torch's import
nor its warnings, and kept in the cache under a name that holds what it was
made of. Nothing is downloaded.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pipeline import resources
from pipeline.encoders.adapted import AdaptedFolder
from pipeline.encoders.detector import DetectorFolder
from pipeline.encoders.folders import EncoderFolder, find_encoder_folder
from pipeline.encoders.vectors import Floats
from pipeline.encoders.verdict import VerdictFolder
from pipeline.errors import ModelMissingError
from pipeline.resources import tell_stderr

# Raised by hand when this module makes another file of the same encoder.
_EXPORT: Final = 2
# Every library whose release can change the file.
_MADE_WITH: Final = ("torch", "transformers", "onnx", "onnxscript")
# The longest row that the graph accepts; texts are cut at 256 before.
_MAX_LENGTH: Final = 512
# Both sides are float32; what differs is the order of sums. Measured: 3e-7.
_TOLERANCE: Final = 1e-4


# Token states of an encoder, or what an adapted one's head says of each token.
Model = EncoderFolder | AdaptedFolder


def onnx_path(folder: Model) -> Path:
    """Return where the ONNX form of a model lies, or will."""
    made_with = "-".join(f"{name}{version(name)}" for name in _MADE_WITH)
    name = f"{folder.identity[:16]}-{made_with}-{_EXPORT}"
    return resources.cache_dir() / "encoders" / name / "encoder.onnx"


def ensure_onnx(folder: Model, *, tell: Callable[[str], None] = tell_stderr) -> Path:
    """Return the ONNX form of a model, made now if it is not in the cache.

    Two processes may make it at once; each fills a folder of its own, and the
    first to be done puts it in place in one step.

    Raises:
        ModelMissingError: it cannot be made or the cache cannot be written.
        ModelChangedError: the weights are not the pinned ones.
    """
    target = onnx_path(folder)
    if target.is_file():
        return target
    folder.weights()
    cache = target.parent.parent
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ModelMissingError(
            model=folder.name,
            why=f"its ONNX form cannot be kept in {cache} ({error.strerror})",
            remedy="CLAIMS_CACHE_DIR=<a folder that can be written> claims check",
        ) from error
    what = folder.name if isinstance(folder, AdaptedFolder) else f"encoder {folder.name}"
    tell(f"Preparing the {what} (once, about 20 s) …")
    with tempfile.TemporaryDirectory(dir=cache, prefix=".unfinished-") as unfinished:
        made = Path(unfinished) / "made"
        made.mkdir()
        _export_elsewhere(folder, made / target.name)
        # Fails where another process was faster; its file is the same.
        with contextlib.suppress(OSError):
            made.rename(target.parent)
    if not target.is_file():
        raise ModelMissingError(
            model=folder.name,
            why=f"its ONNX form cannot be put in {target.parent}",
            remedy="CLAIMS_CACHE_DIR=<a folder that can be written> claims check",
        )
    return target


def forget_onnx(folder: Model) -> None:
    """Remove a model's ONNX form from the cache, so that it is made again."""
    shutil.rmtree(onnx_path(folder).parent, ignore_errors=True)


def _export_elsewhere(folder: Model, target: Path) -> None:
    package_parent = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [package_parent, inherited])),
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
    }
    # -P: the user's folder may hold a torch.py of its own.
    module = "pipeline.encoders.exporting"
    command = [sys.executable, "-P", "-m", module, str(target), *folder.arguments]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0 or not target.is_file():
        said = done.stderr.strip().splitlines()
        raise ModelMissingError(
            model=folder.name,
            why=f"its ONNX form could not be made: {said[-1] if said else done.returncode}",
            remedy="pip install --force-reinstall health-claim-lint",
        )


def export_onnx(folder: Model, target: Path) -> None:
    """Export what a model says of each token and compare it with the reference's.

    The weights go beside the graph into `<target>.data`: that file is mapped
    into memory and not read, which halves the time that a session takes.
    The graph ends before pooling: a sum inside it takes another path for one
    text than for many, and its last bits with it.

    Raises:
        ValueError: the exported form disagrees with torch.
    """
    import torch

    from pipeline.encoders.with_torch import load_token_model  # noqa: PLC0415 - only to export

    model = load_token_model(folder)
    ids = torch.arange(2 * 16, dtype=torch.int64).reshape(2, 16) % 50 + 1
    mask = torch.ones_like(ids)
    mask[1, 9:] = 0
    batch = torch.export.Dim("n_texts", min=1, max=65536)
    length = torch.export.Dim("length", min=2, max=_MAX_LENGTH)
    program = torch.onnx.export(
        model,
        (ids, mask),
        dynamo=True,
        verbose=False,
        input_names=["input_ids", "attention_mask"],
        output_names=["states"],
        dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: length}),
    )
    if program is None:
        raise ValueError("torch.onnx.export gave nothing")
    for node in program.model.graph.all_nodes():
        # Stack traces of this very run, with this machine's paths.
        node.metadata_props.clear()
    program.save(str(target), external_data=True)
    with torch.inference_mode():
        wanted = model(ids, mask).numpy()
    off = _largest_difference(target, ids.numpy(), mask.numpy(), wanted)
    if not off < _TOLERANCE:
        raise ValueError(f"the ONNX form differs from torch by {off:.1e}")


def _largest_difference(
    path: Path, ids: NDArray[np.int64], mask: NDArray[np.int64], wanted: Floats
) -> float:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    states = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    read = mask.astype(bool)
    return float(np.abs(states[read] - wanted[read]).max())


def main(arguments: list[str]) -> None:
    """Export into a file: `… TARGET [--KIND FOLDER] [ENCODER]`."""
    target, *named = arguments
    model: Model
    adapted = {f"--{kind.kind}": kind for kind in (DetectorFolder, VerdictFolder)}
    if named and named[0] in adapted:
        model = adapted[named[0]](Path(named[1]), find_encoder_folder(*named[2:]))
    else:
        model = find_encoder_folder(*named)
    export_onnx(model, Path(target))


if __name__ == "__main__":
    main(sys.argv[1:])
