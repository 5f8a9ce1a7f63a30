"""E2, the errors of fetching a page of the web, and what stands in place of an article."""

from __future__ import annotations

from pipeline.errors.base import PipelineError


class AddressUnusableError(PipelineError):
    """What was given is no address of a page."""

    code = "E201"
    template = "{source} is no address that can be fetched: {why}. Wanted: https://host/path."


class AddressForbiddenError(PipelineError):
    """An address leads to where no page of the public web lies."""

    code = "E202"
    template = (
        "{source} leads to {host}, {why}; nothing was sent there. For pages of your own network "
        "there is --allow-private."
    )


class NameUnknownError(PipelineError):
    """The name of a host could not be turned into addresses."""

    code = "E203"
    template = (
        "{source}: no address is known of {host} ({why}). Check its spelling, or your network."
    )


class ConnectFailedError(PipelineError):
    """No connection came about."""

    code = "E204"
    template = (
        "{source}: cannot connect to {host}: {why}. Try again later, or see whether it is up."
    )


class ConnectSlowError(PipelineError):
    """The host did not take the connection in time."""

    code = "E205"
    template = "{source}: {host} took no connection within {limit_s:g} s. Try again later."


class AnswerSlowError(PipelineError):
    """The host took the connection and then did not answer in time."""

    code = "E206"
    template = "{source}: {host} gave no whole header within {limit_s:g} s. Try again later."


class PageSlowError(PipelineError):
    """The page did not arrive in time, though some of it did."""

    code = "E207"
    template = (
        "{source} was not there within {limit_s:g} s; {size_mb:.1f} MB had come. "
        "Give it more time with --timeout."
    )


class CertificateUnsureError(PipelineError):
    """The host could not prove who it is."""

    code = "E208"
    template = (
        "{source}: the certificate of {host} is not to be trusted: {why}. Nothing was asked of it. "
        "A certificate of your own network is known once SSL_CERT_FILE names its authority."
    )


class RedirectsTooManyError(PipelineError):
    """One redirect led to another, without an end."""

    code = "E209"
    template = "{source} was not reached: {why}. Give the address that a browser ends at."


class RobotsForbidError(PipelineError):
    """The site asks programs not to fetch this page."""

    code = "E210"
    template = (
        "{source}: {robots} asks programs not to fetch it. Ask the site; where you may, "
        "--ignore-robots fetches it all the same, and the result says so."
    )


class PageNeedsScriptError(PipelineError):
    """The page shows its text only to what runs its scripts."""

    code = "E211"
    template = (
        "{source} holds no article, only scripts that would fetch it. Save the page from a browser "
        "once it has loaded, and check that file."
    )


class PageBehindConsentError(PipelineError):
    """The page asks for consent to cookies instead of showing its article."""

    code = "E212"
    template = (
        "{source} shows only a question about cookies. Answer it in a browser, save the page, and "
        "check that file."
    )


class PageBehindLoginError(PipelineError):
    """The page shows its article only to those who are logged in."""

    code = "E213"
    template = (
        "{source} shows only a form to log in. Log in with a browser, save the page, and check "
        "that file."
    )


class PageBehindPaywallError(PipelineError):
    """The page shows its article only to those who pay."""

    code = "E214"
    template = (
        "{source} shows its article only to those who pay for it. Check a copy that you may read."
    )


class PageMissingError(PipelineError):
    """The page says that there is no such page."""

    code = "E215"
    template = "{source} says that the page was not found. Check its address."


class PageForHumansError(PipelineError):
    """The page wants proof that a person asks for it."""

    code = "E216"
    template = (
        "{source} only checks whether a person asks for it. Open it in a browser, save the page, "
        "and check that file."
    )


class PageTooLargeError(PipelineError):
    """The page is larger than an article can be."""

    code = "E220"
    template = (
        "{source} has more than {limit_mb:g} MB, and no more is read. Is it an article? "
        "--max-mb raises the limit."
    )


class PageBombError(PipelineError):
    """A few bytes unpack to far more than an article can have."""

    code = "E221"
    template = (
        "{source} sent {packed_mb:.2f} MB of {encoding} that unpack to more than {limit_mb:g} MB. "
        "No page does that by accident."
    )


class PageCutError(PipelineError):
    """The connection ended before the page did."""

    code = "E222"
    template = "{source} is not whole: {why}. Nothing of it was judged; try again."


class EncodingBrokenError(PipelineError):
    """The page is packed in a way that cannot be unpacked."""

    code = "E223"
    template = "{source} cannot be unpacked: {why}. Wanted: gzip, deflate, br, zstd or none."


class HeadersTooLargeError(PipelineError):
    """The headers of an answer are larger than any server's."""

    code = "E224"
    template = "{source}: the headers of the answer do not end within {limit_kb} kB."


class AnswerBrokenError(PipelineError):
    """What came back is not HTTP."""

    code = "E225"
    template = "{source}: {host} does not answer in HTTP as it should: {why}."


class StatusRefusedError(PipelineError):
    """The server says that there is no such page, or not for us."""

    code = "E226"
    template = "{source}: the server answered {status}, {meaning}. {hint}"


class ServerBusyError(PipelineError):
    """The server asks to come back later, and went on asking."""

    code = "E227"
    template = "{source}: the server is busy ({status}) {why}. Try again then."


class ContentUnreadError(PipelineError):
    """The page is of a kind that is not read."""

    code = "E228"
    template = "{source} is {kind}, which is not read. Wanted: {wanted}."


class ProxyFailedError(PipelineError):
    """The proxy that the environment names does not serve."""

    code = "E229"
    template = (
        "{source}: the proxy {proxy} failed: {why}. It is named by HTTP_PROXY, HTTPS_PROXY or "
        "ALL_PROXY; NO_PROXY leaves hosts out."
    )


class RobotsUnknownError(PipelineError):
    """Whether programs may fetch the page could not be asked."""

    code = "E230"
    template = (
        "{source} was not fetched: {robots} could not be read ({why}), so that nobody knows "
        "whether programs may. Try again later; --ignore-robots does not ask."
    )


class RegistryUnreadError(PipelineError):
    """A registry of publications answered something else than its JSON."""

    code = "E231"
    template = "{source}: {name} gave an answer that is not to be understood. Try again later."


class RegistrySilentError(PipelineError):
    """Who was to be asked about a publication failed too often, or asks to be left alone."""

    code = "E232"
    template = "{name} {why} and was not asked again in this run. Try again later."


class ListingUnreadableError(PipelineError):
    """What was named as a sitemap or feed lists no pages."""

    code = "E241"
    template = (
        "{source} is no sitemap and no feed: {why}. Wanted: a sitemap (XML or text, maybe packed "
        "with gzip), RSS or Atom. Pages are named without --sitemap."
    )


class AddressesUnreadableError(PipelineError):
    """A list of addresses cannot be read."""

    code = "E242"
    template = "{path} cannot be read as a list of addresses: {why}. Wanted: text, one a line."
