"""Records that are made of their packed cells when somebody looks at them.

A check looks at some hundred of the table's tens of thousands of rows. What is
made is equal to what the files give, whichever is looked at first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Generic, TypeVar, cast, overload

from pipeline.packed import Keys

_Record = TypeVar("_Record")
_Key = TypeVar("_Key")
# Records kept after they were made; a page's claims look at the same ones again.
_KEPT: Final = 4096


class LazyRecords(Sequence[_Record]):
    """Records in order, each made by its place when it is looked at."""

    def __init__(self, make: Callable[[int], _Record], *, n_records: int) -> None:
        self._make = make
        self._n_records = n_records
        self._made: dict[int, _Record] = {}

    def __len__(self) -> int:
        return self._n_records

    @overload
    def __getitem__(self, place: int) -> _Record: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[_Record]: ...
    def __getitem__(self, place: int | slice) -> _Record | Sequence[_Record]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        made = self._made.get(place)
        if made is None:
            if len(self._made) >= _KEPT:
                self._made.clear()
            made = self._made[place] = self._make(place)
        return made


class LazyMapping(Mapping[_Key, _Record], Generic[_Key, _Record]):
    """Records by key, in order; to ask for the keys makes none.

    A key that is a pair is one text inside.
    """

    def __init__(
        self,
        keys: Keys,
        records: Sequence[_Record],
        *,
        to_text: Callable[[_Key], str],
        from_text: Callable[[str], _Key],
    ) -> None:
        self._keys = keys
        self._records = records
        self._to_text = to_text
        self._from_text = from_text

    def __getitem__(self, key: _Key) -> _Record:
        return self._records[self._keys[self._to_text(key)]]

    def __contains__(self, key: object) -> bool:
        return self._to_text(cast("_Key", key)) in self._keys

    def __iter__(self) -> Iterator[_Key]:
        return map(self._from_text, self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def by_id(keys: Keys, records: Sequence[_Record]) -> LazyMapping[str, _Record]:
    """Return records by their id."""
    return LazyMapping(keys, records, to_text=str, from_text=str)


def by_pair(keys: Keys, records: Sequence[_Record]) -> LazyMapping[tuple[str, str], _Record]:
    """Return records by two texts, such as a code's system and the code."""
    return LazyMapping(keys, records, to_text=pair_key, from_text=pair_of)


def pair_key(pair: tuple[str, str]) -> str:
    """Return the one text that stands for a pair of texts."""
    return "\x1f".join(pair)


def pair_of(text: str) -> tuple[str, str]:
    """Return the pair that one text stands for."""
    first, _, second = text.partition("\x1f")
    return first, second
