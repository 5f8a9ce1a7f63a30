"""Languages: English at once, others by a model, none of too little."""

import pytest

from pipeline.read import language
from pipeline.read.language import latin_share, tell_language

TOLD = {
    "English": (
        "Needles are thin, and that is why you may not feel much of them when they go in.",
        "en",
    ),
    "English with foreign labels": (
        "Needles are thin, and that is why you may not feel much of them when they enter. 时间:",
        "en",
    ),
    "German": (
        "Die Nadeln sind dünn, und deshalb spürt man davon meist nicht viel. The Lancet.",
        "de",
    ),
    "Spanish": (
        "Las agujas son muy finas y por eso casi no se sienten cuando entran en la piel.",
        "es",
    ),
    "Dutch": (
        "De naalden zijn dun en dat is waarom je er meestal niet veel van voelt als ze erin gaan.",
        "nl",
    ),
    "Chinese": ("针灸可以缓解慢性疼痛，许多患者在治疗后感觉好转，但证据仍然有限。", "zh"),
    "Russian": (
        "Иглы очень тонкие, и поэтому больной почти не чувствует их во время лечения.",
        "ru",
    ),
    "too short": ("Needles are thin.", "und"),
    "numbers": ("1 2 3 4 5 6 7 8 9 10 11 12 13 14", "und"),
    "nothing": ("", "und"),
}


@pytest.mark.parametrize(("text", "expected"), TOLD.values(), ids=TOLD)
def test_language_is_told(text, expected):
    assert tell_language(text) == expected


def test_language_of_english_needs_no_model(monkeypatch):
    def refuse():
        raise AssertionError("the model was loaded")

    monkeypatch.setattr(language, "_model", refuse)
    assert tell_language(TOLD["English"][0]) == "en"


LATIN = {"all": ("abc é", 1.0), "half": ("ab针灸", 0.5), "no letters": ("12 %", 1.0)}


@pytest.mark.parametrize(("text", "share"), LATIN.values(), ids=LATIN)
def test_language_counts_latin_letters(text, share):
    assert latin_share(text) == share
