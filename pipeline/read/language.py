"""Stage 1: which language an article is in.

English is told by its function words, at once. Only where these leave a doubt
is py3langid's model loaded: that takes two seconds, and most articles are
English. (Its model is an npz file that numpy reads with `allow_pickle=False`.)
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

UNKNOWN: Final = "und"

# Words that English needs in every other sentence and that its neighbours do
# not have: "of", "is", "we", "was" and "in" are also Dutch or German.
_ENGLISH: Final = frozenset(
    {
        *("the", "and", "with", "that", "this", "which", "your", "you", "from", "not", "been"),
        *("has", "it", "they", "their", "when", "there", "are", "than", "these", "those", "how"),
    }
)
# Of the words of 500 review abstracts and five health pages 6 to 19% are of
# these; of Dutch, German or Spanish ones under 2% (an English title).
_SURE: Final = 0.05
_LIKELY: Final = 0.03
# One alone may be the title of a journal.
_MIN_DIFFERENT: Final = 3
# Below this a guess is worth nothing. A sign of Chinese or Japanese carries
# about as much as a word.
_MIN_WORDS: Final = 12
# A model's guess below this is kept to itself.
_MIN_PROBABILITY: Final = 0.6
# Enough to be sure, and a long article costs no more than a short one.
_LOOK_CHARACTERS: Final = 20_000

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SIGN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


def latin_share(text: str) -> float:
    """Return how many of the letters are Latin, 0..1; 1 where there are none."""
    letters = len(_LETTER.findall(text))
    return len(_LATIN.findall(text)) / letters if letters else 1.0


def tell_language(text: str) -> str:
    """Tell the language of a text as ISO 639-1, or "und" where it is too short to say.

    >>> tell_language("Needles are thin, and that is why you may not feel much of them at all.")
    'en'
    """
    sample = text[:_LOOK_CHARACTERS]
    words = _WORD.findall(sample.lower())
    if len(words) + len(_SIGN.findall(sample)) < _MIN_WORDS:
        return UNKNOWN
    latin = latin_share(sample)
    found = [word for word in words if word in _ENGLISH]
    english = len(found) / max(1, len(words))
    if latin > 0.6 and english >= _SURE and len(set(found)) >= _MIN_DIFFERENT:
        return "en"
    code, probability = _model().classify(sample)
    if latin > 0.6 and english >= _LIKELY and (code == "en" or probability < 0.99):
        return "en"
    if probability < _MIN_PROBABILITY:
        return UNKNOWN
    return str(code)


@cache
def _model() -> Any:  # noqa: ANN401 - py3langid has no types
    from py3langid import langid  # noqa: PLC0415 - two seconds

    model = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    # The model also knows varieties that ISO 639-1 has no code for.
    model.set_languages(sorted({code for code in model.nb_classes if len(code) == 2}))
    return model
