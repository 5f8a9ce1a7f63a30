"""Stage 6: the JSON Schema of the report, for those who build on it.

Closed lists come from the Literals of the records and from the table of codes,
so that the schema cannot fall behind them. New keys may appear without a new
`schema` number, so objects stay open; every key of today is listed and required.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, get_args

from pipeline.codes import CODES
from pipeline.notices import NOTICES
from pipeline.records import (
    Attribution,
    Bound,
    Causal,
    Certainty,
    ClaimKind,
    Direction,
    Format,
    Hedge,
    MutedBy,
    QuantityKind,
    Role,
    Severity,
    SourceKind,
    SourceStatus,
    Species,
    Stance,
    VerdictName,
)
from pipeline.report.to_claimreview import completed_schema
from pipeline.report.to_json import NAME, SCHEMA, Json

_Schema = Mapping[str, Json]

_TEXT: Final[_Schema] = {"type": "string"}
_WORDS: Final[_Schema] = {"type": "string", "minLength": 1}
_TEXT_OR_NULL: Final[_Schema] = {"type": ["string", "null"]}
_DAY_OR_NULL: Final[_Schema] = {"type": ["string", "null"], "format": "date"}
_NUMBER_OR_NULL: Final[_Schema] = {"type": ["number", "null"]}
_COUNT: Final[_Schema] = {"type": "integer", "minimum": 0}
_COUNT_OR_NULL: Final[_Schema] = {"type": ["integer", "null"], "minimum": 0}
_FROM_ONE: Final[_Schema] = {"type": "integer", "minimum": 1}
_FROM_ONE_OR_NULL: Final[_Schema] = {"type": ["integer", "null"], "minimum": 1}
_YEAR_OR_NULL: Final[_Schema] = {"type": ["integer", "null"]}
_FLAG: Final[_Schema] = {"type": "boolean"}
_SHARE: Final[_Schema] = {"type": "number", "minimum": 0, "maximum": 1}


def print_schema(*, claimreview: bool = False) -> str:
    """Return the schema as text, with a line break at its end.

    Args:
        claimreview: give what a completed ClaimReview has to pass instead.
    """
    schema = completed_schema() if claimreview else json_schema()
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def json_schema() -> dict[str, Json]:
    """Return the JSON Schema (draft 2020-12) of what `to_json.write` writes."""
    root = _object(
        "All that one run found.",
        schema={"const": SCHEMA},
        tool=_ref("tool"),
        documents=_list(_ref("document")),
        errors=_list(_ref("error")),
        notices=_list(_ref("notice")),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The report of `claims check --format json`",
        **root,
        "$defs": {
            **_of_the_run(),
            **_of_a_line(),
            **_of_a_claim(),
            **_of_a_statement(),
            **_of_a_judgement(),
        },
    }


def _of_the_run() -> dict[str, Json]:
    return {
        "tool": _object(
            "What made the report.",
            name={"const": NAME},
            version=_WORDS,
            evidence=_object("The evidence table in use.", version=_TEXT, rows=_COUNT),
            models={
                "description": "Each model in use, with its version.",
                "type": "object",
                "additionalProperties": _TEXT,
            },
        ),
        "document": _object(
            "One article. `start` and `end` below it are code points of the file as decoded "
            "(byte order mark dropped, line ends kept), half-open; `text` is that slice.",
            path=_WORDS,
            sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
            format=_one_of(Format),
            title=_TEXT_OR_NULL,
            date=_DAY_OR_NULL,
            author=_TEXT_OR_NULL,
            published=_DAY_OR_NULL,
            modified=_DAY_OR_NULL,
            canonical=_TEXT_OR_NULL,
            language=_WORDS,
            url={**_TEXT_OR_NULL, "description": "As it was given; null of what is no page."},
            final_url={**_TEXT_OR_NULL, "description": "Where redirects ended."},
            fetched_at={"type": ["string", "null"], "format": "date-time"},
            status=_COUNT_OR_NULL,
            response=_or_null(_ref("response")),
            parts={
                **_list(_ref("part")),
                "description": "The pages of an article that is cut into several, in order; "
                "empty of every other.",
            },
            missing_parts={
                **_list(_WORDS),
                "description": "Addresses of its further parts that were not to be had.",
            },
            is_whole={
                **_FLAG,
                "description": "All of it was there to be read: no part is missing, and nothing "
                "is kept for those who pay.",
            },
            claims=_list(_ref("claim")),
            muted=_list(_ref("muted")),
        ),
        "part": _object(
            "One page of an article that is cut into several. `start` and `end` say what it "
            "holds of the article's text, in which its pages stand one after the other.",
            start=_COUNT,
            end=_COUNT,
            url=_WORDS,
            final_url=_WORDS,
            fetched_at={"type": "string", "format": "date-time"},
            status=_COUNT,
            sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
            response=_ref("response"),
        ),
        "response": _object(
            "What the server said of a page, without cookies.",
            redirects=_list(_WORDS),
            headers={
                "description": "Name in small letters and value, in the order sent.",
                "type": "array",
                "items": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2},
            },
            from_cache={
                **_FLAG,
                "description": "The server said that what was kept of it is unchanged.",
            },
            robots_ignored={
                **_FLAG,
                "description": "robots.txt was not asked whether programs may fetch it.",
            },
        ),
        "error": _object(
            "Something that kept an input from being judged.",
            path=_TEXT,
            code={"type": "string", "pattern": "^E[0-9]{3}$"},
            message=_WORDS,
        ),
        "notice": _object(
            "Something to know that is neither a finding nor an error.",
            path=_TEXT,
            line={"type": ["integer", "null"], "minimum": 1},
            code={"enum": list(NOTICES)},
            message=_WORDS,
        ),
    }


def _of_a_line() -> dict[str, Json]:
    return {
        "line": {
            "description": "One line of `--format jsonl`: first the tool, then each document, "
            "then each error and each notice, with the keys that they have in one object of all.",
            "oneOf": [_record(name) for name in ("tool", "document", "error", "notice")],
        },
    }


def _record(name: str) -> _Schema:
    named: dict[str, Json] = {"schema": {"const": SCHEMA}, "record": {"const": name}}
    return {"properties": named, "required": list(named), **_ref(name)}


def _of_a_claim() -> dict[str, Json]:
    return {
        "muted": _object(
            "A claim whose findings somebody did not want to hear of again. It counts for "
            "nothing. It may stand among `claims` as well, with the findings that are left.",
            muted_by=_one_of(MutedBy),
            reason={
                **_TEXT,
                "description": "The writer's, or which setting or baseline it was.",
            },
            claim=_ref("claim"),
        ),
        "claim": _object(
            "One checkable statement. `verdict`, `code`, `reason` and `confidence` repeat the "
            "first finding, the one that decides.",
            id=_WORDS,
            kind=_one_of(ClaimKind),
            start=_COUNT,
            end=_FROM_ONE,
            line=_FROM_ONE,
            column=_FROM_ONE,
            text=_WORDS,
            link={
                **_TEXT_OR_NULL,
                "description": "Opens a page that was fetched at these words, by a text "
                "fragment; null of what is no page.",
            },
            locator={
                **_list(_ref("locator")),
                "description": "Where it stands in a Word document or PDF, run by run or line by "
                "line; empty where the offsets count in the file itself.",
            },
            table_cell=_or_null(_ref("table_cell")),
            registry_code=_or_null(_ref("registry_code")),
            statement=_ref("statement"),
            verdict=_one_of(VerdictName),
            code=_ref("code"),
            reason=_WORDS,
            confidence=_SHARE,
            findings={**_list(_ref("finding")), "minItems": 1},
            checks=_list(_ref("check")),
            evidence=_list(_ref("evidence")),
        ),
        "locator": _object(
            "A stretch of a document that the claim touches; null is what the format does not "
            "have. Paragraphs and runs count from 1 as they stand in the part's XML: all `w:p` of "
            "the body or of the notes, all `w:r` of the paragraph. Pages count from 1.",
            part=_TEXT_OR_NULL,
            paragraph=_FROM_ONE_OR_NULL,
            run=_FROM_ONE_OR_NULL,
            page=_FROM_ONE_OR_NULL,
            box={
                "description": "Left, top, right, bottom in points from the top left corner of "
                "the page as shown.",
                "type": ["array", "null"],
                "items": {"type": "number"},
                "minItems": 4,
                "maxItems": 4,
            },
        ),
        "table_cell": _object(
            "Where in the article's tables the claim stands; all count from 1.",
            table=_FROM_ONE,
            row=_FROM_ONE,
            column=_FROM_ONE,
            row_header=_TEXT,
            column_header=_TEXT,
        ),
        "registry_code": _object(
            "For a claim of kind code: the code as written, and its system.",
            system=_WORDS,
            code=_WORDS,
        ),
    }


def _of_a_statement() -> dict[str, Json]:
    return {
        "statement": _object(
            "Who got what, against what, what was measured, how it came out.",
            intervention=_or_null(_ref("concept")),
            comparator={
                **_or_null(_ref("concept")),
                "description": "The first of `comparators`.",
            },
            comparators=_list(_ref("concept")),
            taken_with=_list(_ref("concept")),
            condition=_or_null(_ref("concept")),
            population=_or_null(_ref("concept")),
            outcome=_or_null(_ref("concept")),
            dose=_or_null(_ref("quantity")),
            form=_TEXT_OR_NULL,
            route=_TEXT_OR_NULL,
            species=_one_of(Species),
            timeframe=_or_null(_ref("quantity")),
            direction=_one_of(Direction),
            hedge=_one_of(Hedge),
            negated=_FLAG,
            causal=_one_of(Causal),
            attribution=_one_of(Attribution),
            quantities=_list(_ref("quantity")),
            source=_or_null(_ref("source")),
        ),
        "concept": _object(
            "A concept as the text names it; its id is of MeSH, or ours and begins with X-.",
            text=_TEXT,
            id=_WORDS,
            name=_TEXT,
        ),
        "quantity": _object(
            "One number with what it says of itself. Proportions are 0..1.",
            text=_TEXT,
            start=_COUNT,
            end=_COUNT,
            value=_NUMBER_OR_NULL,
            low=_NUMBER_OR_NULL,
            high=_NUMBER_OR_NULL,
            bound=_one_of(Bound),
            unit=_TEXT,
            kind=_one_of(QuantityKind),
            role=_one_of(Role),
            direction={"enum": [*get_args(Direction), None]},
            per=_NUMBER_OR_NULL,
        ),
        "source": _object(
            "What the text says of a publication or body it leans on.",
            text=_TEXT,
            start=_COUNT,
            end=_COUNT,
            kind=_one_of(SourceKind),
            publisher=_TEXT_OR_NULL,
            authors=_list(_TEXT),
            journal=_TEXT_OR_NULL,
            year=_YEAR_OR_NULL,
            trials=_COUNT_OR_NULL,
            participants=_COUNT_OR_NULL,
            identifiers={
                "description": "By system (doi, pmid …); several of one system are "
                "separated by a space.",
                "type": "object",
                "additionalProperties": _WORDS,
            },
            links={
                **_list(_WORDS),
                "description": "Addresses of publications that the article links to from these "
                "words, or from the claim where `text` is empty.",
            },
        ),
    }


def _of_a_judgement() -> dict[str, Json]:
    return {
        "code": {
            "description": "`claims explain CODE` says what it means.",
            "enum": list(CODES),
        },
        "finding": _object(
            "One thing said of a claim.",
            code=_ref("code"),
            verdict=_one_of(VerdictName),
            severity=_one_of(Severity),
            reason=_WORDS,
            confidence=_SHARE,
            comparison=_or_null(_ref("comparison")),
            row_ids=_list(_WORDS),
        ),
        "comparison": _object(
            "Both numbers side by side, as printed, and the rule that compared them.",
            rule=_WORDS,
            claimed=_TEXT,
            evidence=_TEXT,
            row_id=_TEXT_OR_NULL,
        ),
        "check": _object(
            "Arithmetic that was tried on the article, whether or not it held.",
            code=_ref("code"),
            passed=_FLAG,
            detail=_TEXT,
        ),
        "evidence": _object(
            "One row of the evidence table. `value` is its effect, on the scale of `unit`.",
            row_id=_WORDS,
            source_id=_WORDS,
            title=_TEXT,
            publisher=_TEXT_OR_NULL,
            year=_YEAR_OR_NULL,
            doi=_TEXT_OR_NULL,
            url=_TEXT_OR_NULL,
            sentence=_TEXT,
            value=_NUMBER_OR_NULL,
            low=_NUMBER_OR_NULL,
            high=_NUMBER_OR_NULL,
            unit=_TEXT_OR_NULL,
            status=_one_of(SourceStatus),
            kind=_one_of(ClaimKind),
            stance=_one_of(Stance),
            certainty={"enum": [*get_args(Certainty), None]},
            verified=_FLAG,
        ),
    }


def _object(description: str, /, **properties: _Schema) -> dict[str, Json]:
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
    }


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(literal: object) -> _Schema:
    return {"enum": list(get_args(literal))}
