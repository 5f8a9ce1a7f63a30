from __future__ import annotations

import json
from typing import get_args

import pytest
from factories import make_result
from jsonschema import Draft202012Validator, ValidationError

from pipeline import records
from pipeline.codes import CODES
from pipeline.report.schema import json_schema, print_schema
from pipeline.report.to_claimreview import completed_schema
from pipeline.report.to_json import as_json

CLOSED = {
    "claim kinds": ("claim", "kind", records.ClaimKind),
    "verdicts": ("claim", "verdict", records.VerdictName),
    "severities": ("finding", "severity", records.Severity),
    "bounds": ("quantity", "bound", records.Bound),
    "roles": ("quantity", "role", records.Role),
    "quantity kinds": ("quantity", "kind", records.QuantityKind),
    "directions": ("statement", "direction", records.Direction),
    "hedges": ("statement", "hedge", records.Hedge),
    "causal wordings": ("statement", "causal", records.Causal),
    "attributions": ("statement", "attribution", records.Attribution),
    "species": ("statement", "species", records.Species),
    "source kinds": ("source", "kind", records.SourceKind),
    "source states": ("evidence", "status", records.SourceStatus),
    "stances": ("evidence", "stance", records.Stance),
    "formats": ("document", "format", records.Format),
    "what mutes": ("muted", "muted_by", records.MutedBy),
}


@pytest.mark.parametrize(("thing", "key", "literal"), CLOSED.values(), ids=CLOSED)
def test_schema_lists_what_the_records_allow(thing, key, literal):
    schema = json.loads(print_schema())
    assert schema["$defs"][thing]["properties"][key] == {"enum": list(get_args(literal))}


def test_schema_lists_every_finding_code():
    assert json.loads(print_schema())["$defs"]["code"]["enum"] == list(CODES)


def test_schema_of_a_completed_claimreview_is_another():
    assert json.loads(print_schema(claimreview=True)) == completed_schema()


def test_schema_is_a_schema_of_the_draft_it_names():
    schema = json_schema()
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


def test_schema_refuses_a_verdict_that_does_not_exist():
    written = json.loads(json.dumps(as_json(make_result())))
    validator = Draft202012Validator(json_schema())
    validator.validate(written)
    written["documents"][0]["claims"][0]["verdict"] = "true"
    with pytest.raises(ValidationError, match="'true' is not one of"):
        validator.validate(written)


def test_schema_allows_a_key_that_is_not_yet_known():
    written = json.loads(json.dumps(as_json(make_result())))
    written["documents"][0]["claims"][0]["fix"] = "a later version may say how"
    Draft202012Validator(json_schema()).validate(written)
