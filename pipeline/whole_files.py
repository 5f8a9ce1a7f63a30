"""A file is written as a whole, or it stays as it was.

What is written goes to another file beside it, which takes its place when all is on the
disk. A disk that fills up, or a process that is killed, leaves no half of a report behind.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

# A process that was killed leaves such a file behind.
UNFINISHED: Final = ".unfinished-"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file as a whole; see `replaced`.

    Raises:
        OSError: the disk is full, the folder cannot be written to, or the like.
    """
    with replaced(path) as file:
        file.write(data)


@contextmanager
def replaced(path: Path) -> Iterator[BinaryIO]:
    """Open a file that takes the place of another one when nothing failed.

    A link keeps leading where it led, and a file its permissions. A device or a pipe
    (`/dev/stderr`) cannot be replaced, and is written to.

    Raises:
        OSError: the disk is full, the folder cannot be written to, or the like.
    """
    mode = path.stat().st_mode if path.exists() else None
    if mode is not None and not stat.S_ISREG(mode):
        with path.open("wb") as device:
            yield device
        return
    target = Path(os.path.realpath(path))
    if mode is not None:
        # Who made a file read-only does not want it replaced either.
        target.open("ab").close()
    # Its own name may be as long as names can be.
    unfinished = target.with_name(f"{UNFINISHED}{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with unfinished.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            unfinished.chmod(stat.S_IMODE(mode))
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
