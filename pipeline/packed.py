"""Plain arrays in one file, which is mapped into memory and not read.

What is made once and read in every run (the evidence table, say) lies in the
cache folder as numbers and UTF-8 text; nothing in it is ever executed. Texts,
the way from a text to its place, and groups of numbers are arrays too:

>>> texts = Texts.of(["pain", "neck", "sleep"])
>>> texts[1], Keys.of(texts).get("sleep"), Keys.of(texts).get("hip")
('neck', 2, None)
>>> groups = Groups.by(np.array([1, -1, 1]), n_groups=2)
>>> [group.tolist() for group in groups]
[[], [0, 2]]
"""

from __future__ import annotations

import contextlib
import json
import math
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, overload

import numpy as np
from numpy.typing import NDArray

from pipeline.whole_files import replaced

# By name; a texts' or groups' arrays share the beginning of theirs.
Arrays = dict[str, NDArray[Any]]
Ints = NDArray[np.int32]

_MAGIC: Final = b"claims packed 1\n"
# Length of the description, then the checksum of all that follows these two.
_HEAD: Final = struct.Struct("<QI")
_ALIGNED: Final = 64
_CHUNK: Final = 1 << 20


# --- texts, keys, groups ---------------------------------------------------------------


class Texts(Sequence[str]):
    """Many texts, end to end, decoded one at a time.

    Attributes:
        body: uint8, the UTF-8 of all of them.
        ends: int64 of shape (n_texts,), where each one ends in `body`.
    """

    __slots__ = ("_body", "_ends", "body", "ends")

    def __init__(self, body: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self.body = body
        self.ends = ends
        # A number of a view takes a third of the time that one of an array takes.
        self._body = body.data
        self._ends = ends.data

    @classmethod
    def of(cls, texts: Iterable[str]) -> Self:
        """Put texts end to end."""
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        ends = np.cumsum([len(text) for text in encoded], dtype=np.int64)
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), ends)

    @classmethod
    def unpacked(cls, arrays: Arrays, name: str) -> Self:
        """Find texts among arrays."""
        return cls(arrays[f"{name}.body"], arrays[f"{name}.ends"])

    def packed(self, name: str) -> Arrays:
        """Return the arrays under their names."""
        return {f"{name}.body": self.body, f"{name}.ends": self.ends}

    def encoded(self, place: int) -> bytes:
        """Return the UTF-8 of one text; its place counts from 0."""
        return bytes(self._body[self._ends[place - 1] if place else 0 : self._ends[place]])

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        return self.encoded(range(len(self))[place]).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        whole, start = self.body.tobytes(), 0
        for end in self.ends.tolist():
            yield whole[start:end].decode("utf-8", "surrogatepass")
            start = end


class Keys(Mapping[str, int]):
    """The way from a text to its place: a binary search, and no table to build.

    Attributes:
        texts: no two of them are the same.
        order: int32 of shape (n_texts,), their places in order of their UTF-8.
    """

    __slots__ = ("_order", "order", "texts")

    def __init__(self, texts: Texts, order: Ints) -> None:
        self.texts = texts
        self.order = order
        self._order = order.data

    @classmethod
    def of(cls, texts: Texts) -> Self:
        """Sort the places of texts."""
        encoded = [texts.encoded(place) for place in range(len(texts))]
        return cls(texts, np.array(sorted(range(len(encoded)), key=encoded.__getitem__), np.int32))

    @classmethod
    def unpacked(cls, arrays: Arrays, name: str) -> Self:
        """Find keys among arrays."""
        return cls(Texts.unpacked(arrays, name), arrays[f"{name}.order"])

    def packed(self, name: str) -> Arrays:
        """Return the arrays under their names."""
        return {**self.texts.packed(name), f"{name}.order": self.order}

    def find(self, text: str) -> int | None:
        """Return the place of a text; None where it is not among them."""
        wanted, encoded, order = (
            text.encode("utf-8", "surrogatepass"),
            self.texts.encoded,
            self._order,
        )
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if encoded(order[middle]) < wanted:
                low = middle + 1
            else:
                high = middle
        return order[low] if low < len(order) and encoded(order[low]) == wanted else None

    def __getitem__(self, text: str) -> int:
        place = self.find(text)
        if place is None:
            raise KeyError(text)
        return place

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.find(text) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.texts)

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True, slots=True)
class Groups(Sequence[Ints]):
    """Many groups of numbers, end to end.

    Attributes:
        members: int32, of all groups.
        ends: int64 of shape (n_groups,), where each group ends in `members`.
    """

    members: Ints
    ends: NDArray[np.int64]

    @classmethod
    def of(cls, groups: Iterable[Sequence[int]]) -> Self:
        """Put groups end to end."""
        found = list(groups)
        members = [member for group in found for member in group]
        ends = np.cumsum([len(group) for group in found], dtype=np.int64)
        return cls(np.array(members, np.int32), ends)

    @classmethod
    def by(cls, groups: NDArray[Any], *, n_groups: int) -> Self:
        """Group the places of an array by the number that stands there; below 0 is none."""
        order = np.argsort(groups, kind="stable")
        n_none = int(np.count_nonzero(groups < 0))
        counts = np.bincount(groups[groups >= 0], minlength=n_groups)
        return cls(order[n_none:].astype(np.int32), np.cumsum(counts, dtype=np.int64))

    @classmethod
    def unpacked(cls, arrays: Arrays, name: str) -> Self:
        """Find groups among arrays."""
        return cls(arrays[f"{name}.members"], arrays[f"{name}.ends"])

    def packed(self, name: str) -> Arrays:
        """Return the arrays under their names."""
        return {f"{name}.members": self.members, f"{name}.ends": self.ends}

    def span(self, group: int) -> slice:
        """Return where a group stands in `members`."""
        return slice(int(self.ends[group - 1]) if group else 0, int(self.ends[group]))

    def sizes(self) -> NDArray[np.int64]:
        """Return how many members each group has."""
        return np.diff(self.ends, prepend=0)

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, group: int) -> Ints: ...
    @overload
    def __getitem__(self, group: slice) -> Sequence[Ints]: ...
    def __getitem__(self, group: int | slice) -> Ints | Sequence[Ints]:
        if isinstance(group, slice):
            return [self[i] for i in range(*group.indices(len(self)))]
        return self.members[self.span(range(len(self))[group])]


# --- the file ------------------------------------------------------------------------------


def write_packed(path: Path, arrays: Arrays) -> None:
    """Write arrays into one file, which is there whole or not at all.

    Two processes may write it at once; both write the same bytes.

    Raises:
        OSError: the folder cannot be written, or is full.
    """
    names = sorted(arrays)
    kept = [np.ascontiguousarray(arrays[name]) for name in names]
    described, place = [], 0
    for name, array in zip(names, kept, strict=True):
        described.append([name, array.dtype.newbyteorder("<").str, list(array.shape), place])
        place += array.nbytes + -array.nbytes % _ALIGNED
    description = json.dumps({"arrays": described, "size": place}).encode()
    description += b" " * (-(len(_MAGIC) + _HEAD.size + len(description)) % _ALIGNED)
    checksum = zlib.crc32(description)
    for part in _parts(kept):
        checksum = zlib.crc32(part, checksum)
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced(path) as file:
        file.write(_MAGIC + _HEAD.pack(len(description), checksum) + description)
        for part in _parts(kept):
            file.write(part)


def _parts(arrays: Iterable[NDArray[Any]]) -> Iterator[memoryview | bytes]:
    for array in arrays:
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        yield little.reshape(-1).view(np.uint8).data
        yield bytes(-array.nbytes % _ALIGNED)


def open_packed(path: Path, *, checked: bool = True) -> Arrays | None:
    """Map a file of arrays into memory; None where it is missing or not as it was written.

    Args:
        path: of the file.
        checked: read all of it once, to see that no byte of it is another one;
            else only what a cut or a foreign file lacks is seen.
    """
    with contextlib.suppress(OSError), path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            return None
        head = file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            return None
        length, checksum = _HEAD.unpack(head)
        start = len(_MAGIC) + _HEAD.size + length
        n_bytes = os.fstat(file.fileno()).st_size
        if start > n_bytes or (checked and _checksum(file) != checksum):
            return None
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        with contextlib.suppress(ValueError, KeyError, TypeError):
            description = json.loads(mapped[len(_MAGIC) + _HEAD.size : start])
            if start + description["size"] == n_bytes:
                return _mapped(mapped, start, description["arrays"])
    return None


def _mapped(
    mapped: mmap.mmap, start: int, described: Iterable[tuple[str, str, list[int], int]]
) -> Arrays:
    return {
        name: np.frombuffer(mapped, np.dtype(kind), math.prod(shape), offset=start + place).reshape(
            shape
        )
        for name, kind, shape, place in described
    }


def _checksum(file: Any) -> int:  # noqa: ANN401 - a binary file; typing has no short name for it
    # Read and not mapped: what is only summed up must not fill this process's memory.
    checksum, chunk = 0, memoryview(bytearray(_CHUNK))
    while n_read := file.readinto(chunk):
        checksum = zlib.crc32(chunk[:n_read], checksum)
    return checksum
