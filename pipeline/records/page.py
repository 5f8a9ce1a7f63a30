"""Where an article of the web was fetched from, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """What was seen of a page when it was fetched.

    Attributes:
        url: as the user gave it.
        final_url: where redirects ended.
        redirects: the addresses on the way, the first one asked for, without the last.
        headers: of the last answer, in order, names in small letters; without cookies,
            which may open somebody's account.
        fetched_at: UTC; of a page from the cache, when the server said that it is unchanged.
        sha256: of the body as unpacked, in hex.
        from_cache: the server said that what was kept of an earlier fetch is unchanged.
        robots_ignored: nobody asked whether the site wants programs to fetch it.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    fetched_at: dt.datetime
    sha256: str
    redirects: tuple[str, ...] = ()
    from_cache: bool = False
    robots_ignored: bool = False

    def __post_init__(self) -> None:
        if self.fetched_at.utcoffset() != dt.timedelta(0):
            raise ValueError(f"a page is fetched at a time in UTC, not {self.fetched_at}")

    def header(self, name: str) -> str:
        """Return a header by its name in small letters; "" where there is none."""
        return next((value for each, value in self.headers if each == name), "")
