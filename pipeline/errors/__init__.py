"""Layer 0: every error raised on purpose, each with a code a user can search for.

Families: E1 reading an article, E2 fetching and reading a page, E3 models, E4 the evidence table,
E5 batches, E6 reports, E7 samples and judgements, E8 settings and the command line, E9 a bug.
"""

from __future__ import annotations

from pipeline.errors.base import PipelineError as PipelineError
from pipeline.errors.pages import (
    AddressForbiddenError as AddressForbiddenError,
)
from pipeline.errors.pages import (
    AddressUnusableError as AddressUnusableError,
)
from pipeline.errors.pages import (
    AnswerBrokenError as AnswerBrokenError,
)
from pipeline.errors.pages import (
    AnswerSlowError as AnswerSlowError,
)
from pipeline.errors.pages import (
    CertificateUnsureError as CertificateUnsureError,
)
from pipeline.errors.pages import (
    ConnectFailedError as ConnectFailedError,
)
from pipeline.errors.pages import (
    ConnectSlowError as ConnectSlowError,
)
from pipeline.errors.pages import (
    ContentUnreadError as ContentUnreadError,
)
from pipeline.errors.pages import (
    EncodingBrokenError as EncodingBrokenError,
)
from pipeline.errors.pages import (
    HeadersTooLargeError as HeadersTooLargeError,
)
from pipeline.errors.pages import (
    NameUnknownError as NameUnknownError,
)
from pipeline.errors.pages import (
    PageBehindConsentError as PageBehindConsentError,
)
from pipeline.errors.pages import (
    PageBehindLoginError as PageBehindLoginError,
)
from pipeline.errors.pages import (
    PageBehindPaywallError as PageBehindPaywallError,
)
from pipeline.errors.pages import (
    PageBombError as PageBombError,
)
from pipeline.errors.pages import (
    PageCutError as PageCutError,
)
from pipeline.errors.pages import (
    PageForHumansError as PageForHumansError,
)
from pipeline.errors.pages import (
    PageMissingError as PageMissingError,
)
from pipeline.errors.pages import (
    PageNeedsScriptError as PageNeedsScriptError,
)
from pipeline.errors.pages import (
    PageSlowError as PageSlowError,
)
from pipeline.errors.pages import (
    PageTooLargeError as PageTooLargeError,
)
from pipeline.errors.pages import (
    ProxyFailedError as ProxyFailedError,
)
from pipeline.errors.pages import (
    RedirectsTooManyError as RedirectsTooManyError,
)
from pipeline.errors.pages import (
    RobotsForbidError as RobotsForbidError,
)
from pipeline.errors.pages import (
    RobotsUnknownError as RobotsUnknownError,
)
from pipeline.errors.pages import (
    ServerBusyError as ServerBusyError,
)
from pipeline.errors.pages import (
    StatusRefusedError as StatusRefusedError,
)

# --- E1: reading an article -------------------------------------------------


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
        "pdf) go by their own endings. Export others to one of these first."
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


# --- E3: models ---------------------------------------------------------------


class ModelMissingError(PipelineError):
    """The encoder's files are not where they were expected."""

    code = "E301"
    template = "Cannot find the model {model}: {why}. Try `{remedy}`."


class ModelChangedError(PipelineError):
    """A model file is not the one that was pinned."""

    code = "E302"
    template = (
        "{path} is not the pinned file: its sha256 is {found}, wanted {wanted}. "
        "Reinstall the package that carries it."
    )


# --- E4: the evidence table ---------------------------------------------------


class EvidenceMissingError(PipelineError):
    """No evidence package where one was named."""

    code = "E401"
    template = "No evidence package at {path}: {why}. `claims evidence validate DIR` says more."


class EvidenceRowError(PipelineError):
    """A row of the evidence package breaks a rule."""

    code = "E402"
    template = "{path}, line {line}, column '{column}': {why}."


class EvidenceUnknownIdError(PipelineError):
    """No row, source, code or concept has this id."""

    code = "E403"
    template = "Nothing in the evidence table is called {row_id}. {hint}"


class EvidenceInvalidError(PipelineError):
    """The package as a whole failed its validation."""

    code = "E404"
    template = "{path} has {count} faults; the first: {first}"


class InputUnreadableError(PipelineError):
    """A file of publications or abstracts is not what it has to be."""

    code = "E405"
    template = "Cannot read {path}: {why}. Wanted: {wanted}."


class RecordInvalidError(PipelineError):
    """One record of a file of publications could not be used."""

    code = "E406"
    template = "{path}, record {record}: {why}."


class PackageExistsError(PipelineError):
    """A new evidence package was to be made where something lies already."""

    code = "E407"
    template = (
        "{path} is there already and is not empty; nothing is overwritten. Name a new folder."
    )


class CodeSystemUnknownError(PipelineError):
    """A list of codes is of a system whose shapes the table does not know."""

    code = "E421"
    template = "No code system is called {system}. Known are: {known}."


class CodeListUnreadableError(PipelineError):
    """A user's list of codes could not be read."""

    code = "E422"
    template = (
        "Cannot read the codes of {path}: {why}. Wanted: CSV or tab-separated text with a "
        "header; --code-column and --meaning-column name its columns."
    )


# --- E5: batches ----------------------------------------------------------------


class BatchOtherError(PipelineError):
    """A folder holds what another batch wrote, so its results would be mixed with ours."""

    code = "E501"
    template = (
        "{out} belongs to another batch: {why}. Name another folder, or let --fresh throw away "
        "what is there."
    )


class BatchBusyError(PipelineError):
    """Another process writes to the folder."""

    code = "E502"
    template = "{out} is being written by another run. Wait for its end, or name another folder."


class LedgerBrokenError(PipelineError):
    """The file that remembers what is done is none."""

    code = "E503"
    template = "{path} is no ledger of a batch: {why}. --fresh throws it away and begins anew."


class ManifestColumnError(PipelineError):
    """A list of articles lacks a column."""

    code = "E504"
    template = "{source} has no column {wanted}. Columns present: {present}. {hint}"


class ManifestUnreadableError(PipelineError):
    """A list of articles, or a line of it, cannot be read."""

    code = "E505"
    template = "{source} cannot be read as a list of articles: {why}. {hint}"


class WorkersUnusableError(PipelineError):
    """No process that checks articles could start."""

    code = "E506"
    template = "The worker processes cannot start: {why}. {hint}"


class ArticleTimeoutError(PipelineError):
    """An article took longer than one may."""

    code = "E511"
    template = (
        "{source} was not done after {limit:g} s and was given up. Split it, or raise --timeout "
        "and add --retry."
    )


class ArticleMemoryError(PipelineError):
    """An article wanted more memory than one may have."""

    code = "E512"
    template = (
        "{source} wanted more than {limit:g} MB of memory and was given up. Split it, or raise "
        "--memory and add --retry."
    )


class ArticleCrashedError(PipelineError):
    """The process that checked an article ended without a word."""

    code = "E513"
    template = (
        "{source} was given up: its worker process ended with {how}. --retry tries it again; if "
        "it is so each time, please report it."
    )


class ArticleFaultError(PipelineError):
    """A bug was met in an article."""

    code = "E514"
    template = (
        "{source} met a fault of claims ({what}) and was given up. Please report it, with what "
        "`claims check --debug` says of the same text."
    )


# --- E6: reports --------------------------------------------------------------


class ReportUnwritableError(PipelineError):
    """A report could not be written."""

    code = "E601"
    template = "Cannot write {path}: {why}."


class CopyImpossibleError(PipelineError):
    """No marked copy of a document can be made."""

    code = "E602"
    template = "Cannot make a marked copy of {source}: {why}."


# --- E7: samples and judgements ----------------------------------------------


class AnnotationsMissingError(PipelineError):
    """What would be measured against is not there."""

    code = "E701"
    template = (
        "{path} is not there. Articles and judgements lie in a checkout of the repository, not in "
        "an installed package; `--annotations DIR` names another folder."
    )


class AnnotationLineError(PipelineError):
    """A line of judgements, queries or ids breaks a rule; the other lines are read."""

    code = "E702"
    template = "{path}, line {line}: {why}."


class SampleSourceError(PipelineError):
    """A sample cannot be drawn from what is there."""

    code = "E703"
    template = "Cannot draw the sample: {why}. {hint}"


class SamplePlaceError(PipelineError):
    """Text of abstracts was about to be written into a repository."""

    code = "E704"
    template = (
        "{path} lies in a git repository, where no text of an abstract may stand. "
        "Name a folder elsewhere with --out."
    )


class LabelsUnusableError(PipelineError):
    """The list of label names, or of parts, cannot be used."""

    code = "E705"
    template = "Cannot use {path}: {why}."


class PartChangedError(PipelineError):
    """A part that was frozen is not what it was."""

    code = "E706"
    template = (
        "The {part} part is frozen as {frozen}, but its articles and annotations are {found}. If "
        "the change is meant, write the new fingerprint into {path} and say why in settled.md."
    )


class AnnotationFormatError(PipelineError):
    """Annotations in another program's format cannot be read or written."""

    code = "E707"
    template = "{path}{where}: {why}."


class PartForbiddenError(PipelineError):
    """Something would be shown of a part that nobody may look into."""

    code = "E708"
    template = (
        "{what}, which is of the {part} part: whoever mends rules would learn from it. "
        "Take {instead}."
    )


class FloorsUnmetError(PipelineError):
    """Floors are to be pinned lower, which nobody asked for."""

    code = "E709"
    template = "These scores fell: {fallen}. If they may, pin with --lower as well."


class PageTruthError(PipelineError):
    """The marks in a saved page are broken."""

    code = "E710"
    template = "{path}: {why}. corpus/README.md says how truth is marked in a page."


# --- E8: settings and the command line ----------------------------------------


class SettingUnknownError(PipelineError):
    """A settings file holds a key that means nothing."""

    code = "E801"
    template = "Unknown setting '{key}' in {path}, line {line}. {hint}"


class CodeUnknownError(PipelineError):
    """`claims explain` was asked about a code that does not exist."""

    code = "E802"
    template = "There is no finding code {wanted}. {hint}"


class SettingWrongError(PipelineError):
    """A setting has a value that it cannot have."""

    code = "E811"
    template = "{path}, line {line}: '{key}' is {came}; wanted {wanted}."


class SettingsUnreadableError(PipelineError):
    """A settings file could not be read."""

    code = "E812"
    template = "Cannot read the settings of {path}: {why}. {hint}"


class SettingsExistError(PipelineError):
    """`claims init` found a settings file where it would write one."""

    code = "E813"
    template = "{path} is there already, and nothing is overwritten. Change it by hand."


class WordUnknownError(PipelineError):
    """A word of the settings is to stand for a concept that the table does not hold."""

    code = "E814"
    template = "'{word}' of [concepts] cannot stand for '{concept}': {why}. {hint}"


class BaselineBrokenError(PipelineError):
    """A file of known findings is not what `claims baseline write` writes."""

    code = "E815"
    template = (
        "{path} is no baseline: {why}. Take it from your backup or version control, or delete it "
        "and run `claims baseline write` again."
    )


class BaselinePlaceError(PipelineError):
    """A file lies where the baseline cannot name it."""

    code = "E816"
    template = (
        "The findings of {source} cannot be kept in {baseline}: it keeps those of files below its "
        "own folder. Name a baseline above both with --baseline FILE."
    )


class ResultUnreadableError(PipelineError):
    """A file to compare is no result of a check."""

    code = "E817"
    template = (
        "Cannot compare {path}: {why}. Wanted: what `claims check --format json` or jsonl wrote."
    )


class ChangesUnknownError(PipelineError):
    """Git could not say which files were changed."""

    code = "E818"
    template = "Cannot tell what was changed since {revision}: {why}. {hint}"
