"""An audit of many hosts, run by a process of its own so that a test can kill it.

python auditing.py FOLDER ENCODER EVIDENCE DELAY_S < addresses
"""

from __future__ import annotations

import sys
from pathlib import Path

from batch.works import echoing

from pipeline import batch, encoders
from pipeline.encoders.folders import find_encoder_folder
from pipeline.read.web.fetch import Conditions
from pipeline.read.web.gather import gather
from pipeline.read.web.limits import Limits
from pipeline.read.web.proxies import no_proxy
from pipeline.settings import Settings


def audit(
    out,
    urls=(),
    *,
    sitemaps=(),
    evidence,
    encoder,
    delay_s=0.0,
    make=echoing,
    look_up=None,
    **changed,
):
    """Audit pages of loopback, whatever their hosts are called; what is judged is echoed."""
    folder = find_encoder_folder(str(encoder))
    encoders.load_encoder = lambda: encoders.OnnxEncoder(folder)
    limits = Limits(delay_s=delay_s, first_byte_s=20.0)
    options = {"limits": batch.Limits(20, 8000), "n_workers": 1}
    options |= {name: changed.pop(name) for name in ("fresh", "retry") if name in changed}
    on = {"allow_private": True, "proxies": no_proxy, "resolver": lambda _: ["127.0.0.1"]}
    return batch.run_audit(
        lambda fetch: gather(urls, sitemaps, fetch=fetch, limit=100, max_bytes=1_000_000),
        settings=Settings(evidence=(Path(evidence),), shipped_evidence=False, finder="patterns"),
        conditions=Conditions(limits=limits, **{**on, **changed}),
        options=batch.Options(Path(out), **options),
        look_up=look_up,
        make=make,
    )


if __name__ == "__main__":
    out, encoder, evidence, delay_s = sys.argv[1:]
    audit(
        out,
        sys.stdin.read().split(),
        evidence=evidence,
        encoder=encoder,
        delay_s=float(delay_s),
    )
