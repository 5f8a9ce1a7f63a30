"""The formats in which annotated articles leave and come back, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.learn.annotations.formats import (
    articles_jsonl,
    conll,
    docbin,
    doccano,
    hugging_face,
    label_studio,
    quotes,
)
from pipeline.learn.annotations.labels import Labels
from pipeline.learn.annotations.records import AnnotatedArticle

Write = Callable[[Sequence[AnnotatedArticle], Path, Labels], None]
Read = Callable[[Path, Labels], list[AnnotatedArticle]]


@dataclass(frozen=True, slots=True)
class Form:
    """A format: how it is written and read, and whether it is a folder or a file."""

    write: Write
    read: Read
    is_folder: bool


FORMATS: Final[Mapping[str, Form]] = {
    "jsonl": Form(articles_jsonl.write, articles_jsonl.read, is_folder=False),
    "quotes": Form(quotes.write, quotes.read, is_folder=True),
    "datasets": Form(hugging_face.write_saved, hugging_face.read_saved, is_folder=True),
    "parquet": Form(hugging_face.write_parquet, hugging_face.read_parquet, is_folder=True),
    "docbin": Form(docbin.write, docbin.read, is_folder=True),
    "conll": Form(conll.write, conll.read, is_folder=False),
    "doccano": Form(doccano.write, doccano.read, is_folder=False),
    "label-studio": Form(label_studio.write, label_studio.read, is_folder=False),
}
