"""`claims init`: a settings file to begin with."""

from __future__ import annotations

from pathlib import Path

from pipeline.cli.streams import stdout_encoding, write_out


def init() -> None:
    """Write a claims.toml in which every setting is explained and none is set."""
    from pipeline.settings.files import shown
    from pipeline.settings.starting import write_settings

    path = write_settings(Path.cwd())
    write_out(
        f"{shown(path)} is written. Nothing in it is in force until you take away a #; "
        "`claims config` shows what is.\n",
        encoding=stdout_encoding(),
    )
