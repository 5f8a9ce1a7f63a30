"""Results that were read and are not kept, for those who measure reading.

They lie beside a package in a file of their own that nothing but the measuring
reads: no claim is ever held against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import EvidenceMissingError
from pipeline.evidence.extract.found import Result

KEPT_OUT_FILE: Final = "kept_out.parquet"
# Of the line that a finding would have been.
_OF_ROW: Final = (
    "row_id",
    "direction",
    "measure",
    "value",
    "comparator_value",
    "low",
    "high",
    "timeframe",
)
KEPT_OUT_COLUMNS: Final = (*_OF_ROW, "why", "intervention", "comparator", "outcome")


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A result that is not kept.

    Attributes:
        row_id: that it would have as a finding.
        why: of REASONS.
        text: its fields in a line, for people.
    """

    row_id: str
    why: str
    text: str

    @property
    def source_id(self) -> str:
        """The id of the source that it was read from."""
        return self.row_id.rpartition("-")[0]


def kept_out_line(row: Mapping[str, str], result: Result) -> dict[str, str]:
    """Return the line of a result that is not kept, from that which it would have had."""
    return {name: row[name] for name in _OF_ROW} | {
        "why": result.why,
        "intervention": result.intervention.text,
        "comparator": " or ".join(concept.text for concept in result.comparators),
        "outcome": result.outcome.text,
    }


def read_kept_out(folder: Path) -> dict[str, KeptOut]:
    """Return by id what was not kept of a package; nothing where it does not say.

    Raises:
        EvidenceMissingError: the file is there and is not Parquet.
    """
    path = folder / KEPT_OUT_FILE
    if not path.is_file():
        return {}
    import pyarrow as pa  # noqa: PLC0415 - a quarter second
    import pyarrow.parquet as pq  # noqa: PLC0415 - a quarter second

    try:
        lines = pq.read_table(path, columns=list(KEPT_OUT_COLUMNS)).to_pylist()
    except (OSError, pa.ArrowException) as error:
        raise EvidenceMissingError(path=path, why=str(error)) from error
    return {line["row_id"]: KeptOut(line["row_id"], line["why"], _text(line)) for line in lines}


def _text(line: Mapping[str, str]) -> str:
    parts = [
        f"{line['intervention']} against {line['comparator']}: {line['outcome']}",
        line["timeframe"],
        line["direction"].replace("_", " "),
    ]
    if line["value"]:
        against = f" against {line['comparator_value']}" if line["comparator_value"] else ""
        parts.append(f"{line['measure'].replace('_', ' ')} {line['value']}{against}")
    if line["low"] and line["high"]:
        parts.append(f"{line['low']} to {line['high']}")
    return ", ".join(part for part in parts if part)
