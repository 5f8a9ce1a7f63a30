"""What a process that checks one page does not import."""

import subprocess
import sys

from pipeline.resources import samples_dir

# Each of these takes longer to import than a page takes to check.
UNUSED = ["torch", "transformers", "scipy", "weasel", "frictionless", "onnx", "huggingface_hub"]


def test_cold_start_imports_nothing_heavy_that_it_does_not_use():
    page = str(samples_dir() / "needles-and-backs.md")
    code = (
        "import sys\n"
        "from pipeline.cli.main import main\n"
        f"sys.argv = ['claims', 'check', {page!r}, '--exit-zero', '--format', 'json']\n"
        "try:\n"
        "    main()\n"
        "except SystemExit as done:\n"
        "    assert not done.code, done.code\n"
        f"print([name for name in {UNUSED} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == "[]"
