"""Which article is in which part, and what keeps the test part as it was.

`annotations/splits.toml` has a table for each part, from the name of an article
to its topic. No topic is in two parts, so that what is learnt of one is not
measured on it; the early articles alone are older than this rule.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import AnnotationsMissingError, LabelsUnusableError, PartChangedError
from pipeline.learn.annotations.lines import as_line, as_object
from pipeline.learn.annotations.records import PARTS, AnnotatedArticle, Part

SPLITS_FILE: Final = "splits.toml"
_ENGLISH: Final = "en"
_TABLES: Final = (*PARTS, "frozen", "language")


@dataclass(frozen=True, slots=True)
class Splits:
    """Which article is in which part.

    Attributes:
        path: where it is written.
        parts: of each article, by name.
        topics: of each article, by name.
        frozen: fingerprint of a part that must not change.
        languages: ISO 639-1, of the articles that are not English.
    """

    path: Path
    parts: Mapping[str, Part]
    topics: Mapping[str, str]
    frozen: Mapping[Part, str]
    languages: Mapping[str, str]

    def language(self, article: str) -> str:
        """Return the language of an article."""
        return self.languages.get(article, _ENGLISH)

    def names(self, part: Part) -> list[str]:
        """Return the names of a part's articles, sorted."""
        return sorted(name for name, its in self.parts.items() if its == part)


def read_splits(annotations: Path) -> Splits:
    """Read which article is in which part.

    Raises:
        AnnotationsMissingError: the folder has no such file.
        LabelsUnusableError: it is no TOML, or breaks a rule.
    """
    path = annotations / SPLITS_FILE
    if not path.is_file():
        raise AnnotationsMissingError(path=path)
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LabelsUnusableError(path=path, why=f"it is no TOML: {error}") from error
    tables = {name: _table(path, name, read.get(name, {})) for name in _TABLES}
    others = sorted(set(read) - set(_TABLES))
    if others:
        why = f"there is no part called '{others[0]}'; wanted {', '.join(_TABLES)}"
        raise LabelsUnusableError(path=path, why=why)
    parts: dict[str, Part] = {}
    topics: dict[str, str] = {}
    part_of_topic: dict[str, Part] = {}
    for part in PARTS:
        for name, topic in tables[part].items():
            if name in parts:
                why = f"'{name}' is in {parts[name]} and in {part}"
                raise LabelsUnusableError(path=path, why=why)
            first = part_of_topic.setdefault(topic, part) if part != "early" else part
            if first != part:
                why = f"topic '{topic}' is in {first} and in {part}"
                raise LabelsUnusableError(path=path, why=why)
            parts[name], topics[name] = part, topic
    unlisted = sorted(set(tables["language"]) - set(parts))
    if unlisted:
        why = f"'{unlisted[0]}' has a language and no part"
        raise LabelsUnusableError(path=path, why=why)
    return Splits(
        path=path,
        parts=parts,
        topics=topics,
        frozen={part: tables["frozen"][part] for part in PARTS if part in tables["frozen"]},
        languages=tables["language"],
    )


def fingerprint(articles: Iterable[AnnotatedArticle]) -> str:
    """Return the sha256 of articles with their annotations, in hex; their order is no matter."""
    hashed = hashlib.sha256()
    for article in sorted(articles, key=lambda one: one.name):
        hashed.update(as_line(article=article.name, source=article.source).encode())
        for annotation in article.annotations:
            hashed.update(as_line(**as_object(annotation)).encode())
    return hashed.hexdigest()


def check_frozen(splits: Splits, part: Part, articles: Iterable[AnnotatedArticle]) -> None:
    """Hold a part to its fingerprint, where it has one.

    Raises:
        PartChangedError: an article or an annotation was changed, added or lost.
    """
    frozen = splits.frozen.get(part)
    if frozen is None:
        return
    found = fingerprint(articles)
    if found != frozen:
        raise PartChangedError(part=part, frozen=frozen, found=found, path=splits.path)


def _table(path: Path, name: str, read: object) -> dict[str, str]:
    if not isinstance(read, dict) or not all(isinstance(value, str) for value in read.values()):
        raise LabelsUnusableError(path=path, why=f"[{name}] is no table of texts")
    return dict(read)
