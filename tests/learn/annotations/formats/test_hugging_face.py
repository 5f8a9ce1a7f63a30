import sys

import pyarrow as pa
import pyarrow.parquet
import pytest
from learn.annotations.marking import LABELS, WHOLE, marked

from pipeline.errors import AnnotationFormatError
from pipeline.learn.annotations.formats import hugging_face

datasets = pytest.importorskip("datasets")
ARTICLE = marked("[Mint helps]. [So?]", {"kind": "efficacy", "fields": WHOLE}, "none")
SAGE = marked("Sage", part="train", topic="sage", name="sage.txt")


def test_hugging_face_has_a_split_for_each_part():
    made = hugging_face.as_datasets([ARTICLE, SAGE])
    assert {part: rows.num_rows for part, rows in made.items()} == {"train": 1, "dev": 1}


def test_hugging_face_rows_are_typed_and_what_was_left_out_is_null():
    features = hugging_face.as_datasets([ARTICLE])["dev"].features
    (row,) = hugging_face.as_datasets([ARTICLE])["dev"]
    claim, none = row["annotations"]
    assert claim["fields"]["quantities"][0]["value"] == 0.3
    assert (none["verdict"], none["fields"]) == (None, None)
    assert features["annotations"].feature["fields"]["source"]["year"] == datasets.Value("int64")


def test_hugging_face_parquet_is_read_by_others(tmp_path):
    hugging_face.write_parquet([ARTICLE, SAGE], tmp_path, LABELS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dev.parquet", "train.parquet"]
    read = pyarrow.parquet.read_table(tmp_path / "dev.parquet")
    assert read.column("article").to_pylist() == ["mint.txt"]


def test_hugging_face_folder_is_read_by_its_own_library(tmp_path):
    hugging_face.write_saved([ARTICLE], tmp_path, LABELS)
    assert datasets.load_from_disk(tmp_path)["dev"]["topic"][0] == "mint"


def test_hugging_face_single_dataset_has_no_parts(tmp_path):
    hugging_face.as_datasets([ARTICLE])["dev"].save_to_disk(tmp_path)
    with pytest.raises(AnnotationFormatError, match="wanted one for each part"):
        hugging_face.read_saved(tmp_path, LABELS)


def test_hugging_face_table_of_something_else_is_refused(tmp_path):
    pyarrow.parquet.write_table(pa.table({"tea": ["mint"]}), tmp_path / "dev.parquet")
    with pytest.raises(AnnotationFormatError, match="dev, row 1: 'article' is None"):
        hugging_face.read_parquet(tmp_path, LABELS)


def test_hugging_face_says_how_to_get_its_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(AnnotationFormatError, match="pip install"):
        hugging_face.as_datasets([ARTICLE])
