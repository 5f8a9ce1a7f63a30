"""What goes where: stdout is the report, all else goes to stderr."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sys
import traceback
from typing import Final

from pipeline.errors import PipelineError, ReportUnwritableError
from pipeline.records import Notice, Trouble
from pipeline.report.printed import harmless
from pipeline.report.to_terminal import NARROWEST, PLAIN_WIDTH

# Wider lines are harder to read than they are worth.
_WIDEST: Final = 120
# Rooms log what they met and went around at level DEBUG, with the traceback.
LOG: Final = logging.getLogger("pipeline")


def write_out(text: str, *, encoding: str = "utf-8") -> None:
    """Write to stdout; a reader that went away (`| head`) is no trouble.

    Raises:
        ReportUnwritableError: the disk is full, or the like.
    """
    if sys.stdout is None:  # `>&-`: nobody wants to read it
        return
    try:
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget_stdout()
    except OSError as error:
        _forget_stdout()
        raise ReportUnwritableError(
            path="standard output", why=error.strerror or str(error)
        ) from error


def _forget_stdout() -> None:
    # What is left in the buffer would fail once more when Python exits.
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
    os.close(devnull)


def say(line: str) -> None:
    """Write one line to stderr."""
    # A closed or broken stderr leaves nobody to tell.
    with contextlib.suppress(OSError, AttributeError):
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def say_trouble(trouble: Trouble) -> None:
    """Tell of something that went wrong, in one line."""
    say(f"error {trouble.code}: {harmless(trouble.message)}")


def say_notice(notice: Notice) -> None:
    """Tell of something to know, in one line."""
    place = f"{notice.path}:{notice.line}" if notice.line else notice.path
    is_said = not place or (not notice.line and notice.path in notice.message)
    said = notice.message if is_said else f"{place}: {notice.message}"
    say(f"notice {notice.code}: {harmless(said)}")


def as_trouble(error: PipelineError) -> Trouble:
    """Turn an error into an entry of the report's `errors`."""
    path = error.details.get("source", error.details.get("path", ""))
    return Trouble(path=str(path), code=error.code, message=error.message)


class Reporter:
    """Tells of what went wrong as it goes by, and counts it."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, error: PipelineError) -> None:
        """Tell of one thing."""
        self.count += 1
        say_trouble(as_trouble(error))


def report_bug(bug: Exception, *, debug: bool) -> None:
    """Tell of a bug in one line; the traceback only where it was asked for."""
    what = harmless(str(bug))
    name = type(bug).__name__
    say(
        f"error E999: {name}{': ' if what else ''}{what}. This is a fault of claims, "
        f"not of your text. Please report it{'' if debug else ', with what --debug adds'}."
    )
    if debug:
        say_traceback(bug)


def say_traceback(error: Exception) -> None:
    """Tell where an error came from."""
    say("".join(traceback.format_exception(error)).rstrip())


def show_log() -> None:
    """Send what the rooms log to stderr, tracebacks included."""
    if not LOG.handlers:
        LOG.addHandler(logging.StreamHandler(sys.stderr))
    LOG.setLevel(logging.DEBUG)


def is_terminal(stream: object) -> bool:
    """Say whether somebody looks at a stream; False for a file, a pipe and a closed one."""
    return bool(stream is not None and getattr(stream, "isatty", lambda: False)())


def wants_color(*, no_color: bool) -> bool:
    """Say whether stdout takes colours: a terminal does, unless somebody objects."""
    plain = no_color or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and is_terminal(sys.stdout)


def columns() -> int:
    """Return the width of stdout: the terminal's, within reason; a pipe has none of its own."""
    if not is_terminal(sys.stdout):
        return PLAIN_WIDTH
    return max(NARROWEST, min(_WIDEST, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns))


def stdout_encoding() -> str:
    """Return the encoding that whoever reads stdout expects of plain text."""
    return (sys.stdout.encoding if sys.stdout is not None else None) or "utf-8"
