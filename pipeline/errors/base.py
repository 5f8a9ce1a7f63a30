"""What every error is: a code, a template and its details."""

from __future__ import annotations

from typing import ClassVar, Self


class PipelineError(Exception):
    """An error with a code, a template and its details.

    The details are keyword arguments named in `template`; they survive the
    way home from a worker process.
    """

    code: ClassVar[str] = "E999"
    template: ClassVar[str] = "Something went wrong: {why}."

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.template.format(**details))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.details))

    @property
    def message(self) -> str:
        """The sentence without the code."""
        return str(self.args[0])

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"

    @classmethod
    def _remade(cls, details: dict[str, object]) -> Self:
        return cls(**details)


def _rebuild(kind: type[PipelineError], details: dict[str, object]) -> PipelineError:
    return kind._remade(details)
