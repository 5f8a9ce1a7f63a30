"""A checker that finds what a test says, so that commands are tested without models."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from pipeline.baseline import Baseline
from pipeline.changes import Changes
from pipeline.records import Result
from pipeline.settings import Settings


@dataclass
class FakeChecker:
    """Gives one result, and remembers what it was asked."""

    result: Result | BaseException
    settings: list[Settings] = field(default_factory=list)
    baselines: list[Baseline | None] = field(default_factory=list)
    changes: list[Changes | None] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    stdin: bytes | None = None

    def load(self, settings: Settings, *, baseline: Baseline | None = None) -> FakeChecker:
        self.settings.append(settings)
        self.baselines.append(baseline)
        return self

    def check(
        self,
        targets: Sequence[str],
        *,
        stdin: Callable[[], bytes],
        progress: Callable[[str], None] | None = None,
        changes: Changes | None = None,
    ) -> Result:
        self.targets = list(targets)
        self.changes.append(changes)
        if "-" in targets:
            self.stdin = stdin()
        for target in targets:
            if progress is not None:
                progress(target)
        if isinstance(self.result, BaseException):
            raise self.result
        return self.result


def use_checker(monkeypatch: pytest.MonkeyPatch, load: Callable[..., object]) -> None:
    """Put a loader in the place of the real one, which would load models."""
    module = types.ModuleType("pipeline.check")
    module.load_checker = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pipeline.check", module)


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


class Command:
    """Runs `claims` in this process, as `main` would."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        self._monkeypatch = monkeypatch
        self._captured = capfdbinary

    def __call__(self, *words: str) -> Ran:
        from pipeline.cli.main import main  # noqa: PLC0415 - typer is not needed to collect

        self._monkeypatch.setattr(sys, "argv", ["claims", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self._captured.readouterr()
        code = ended.value.code
        return Ran(0 if code is None else int(code), out.decode("utf-8"), err.decode("utf-8"))
