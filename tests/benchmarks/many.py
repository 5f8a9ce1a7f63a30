"""Short articles by the thousand, for batches; the same ones for the same seed."""

from __future__ import annotations

import random
from pathlib import Path

_THINGS = (
    "Acupuncture",
    "Yoga",
    "Melatonin",
    "Ginger tea",
    "Vitamin C",
    "Echinacea",
    "Massage",
    "A low-salt diet",
)
_TROUBLES = (
    "migraine",
    "low back pain",
    "nausea",
    "jet lag",
    "the common cold",
    "high blood pressure",
    "poor sleep",
)
_SENTENCES = (
    "{thing} cut {trouble} by {n}% within {weeks} weeks.",
    "In a survey, {n}% of people with {trouble} said that they feel better.",
    "{thing} may help against {trouble}.",
    "{thing} cures {trouble} for everyone (Lee et al., {year}).",
    "There are no side effects of {thing}.",
    "Bill CPT 978{digit} for it, and your insurer will pay.",
    "A Cochrane review of {trials} trials found that {thing} is better than sham for {trouble}.",
)
_FILLERS = (
    "The room was bright and the tea was warm.",
    "Nobody asks why we are here.",
    "Bring a friend and a blanket.",
    "It rained in the morning, as it does.",
)


def write_articles(folder: Path, n: int, *, seed: int = 0, paragraphs: int = 3) -> None:
    """Write articles of about 30 words a paragraph; some come twice, a few are empty."""
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    text = ""
    for number in range(n):
        if rng.random() >= 0.02:
            text = "" if rng.random() < 0.01 else _article(rng, paragraphs)
        (folder / f"{number:05}.md").write_text(text, encoding="utf-8")


def _article(rng: random.Random, paragraphs: int) -> str:
    thing, trouble = rng.choice(_THINGS), rng.choice(_TROUBLES)
    lines = [f"# {thing} and {trouble}", ""]
    for _ in range(paragraphs):
        words = [
            rng.choice(_SENTENCES).format(
                thing=thing,
                trouble=trouble,
                n=rng.randint(5, 95),
                weeks=rng.randint(2, 12),
                year=rng.randint(1990, 2024),
                digit=rng.randint(0, 9),
                trials=rng.randint(2, 40),
            )
            for _ in range(2)
        ]
        lines += [" ".join([*words, rng.choice(_FILLERS), rng.choice(_FILLERS)]), ""]
    return "\n".join(lines)
