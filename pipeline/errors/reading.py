"""E1, the errors of reading an article."""

from __future__ import annotations

from pipeline.errors.base import PipelineError


class SourceUnreadableError(PipelineError):
    """The file could not be opened or read."""

    code = "E101"
    template = "Cannot read {source}: {why}. Check the path and its permissions."


class SourceEmptyError(PipelineError):
    """There is nothing to read."""

    code = "E102"
    template = "{source} holds no text. An article of at least one sentence is wanted."


class SourceBinaryError(PipelineError):
    """The bytes are not text."""

    code = "E103"
    template = (
        "{source} is not text: {why}. Wanted: plain text, Markdown or HTML; documents (docx, odt, "
        "pdf, epub) go by their own endings. Export others to one of these first."
    )


class SourceTooLargeError(PipelineError):
    """The file is larger than an article can be."""

    code = "E104"
    template = (
        "{source} has {size_mb:.0f} MB; an article has at most {limit_mb:.0f} MB. "
        "Split it, or raise --max-mb."
    )


class LanguageUnsupportedError(PipelineError):
    """The article is not in English, so nothing in it is judged."""

    code = "E105"
    template = (
        "{source} is in {language}, and only English is read; nothing in it was judged. "
        "Check a translation instead."
    )


class NoArticlesError(PipelineError):
    """A folder or a pattern led to no article."""

    code = "E106"
    template = "{source} holds no article. Looked for files ending in {suffixes}."


class FormatUnknownError(PipelineError):
    """The file's ending names no format that is read."""

    code = "E107"
    template = "{source} ends in {suffix}, which is not read. Wanted one of {suffixes}."


class MarkupTooDeepError(PipelineError):
    """The markup nests deeper than any page does."""

    code = "E108"
    template = (
        "{source} nests {depth} levels deep; at most {limit} are read. "
        "Is it a page, or something that generates one?"
    )


class DocumentProtectedError(PipelineError):
    """The document opens only with a password."""

    code = "E109"
    template = "{source} is protected by a password. Save a copy without one and check that."


class DocumentBrokenError(PipelineError):
    """The file is not a whole document of its format."""

    code = "E110"
    template = (
        "{source} cannot be read as {format}: {why}. Open it in the program that made it and "
        "save it again."
    )


class DocumentUnsafeError(PipelineError):
    """The document is made to harm its reader: a zip bomb, an external entity."""

    code = "E111"
    template = "{source} was not opened: {why}. A document that a person wrote has nothing of it."


class DocumentScannedError(PipelineError):
    """The document holds pictures of pages and no text."""

    code = "E112"
    template = (
        "{source} holds no text, only pictures of {n_pages} pages. Run it through text "
        "recognition (OCR) first."
    )


class DocumentTooLongError(PipelineError):
    """The document has more pages than an article has."""

    code = "E113"
    template = (
        "{source} has {n_pages:,} pages; at most {limit:,} are read. Save the pages that you want "
        "to check as a file of their own."
    )


class DocumentSlowError(PipelineError):
    """Reading the document took more time or memory than any article takes."""

    code = "E114"
    template = (
        "Reading {source} was given up: {why}. Print it to a new PDF, or save a part of it, and "
        "check that."
    )


class DocumentLockedError(PipelineError):
    """The text of the book is encrypted by a copy protection."""

    code = "E115"
    template = (
        "{source} is locked by a copy protection (DRM), and its text is encrypted. Check the "
        "manuscript, or a copy from its publisher without one."
    )
