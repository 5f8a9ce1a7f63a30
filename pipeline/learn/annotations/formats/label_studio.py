"""Label Studio's JSON, an article to a task, and the labelling interface for it.

Kind, verdict, trap, `why` and `fields` are each a control of every region: the
interface that shows them is written beside the tasks, as `NAME.xml`. `fields`
is a text that holds JSON. Article, part and topic stand in the task's data.
Places are code points, as Label Studio stores them; where its older versions
counted UTF-16, the words that it keeps beside each place tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats.assembled import (
    as_objects,
    assembled,
    head_of,
    read_json,
    write_text,
)
from pipeline.learn.annotations.formats.code_units import CodeUnits
from pipeline.learn.annotations.labels import Labels
from pipeline.learn.annotations.lines import Object, fields_object
from pipeline.learn.annotations.records import AnnotatedArticle, Annotation

_TEXT: Final = "text"
# Line breaks may come back escaped or as spaces.
_SPACE: Final = re.compile(r"(?:\\[nrt]|\s)+")


def write(articles: Sequence[AnnotatedArticle], out: Path, labels: Labels) -> None:
    """Write the tasks, and the interface beside them.

    Raises:
        ReportUnwritableError: a file cannot be written.
    """
    tasks = [
        {
            "data": head_of(article) | {_TEXT: article.source},
            "annotations": [
                {
                    "result": [
                        part
                        for number, one in enumerate(article.annotations, start=1)
                        for part in _results(one, f"r{number}")
                    ]
                }
            ],
        }
        for article in articles
    ]
    write_text(out, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    write_text(out.with_suffix(".xml"), interface(labels))


def interface(labels: Labels) -> str:
    """Return the labelling interface that shows such tasks."""
    kinds = "".join(f"    <Label value={quoteattr(kind)}/>\n" for kind in labels.kinds)
    controls = "".join(
        f'  <Choices name="{name}" toName="text" perRegion="true" choice="single">\n'
        + "".join(f"    <Choice value={quoteattr(value)}/>\n" for value in values)
        + "  </Choices>\n"
        for name, values in (("verdict", labels.verdicts), ("trap", labels.traps))
    )
    texts = "".join(
        f'  <TextArea name="{name}" toName="text" perRegion="true" editable="true"/>\n'
        for name in ("why", "fields")
    )
    return (
        f'<View>\n  <Labels name="kind" toName="text">\n{kinds}  </Labels>\n'
        f'  <Text name="text" value="$text" granularity="symbol"/>\n{controls}{texts}</View>\n'
    )


def read(path: Path, labels: Labels) -> list[AnnotatedArticle]:
    """Read such tasks, or what Label Studio exports of them as JSON.

    Raises:
        AnnotationFormatError: a task is something else, or was annotated more than once.
    """
    tasks = read_json(path)
    if not isinstance(tasks, list):
        raise AnnotationFormatError(path=path, where="", why="it is no list of tasks")
    found = []
    for number, task in enumerate(as_objects(tasks), start=1):
        where = f", task {number}"
        data = task.get("data")
        head: Object = data if isinstance(data, Mapping) else {}
        sets = [one for one in as_objects(task.get("annotations")) if not one.get("was_cancelled")]
        if len(sets) > 1:
            why = f"it has {len(sets)} sets of annotations; keep one"
            raise AnnotationFormatError(path=path, where=where, why=why)
        source = head.get(_TEXT)
        said: list[tuple[int, int, Object]] = []
        if sets and isinstance(source, str):
            said = _regions(as_objects(sets[0].get("result")), source, path, where)
        found.append(assembled(head, source, said, labels, path=path, where=where))
    return found


def _results(one: Annotation, name: str) -> list[dict[str, object]]:
    """Return the region of an annotation with a result for each of its controls."""

    def result(control: str, kind: str, **value: object) -> dict[str, object]:
        place: dict[str, object] = {"start": one.start, "end": one.end}
        return {
            "id": name,
            "from_name": control,
            "to_name": _TEXT,
            "type": kind,
            "value": place | value,
        }

    results = [result("kind", "labels", text=one.text, labels=[one.kind])]
    for control, choice in (("verdict", one.verdict), ("trap", one.trap)):
        if choice is not None:
            results.append(result(control, "choices", text=one.text, choices=[choice]))
    if one.why:
        results.append(result("why", "textarea", text=[one.why]))
    if one.fields is not None:
        given = json.dumps(fields_object(one.fields), ensure_ascii=False)
        results.append(result("fields", "textarea", text=[given]))
    return results


def _regions(
    results: Sequence[Object], source: str, path: Path, where: str
) -> list[tuple[int, int, Object]]:
    """Put the results of each region together."""
    said: dict[object, dict[str, object]] = {}
    places: dict[object, tuple[int, int]] = {}
    for result in results:
        value = result.get("value")
        control, name = result.get("from_name"), result.get("id")
        if not isinstance(value, Mapping):
            continue
        its = said.setdefault(name, {})
        match control, value:
            case "kind", {"labels": [str(kind)], "start": int(start), "end": int(end)}:
                its["kind"] = kind
                places[name] = _place(source, start, end, value.get(_TEXT), path, where)
            case "verdict" | "trap", {"choices": [str(choice)]}:
                its[str(control)] = choice
            case "why", {"text": [*texts]}:
                its["why"] = "\n".join(map(str, texts))
            case "fields", {"text": [str(given)]}:
                its["fields"] = _loaded(given, path, where)
            case _:
                why = f"it has a result that the interface cannot make: {control!r}"
                raise AnnotationFormatError(path=path, where=where, why=why)
    return [(*place, said[name]) for name, place in places.items()]


def _place(
    source: str, start: int, end: int, text: object, path: Path, where: str
) -> tuple[int, int]:
    """Return a region's place in code points; its words tell how it was counted."""
    if not isinstance(text, str) or _alike(source[start:end], text):
        return start, end
    units = CodeUnits.of(source)
    first, last = units.to_points(start), units.to_points(end)
    if first is not None and last is not None and _alike(source[first:last], text):
        return first, last
    why = f"{start}-{end} does not read {text[:60]!r}"
    raise AnnotationFormatError(path=path, where=where, why=why)


def _alike(one: str, other: str) -> bool:
    return one == other or _SPACE.sub(" ", one).strip() == _SPACE.sub(" ", other).strip()


def _loaded(given: str, path: Path, where: str) -> object:
    try:
        return json.loads(given)
    except ValueError as error:
        why = f"'fields' holds no JSON: {error}"
        raise AnnotationFormatError(path=path, where=where, why=why) from error
