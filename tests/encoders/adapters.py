"""Adapted folders for tests: the tiny encoder with an adapter and a head of random weights."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from pipeline.encoders.detector import DetectorFolder
from pipeline.encoders.folders import EncoderFolder
from pipeline.encoders.verdict import VerdictFolder

SAYS = {
    "kinds": ["efficacy", "safety"],
    "scale": 2.0,
    "thresholds": {
        kind: {"inside": 0.5, "begin": 0.6, "agree": 0.2} for kind in ("efficacy", "safety")
    },
}


def write_detector(folder: Path, base: EncoderFolder, **says: object) -> DetectorFolder:
    """Write one into a folder; `says` changes what `detector.json` says."""
    _write(folder / "detector.json", base, 4, {**SAYS, **says})
    return DetectorFolder(folder, base)


def write_verdict(folder: Path, base: EncoderFolder, **says: object) -> VerdictFolder:
    """Write a reader of pairs into a folder; `says` changes what `verdict.json` says."""
    said = {"scale": 2.0, "labels": ["support", "contradict", "nei"], "temperature": 1.5, **says}
    _write(folder / "verdict.json", base, 3, said)
    return VerdictFolder(folder, base)


def _write(path: Path, base: EncoderFolder, n_outputs: int, says: dict[str, object]) -> None:
    rng = np.random.default_rng(7)
    n, rank = base.n_dims, 2
    query = "encoder.layer.0.attention.self.query"
    parts = {
        f"{query}.lora_A.weight": rng.normal(size=(rank, n)),
        f"{query}.lora_B.weight": rng.normal(size=(n, rank)),
        "head.weight": rng.normal(size=(n_outputs, n)),
        "head.bias": rng.normal(size=n_outputs),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: part.astype(np.float32) for name, part in parts.items()},
        path.parent / "adapter.safetensors",
    )
    path.write_text(json.dumps({"encoder": base.identity, **says}), encoding="utf-8")
