"""Two results of checks, and what differs between them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pipeline.errors import ResultUnreadableError
from pipeline.report.places import first_named, name_place, shorten_place
from pipeline.settings.files import shown

SCHEMA: Final = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What a result says of one claim.

    Attributes:
        line, column: from 1; 0 where the result does not tell.
        place: in a document, "¶ 12" or "page 3", as the other reports say it; ""
            where people find it by line and column.
    """

    claim_id: str
    verdict: str
    code: str
    text: str
    line: int = 0
    column: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a result says of one article.

    Attributes:
        final_url: of a page of the web, where its address led; "" for files.
        canonical: the address that a page says is its own; "" where it says none.
        aside: ids of claims that were put aside, each with by what: a silence, a
            baseline, the settings.
    """

    path: str
    claims: tuple[Said, ...]
    aside: tuple[tuple[str, str], ...] = ()
    final_url: str = ""
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A result as a file of it says.

    Attributes:
        made_by: version of the tool, of the evidence, and each model; what they are and which.
        failed: articles that were not judged, each with the reason.
    """

    name: str
    made_by: tuple[tuple[str, str], ...]
    documents: tuple[Checked, ...]
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A claim in one result or in both; None where the other does not hold it.

    Attributes:
        aside: by what the other one put it aside; "" where it did not.
    """

    old: Said | None
    new: Said | None
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs of one article.

    Attributes:
        note: that it was checked in one of the two only, and why.
        n_same: claims of which both say the same.
    """

    path: str
    changes: tuple[Change, ...]
    n_same: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two results.

    Attributes:
        documents: those with a difference, in order of their paths.
        made_otherwise: what made them and is not the same: name, old, new.
        n_same: claims of which both say the same.
    """

    documents: tuple[Difference, ...]
    made_otherwise: tuple[tuple[str, str, str], ...]
    n_same: int

    def count(self) -> tuple[int, int, int]:
        """Return how many claims appeared, went, and changed."""
        changes = [change for document in self.documents for change in document.changes]
        appeared = sum(change.old is None for change in changes)
        went = sum(change.new is None for change in changes)
        return appeared, went, len(changes) - appeared - went


# --- reading -------------------------------------------------------------------------------------


def read_result(path: Path) -> Saved:
    """Read what `claims check` wrote as JSON or as JSON Lines, or a folder of a batch or an audit.

    Raises:
        ResultUnreadableError: it is neither, or not of a check.
    """
    try:
        text = _content(path).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ResultUnreadableError(path=path, why=why.lower()) from error
    whole = _parse(text, path)
    documents = [_checked(each, path) for each in _objects(whole, "documents", path)]
    failed = [
        (_text(each, "path"), f"{_text(each, 'code')}: {_text(each, 'message')}")
        for each in _objects(whole, "errors", path)
    ]
    return Saved(shown(path), _made_by(whole), tuple(_apart(documents)), tuple(failed))


def _content(path: Path) -> bytes:
    if not path.is_dir():
        return path.read_bytes()
    # It is written last.
    if not (path / "manifest.json").is_file():
        why = "the folder holds no manifest.json, so that its run is not done"
        raise ResultUnreadableError(path=shown(path), why=why)
    return b"".join(part.read_bytes() for part in sorted(path.glob("results-*.jsonl")))


def _parse(text: str, path: Path) -> Mapping[str, object]:
    """Read one object of all, or put the lines of JSON Lines together to one."""
    try:
        whole: object = json.loads(text)
        if isinstance(whole, dict) and "record" not in whole:
            return whole
    except (ValueError, RecursionError):
        pass
    gathered: dict[str, list[object]] = {"documents": [], "errors": []}
    tool: object = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            why = f"line {number} is not JSON ({error})"
            raise ResultUnreadableError(path=shown(path), why=why) from error
        kind = record.get("record") if isinstance(record, dict) else None
        if kind in {"document", "error"}:
            gathered[f"{kind}s"].append(record)
        elif kind == "tool":
            tool = record
        elif not isinstance(kind, str):
            raise ResultUnreadableError(path=shown(path), why=f"line {number} says no 'record'")
    if not text.strip():
        raise ResultUnreadableError(path=shown(path), why="it is empty")
    return {**gathered, "tool": tool}


def _objects(whole: Mapping[str, object], key: str, path: Path) -> list[Mapping[str, object]]:
    listed = whole.get(key, [] if key == "errors" else None)
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise ResultUnreadableError(path=shown(path), why=f"it holds no list of '{key}'")
    return listed


def _checked(document: Mapping[str, object], path: Path) -> Checked:
    listed = _objects(document, "claims", path)
    has_places = any(claim.get("locator") for claim in listed)
    claims = [
        Said(
            claim_id=_needed(claim, "id", path),
            verdict=_needed(claim, "verdict", path),
            code=_needed(claim, "code", path),
            text=_text(claim, "text"),
            line=_number(claim, "line"),
            column=_number(claim, "column"),
            place=_place(claim, path) if has_places else "",
        )
        for claim in listed
    ]
    aside = []
    for muted in _objects(document, "muted", path) if "muted" in document else ():
        claim = muted.get("claim")
        if isinstance(claim, dict):
            aside.append((_text(claim, "id"), _text(muted, "muted_by")))
    return Checked(
        _needed(document, "path", path),
        tuple(claims),
        tuple(aside),
        _text(document, "final_url"),
        _text(document, "canonical"),
    )


def _place(claim: Mapping[str, object], path: Path) -> str:
    located = _objects(claim, "locator", path) if "locator" in claim else []
    names = (
        name_place(
            part=_text(each, "part"),
            page=_number(each, "page"),
            paragraph=_number(each, "paragraph"),
        )
        for each in located
    )
    return shorten_place(first_named(names))


def _made_by(whole: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    tool = whole.get("tool")
    if not isinstance(tool, dict):
        return ()
    evidence, models = tool.get("evidence"), tool.get("models")
    found = [("claims", _text(tool, "version"))]
    if isinstance(evidence, dict):
        found.append(("evidence", _text(evidence, "version")))
    if isinstance(models, dict):
        found += [(f"model {name}", str(model)) for name, model in sorted(models.items())]
    return tuple(found)


def _needed(thing: Mapping[str, object], key: str, path: Path) -> str:
    value = thing.get(key)
    if not isinstance(value, str) or not value:
        raise ResultUnreadableError(
            path=shown(path), why=f"something in it that should have one has no '{key}'"
        )
    return value


def _text(thing: Mapping[str, object], key: str) -> str:
    value = thing.get(key)
    return value if isinstance(value, str) else ""


def _number(thing: Mapping[str, object], key: str) -> int:
    value = thing.get(key)
    return value if isinstance(value, int) else 0


def _apart(documents: Sequence[Checked]) -> Iterator[Checked]:
    """Keep articles of one name apart: the second is "draft.md (2)"."""
    seen: Counter[str] = Counter()
    for document in documents:
        seen[document.path] += 1
        number = seen[document.path]
        name = document.path if number == 1 else f"{document.path} ({number})"
        yield replace(document, path=name)


# --- comparing -----------------------------------------------------------------------------------


def compare_results(old: Saved, new: Saved) -> Comparison:
    """Say which claims appeared, went, or are judged otherwise.

    Articles are the same where their paths are, claims where their ids are. Pages of
    the web whose addresses differ are the same where both led to one address, or else
    where both call one address their own. Where each result is of one article, they
    are compared whatever their names.
    """
    before = {document.path: document for document in old.documents}
    after = {document.path: document for document in new.documents}
    if len(before) == len(after) == 1 and before.keys() != after.keys():
        first, second = old.documents[0], new.documents[0]
        name = f"{first.path} → {second.path}"
        before, after = {name: first}, {name: second}
    for path, later in _moved(before, after).items():
        name = f"{path} → {later}"
        before[name], after[name] = before.pop(path), after.pop(later)
    documents = []
    n_same = 0
    for path in sorted(before.keys() | after.keys()):
        difference = _difference(path, before.get(path), after.get(path), old, new)
        n_same += difference.n_same
        if difference.changes or difference.note:
            documents.append(difference)
    return Comparison(tuple(documents), _made_otherwise(old, new), n_same)


def _moved(before: Mapping[str, Checked], after: Mapping[str, Checked]) -> dict[str, str]:
    """Find pages of the web that are in both results under other addresses."""
    gone = {path: each for path, each in before.items() if path not in after}
    come = {path: each for path, each in after.items() if path not in before}
    addresses: tuple[Callable[[Checked], str], ...] = (_led_to, _calls_itself)
    pairs: dict[str, str] = {}
    for address in addresses:
        known = {address(each): path for path, each in gone.items() if path not in pairs}
        for later, each in come.items():
            path = known.pop(address(each), "") if address(each) else ""
            if path and later not in pairs.values():
                pairs[path] = later
    return pairs


def _led_to(checked: Checked) -> str:
    return checked.final_url


def _calls_itself(checked: Checked) -> str:
    return checked.canonical


def _difference(
    path: str, before: Checked | None, after: Checked | None, old: Saved, new: Saved
) -> Difference:
    was = {claim.claim_id: claim for claim in before.claims} if before is not None else {}
    now = {claim.claim_id: claim for claim in after.claims} if after is not None else {}
    aside = dict(after.aside if after is not None else ())
    aside_before = dict(before.aside if before is not None else ())
    changes = []
    for claim_id in (*now, *(claim_id for claim_id in was if claim_id not in now)):
        one, other = was.get(claim_id), now.get(claim_id)
        if one is None or other is None or (one.verdict, one.code) != (other.verdict, other.code):
            why = ""
            if other is None:
                why = aside.get(claim_id, "")
            elif one is None:
                why = aside_before.get(claim_id, "")
            changes.append(Change(one, other, why))
    n_same = len(was.keys() & now.keys()) - sum(
        change.old is not None and change.new is not None for change in changes
    )
    note = ""
    if before is None:
        note = _why_missing(path, old)
    elif after is None:
        note = _why_missing(path, new)
    return Difference(path, tuple(changes), n_same, note)


def _why_missing(path: str, saved: Saved) -> str:
    why = dict(saved.failed).get(path, "")
    return f"not checked in {saved.name}{': ' if why else ''}{why}"


def _made_otherwise(old: Saved, new: Saved) -> tuple[tuple[str, str, str], ...]:
    was, now = dict(old.made_by), dict(new.made_by)
    names = dict.fromkeys((*was, *now))
    return tuple(
        (name, was.get(name, ""), now.get(name, ""))
        for name in names
        if was.get(name) != now.get(name)
    )
