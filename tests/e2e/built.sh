#!/usr/bin/env bash
# Builds the wheel, installs it alone in a fresh environment, and does the main
# job in an empty folder: the wheel must carry evidence, word lists and models.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$PYTHON" -m build --wheel --outdir "$folder/dist" . >"$folder/build.log" 2>&1 || {
    cat "$folder/build.log" >&2
    exit 1
}
"$PYTHON" -m venv "$folder/venv"
bin=$folder/venv/bin
"$bin/python" -m pip install --quiet torch==2.13.0 -c constraints.txt
"$bin/python" -m pip install --quiet "$folder"/dist/*.whl -c constraints.txt

mkdir "$folder/empty"
cd "$folder/empty"
# Nothing of the checkout or of this user's cache may help.
unset PYTHONPATH
export CLAIMS_CACHE_DIR=$folder/cache
"$bin/python" - "$root" <<'PY'
import sys
from pathlib import Path

import pipeline
from pipeline import resources

root = Path(sys.argv[1])
places = [Path(pipeline.__file__), resources.evidence_dir(), resources.samples_dir()]
for place in (*places, resources.models_dir(), resources.reviews_dir()):
    assert place.exists(), f"the wheel lacks {place}"
    assert Path(sys.prefix) in place.parents, f"{place} is not of the wheel"
# What a checkout checks articles against, its wheel does.
carried = [folder.name for folder in resources.evidence_dirs()]
here = [name for name in ("evidence", "reviews") if (root / "corpus" / name / "sources.csv").is_file()]
assert carried == here, f"the wheel carries {carried}, the checkout has {here}"
PY
articles=$("$bin/python" -c 'from pipeline.resources import samples_dir; print(samples_dir())')
"$bin/claims" check "$articles" --exit-zero --format json >"$folder/found.json"
"$bin/python" - "$folder/found.json" <<'PY'
import json
import sys

found = json.load(open(sys.argv[1], encoding="utf-8"))
n_claims = sum(len(document["claims"]) for document in found["documents"])
assert not found["errors"], found["errors"]
assert n_claims, "no claim found in the sample articles"
print(f"{len(found['documents'])} articles, {n_claims} claims.")
PY
"$bin/claims" evidence validate
"$bin/claims" --version
echo "The wheel works alone."
