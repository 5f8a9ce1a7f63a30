"""Spans are drawn, not counted: "Aspirin helps [a lot]." → the text and (14, 19)."""

from __future__ import annotations


def drawn(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the brackets out of a text and say where they stood."""
    text: list[str] = []
    spans: list[tuple[int, int]] = []
    open_at: list[int] = []
    for character in marked:
        if character == "[":
            open_at.append(len(text))
        elif character == "]":
            spans.append((open_at.pop(), len(text)))
        else:
            text.append(character)
    return "".join(text), sorted(spans)
