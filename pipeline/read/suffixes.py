"""Stage 1: which file endings are read, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pipeline.records import Format

SUFFIXES: Final[Mapping[str, Format]] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",  # macros are parts that nobody opens
    ".odt": "odt",
    ".pdf": "pdf",
    ".epub": "epub",
}
