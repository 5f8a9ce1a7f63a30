"""Hugging Face datasets, an article to a row, a split for each part.

Everything has its place: a row has the article, its topic, its text and its
annotations with every field, typed. What was left out is null. Places are code
points. `datasets` names the parts "train", "dev", "test" and "early".

Two forms: a folder as `save_to_disk` makes it, and a folder of Parquet files,
`dev.parquet` and so on, that anything can read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from pipeline.errors import AnnotationFormatError, ReportUnwritableError
from pipeline.learn.annotations.formats.articles_jsonl import placed
from pipeline.learn.annotations.formats.assembled import (
    as_objects,
    assembled,
    make_folder,
)
from pipeline.learn.annotations.labels import Labels
from pipeline.learn.annotations.lines import Object, as_object
from pipeline.learn.annotations.records import PARTS, AnnotatedArticle

if TYPE_CHECKING:
    from datasets import DatasetDict, Features

# Of articles that no list has in a part.
UNLISTED: Final = "unlisted"
_SUFFIX: Final = ".parquet"
_NAMED: Final = {"text": "string", "id": "string"}
# As the records have them, by the name of each key in JSON.
_COLUMNS: Final[Mapping[str, object]] = {
    "article": "string",
    "topic": "string",
    "text": "string",
    "annotations": [
        {
            "start": "int32",
            "end": "int32",
            "text": "string",
            "kind": "string",
            "verdict": "string",
            "trap": "string",
            "why": "string",
            "fields": {
                "intervention": _NAMED,
                "condition": _NAMED,
                "outcome": _NAMED,
                "comparators": [_NAMED],
                "population": _NAMED,
                "quantities": [
                    {
                        "text": "string",
                        "unit": "string",
                        "role": "string",
                        "value": "float64",
                        "low": "float64",
                        "high": "float64",
                        "bound": "string",
                    }
                ],
                "dose": "string",
                "timeframe": "string",
                "form": "string",
                "species": "string",
                "direction": "string",
                "hedge": "string",
                "negated": "bool",
                "causal": "string",
                "attribution": "string",
                "source": {
                    "publisher": "string",
                    "authors": "string",
                    "journal": "string",
                    "title": "string",
                    "year": "int64",
                    "identifiers": ["string"],
                    "n_trials": "int64",
                    "n_participants": "int64",
                },
                "cell": {
                    "table": "int64",
                    "row": "int64",
                    "column": "int64",
                    "headers": ["string"],
                },
                "code": {"system": "string", "code": "string", "meaning": "string"},
            },
        }
    ],
}


def write_saved(articles: Sequence[AnnotatedArticle], out: Path, _labels: Labels) -> None:
    """Write a folder that `datasets.load_from_disk` reads.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    make_folder(out)
    try:
        as_datasets(articles).save_to_disk(out)
    except OSError as error:
        raise ReportUnwritableError(path=out, why=error.strerror or error) from error


def write_parquet(articles: Sequence[AnnotatedArticle], out: Path, _labels: Labels) -> None:
    """Write a folder of Parquet files, one for each part.

    Raises:
        ReportUnwritableError: it cannot be written.
    """
    make_folder(out)
    for part, rows in as_datasets(articles).items():
        path = out / f"{part}{_SUFFIX}"
        try:
            rows.to_parquet(path)
        except OSError as error:
            raise ReportUnwritableError(path=path, why=error.strerror or error) from error


def as_datasets(articles: Sequence[AnnotatedArticle]) -> DatasetDict:
    """Return the datasets of the parts that there are.

    Raises:
        AnnotationFormatError: the library is not installed.
    """
    datasets = _library()
    datasets.disable_progress_bars()
    made = {}
    for part in (*PARTS, None):
        rows = [_row(one) for one in articles if one.part == part]
        if rows:
            made[part or UNLISTED] = datasets.Dataset.from_list(rows, features=_features(datasets))
    return datasets.DatasetDict(made)


def read_saved(path: Path, labels: Labels) -> list[AnnotatedArticle]:
    """Read a folder that `save_to_disk` made.

    Raises:
        AnnotationFormatError: it is something else.
    """
    datasets = _library()
    try:
        saved = datasets.load_from_disk(path)
    except (OSError, ValueError) as error:
        why = f"it is no folder of datasets: {error}"
        raise AnnotationFormatError(path=path, where="", why=why) from error
    if not isinstance(saved, datasets.DatasetDict):
        why = "it is one dataset; wanted one for each part"
        raise AnnotationFormatError(path=path, where="", why=why)
    return _articles({str(part): list(rows) for part, rows in saved.items()}, path, labels)


def read_parquet(path: Path, labels: Labels) -> list[AnnotatedArticle]:
    """Read a folder of Parquet files.

    Raises:
        AnnotationFormatError: there is none, or one is something else.
    """
    import pyarrow  # noqa: PLC0415
    import pyarrow.parquet  # noqa: PLC0415

    rows: dict[str, Sequence[object]] = {}
    for file in sorted(path.glob(f"*{_SUFFIX}")):
        try:
            rows[file.stem] = pyarrow.parquet.read_table(file).to_pylist()
        except (OSError, pyarrow.ArrowException) as error:
            why = f"it is no Parquet: {error}"
            raise AnnotationFormatError(path=file, where="", why=why) from error
    if not rows:
        raise AnnotationFormatError(path=path, where="", why="it holds no Parquet file")
    return _articles(rows, path, labels)


def _row(article: AnnotatedArticle) -> dict[str, object]:
    return {
        "article": article.name,
        "topic": article.topic,
        "text": article.source,
        "annotations": _whole(
            [as_object(one) for one in article.annotations], _COLUMNS["annotations"]
        ),
    }


def _whole(given: object, columns: object) -> object:
    """Return an object with every column; what it lacks is None."""
    if isinstance(columns, list):
        (of_one,) = columns
        listed = given if isinstance(given, list) else []
        return [_whole(one, of_one) for one in listed]
    if columns == "float64" and isinstance(given, int):
        # Whole numbers are written as people write them.
        return float(given)
    if not isinstance(columns, Mapping) or not isinstance(given, Mapping):
        return given
    return {key: _whole(given.get(key), column) for key, column in columns.items()}


def _library() -> ModuleType:
    try:
        # Its import takes a second, and training alone installs it.
        import datasets
    except ImportError as error:
        why = "it is not installed; pip install 'health-claim-lint[train]'"
        raise AnnotationFormatError(path="datasets", where="", why=why) from error
    module: ModuleType = datasets
    return module


def _features(datasets: ModuleType) -> Features:
    def feature(column: object) -> object:
        if isinstance(column, str):
            return datasets.Value(column)
        if isinstance(column, list):
            return datasets.List(feature(column[0]))
        assert isinstance(column, Mapping)
        return {key: feature(of) for key, of in column.items()}

    return datasets.Features({key: feature(of) for key, of in _COLUMNS.items()})


def _articles(
    rows: Mapping[str, Sequence[object]], path: Path, labels: Labels
) -> list[AnnotatedArticle]:
    found = []
    for part, listed in rows.items():
        for number, row in enumerate(as_objects(listed), start=1):
            where = f", {part}, row {number}"
            head: Object = {**row, "part": None if part == UNLISTED else part}
            said = [placed(_given(one), path, where) for one in as_objects(row.get("annotations"))]
            found.append(assembled(head, row.get("text"), said, labels, path=path, where=where))
    return sorted(found, key=lambda one: one.name)


def _given(value: Object) -> Object:
    """Return an object without what is None."""
    return {
        key: _given(of) if isinstance(of, Mapping) else of
        for key, of in value.items()
        if of is not None
    }
