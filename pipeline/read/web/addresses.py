"""Stage 1: an address of the web becomes one spelling, and what no page lies at is refused.

An address has many spellings: `http://2130706433/`, `http://0177.1/` and
`http://１２７。０。０。１/` all mean this machine. They are read as browsers read
them, and what is judged is the address that comes out, which is also the one that
is connected to.

>>> parse_address("HTTP://Example.ORG:80/a b?q=é").url
'http://example.org/a%20b?q=%C3%A9'
>>> why_forbidden(parse_address("http://0x7f.1/").ip)
'a loopback address'
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final, Literal, cast
from urllib.parse import quote, urljoin, urlsplit

from pipeline.errors import AddressForbiddenError, AddressUnusableError

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Scheme = Literal["http", "https"]

_PORTS: Final[dict[str, int]] = {"http": 80, "https": 443}
# What begins an address that has a scheme, "javascript:" and "file:" too.
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Readers disagree about these: some take a backslash for a slash, some drop line breaks.
_DISPUTED: Final = re.compile(r"[\x00-\x1f\x7f\\]")
_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_LONGEST_NAME: Final = 253
# Longer ones are refused by most servers.
_LONGEST_URL: Final = 8_000
# As browsers: a host whose last part is a number is an IPv4 address or nothing.
_NUMBER: Final = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_SAFE: Final = "/:@!$&'()*+,;=-._~%"

# Names that mean this machine, its network, or no machine of the public web (RFC 6761,
# RFC 6762, RFC 8375, ICANN's .internal, and what routers and companies took for themselves).
_PRIVATE_ENDINGS: Final = frozenset(
    {
        *("localhost", "localdomain", "local", "internal", "intranet", "private", "corp"),
        *("home", "lan", "home.arpa", "onion", "test", "invalid"),
    }
)
# Where clouds keep the credentials of their machines; no page of an intranet lies there.
_METADATA_NAMES: Final = frozenset(
    {"metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal"}
)
_METADATA_IPS: Final = frozenset(
    map(
        ipaddress.ip_address,
        ("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254"),
    )
)


@dataclass(frozen=True, slots=True)
class _Net:
    net: ipaddress.IPv4Network | ipaddress.IPv6Network
    what: str
    intranet: bool = False


def _net(cidr: str, what: str, *, intranet: bool = False) -> _Net:
    return _Net(ipaddress.ip_network(cidr), what, intranet)


# IANA's registries of special purpose, by hand: `is_global` changed from one Python to
# the next. `intranet` is what --allow-private opens.
_NETS: Final = (
    _net("127.0.0.0/8", "a loopback address", intranet=True),
    _net("10.0.0.0/8", "a private address", intranet=True),
    _net("172.16.0.0/12", "a private address", intranet=True),
    _net("192.168.0.0/16", "a private address", intranet=True),
    _net("100.64.0.0/10", "an address behind a carrier's NAT", intranet=True),
    _net("0.0.0.0/8", "an address of this network only"),
    _net("169.254.0.0/16", "a link-local address"),
    _net("192.0.0.0/24", "a reserved address"),
    _net("192.0.2.0/24", "an address for examples"),
    _net("198.51.100.0/24", "an address for examples"),
    _net("203.0.113.0/24", "an address for examples"),
    _net("192.88.99.0/24", "a relay's address"),
    _net("198.18.0.0/15", "an address for benchmarks"),
    _net("224.0.0.0/4", "a multicast address"),
    _net("240.0.0.0/4", "a reserved address"),
    _net("::1/128", "a loopback address", intranet=True),
    _net("fc00::/7", "a private address", intranet=True),
    _net("fe80::/10", "a link-local address"),
    _net("ff00::/8", "a multicast address"),
    _net("2001::/23", "a reserved address"),
    _net("2001:db8::/32", "an address for examples"),
    _net("2002::/16", "an IPv4 address in disguise (6to4)"),
    _net("3fff::/20", "an address for examples"),
    _net("::ffff:0:0/96", "an IPv4 address in disguise (mapped)"),
)
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_PUBLIC_IPV6: Final = ipaddress.IPv6Network("2000::/3")
# ISATAP puts an IPv4 address behind these 32 bits.
_ISATAP: Final = frozenset({0x00005EFE, 0x02005EFE})


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page lies.

    Attributes:
        host: ASCII, in small letters, without a dot at its end; an IPv6 address without brackets.
        target: path and query, as they are sent.
        ip: where the host is no name; None for names.
    """

    scheme: Scheme
    host: str
    port: int
    target: str
    ip: Ip | None = None

    @property
    def authority(self) -> str:
        """Host and port as the `Host` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, in its one spelling, without a fragment."""
        return self.origin + self.target


def parse_address(text: str, *, base: Address | None = None) -> Address:
    """Read an address as browsers do; relative ones from `base` on.

    Raises:
        AddressUnusableError: it is not one of http or https, carries a name and password,
            or is spelled so that programs disagree on where it leads.
    """
    written = text.strip(" ")
    if len(written) > _LONGEST_URL:
        raise _unusable(f"{written[:80]}…", f"it has {len(written):,} characters")
    if _DISPUTED.search(written):
        raise _unusable(text, "it holds a control character or a backslash")
    if base is not None:
        written = _joined(base, written)
    if not _SCHEME.match(written):
        raise _unusable(text, "it has no scheme")
    try:
        parts = urlsplit(written)
    except ValueError as error:
        raise _unusable(text, "its host is malformed") from error
    if parts.scheme not in _PORTS:
        raise _unusable(text, f"{parts.scheme}: is not of the web")
    scheme = cast("Scheme", parts.scheme)
    if "@" in parts.netloc:
        # Not repeated: it may hold a password.
        host = parts.netloc.rpartition("@")[2]
        raise _unusable(f"{scheme}://…@{host}", "it carries a name or a password")
    host, port = _split_port(parts.netloc, scheme, text)
    name, ip = _read_host(host, text)
    query = f"?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else ""
    target = (quote(parts.path, safe=_SAFE) or "/") + query
    return Address(scheme, name, port, target, ip)


def _joined(base: Address, written: str) -> str:
    try:
        return urljoin(base.url, written)
    except ValueError as error:
        raise _unusable(written, "its host is malformed") from error


def _unusable(source: str, why: str) -> AddressUnusableError:
    shown = "".join(c if c.isprintable() else "�" for c in source)
    return AddressUnusableError(source=shown, why=why)


def _split_port(netloc: str, scheme: Scheme, text: str) -> tuple[str, int]:
    host, port = netloc, ""
    if netloc.startswith("["):
        end = netloc.find("]")
        host, rest = netloc[: end + 1], netloc[end + 1 :]
        if end < 0 or (rest and not rest.startswith(":")):
            raise _unusable(text, "its host is malformed")
        port = rest[1:]
    elif ":" in netloc:
        host, _, port = netloc.partition(":")
        if ":" in port:
            raise _unusable(text, "an IPv6 address belongs in [brackets]")
    if not port:
        return host, _PORTS[scheme]
    if not (port.isascii() and port.isdigit()) or not 0 < int(port[:6]) < 65_536:
        raise _unusable(text, f"its port {port[:12]!r} is no number from 1 to 65535")
    return host, int(port)


def _read_host(written: str, text: str) -> tuple[str, Ip | None]:
    if written.startswith("["):
        try:
            ip6 = ipaddress.IPv6Address(written[1:-1])
        except ValueError as error:
            raise _unusable(text, f"{written} is no IPv6 address") from error
        if ip6.scope_id is not None:
            raise _unusable(text, "it names an interface of this machine")
        return str(ip6), ip6
    name = _mapped(written, text)
    labels = name.split(".")
    if _NUMBER.match(labels[-1]):
        ip4 = _read_ipv4(labels)
        if ip4 is None:
            raise _unusable(text, f"{written} is no IPv4 address")
        return str(ip4), ip4
    if len(name) > _LONGEST_NAME or not all(_LABEL.match(label) for label in labels):
        raise _unusable(text, f"{written!r} is no name of a host")
    return name, None


def _mapped(written: str, text: str) -> str:
    """Return a host in ASCII: other scripts as punycode, wide digits and dots as plain ones."""
    # Only addresses in other scripts need its tables.
    import idna

    try:
        name = written.lower() if written.isascii() else idna.uts46_remap(written)
        if not name.isascii():
            name = idna.encode(name).decode("ascii")
        for label in name.split("."):
            if label.startswith("xn--"):
                idna.ulabel(label)
    except (idna.IDNAError, UnicodeError) as error:
        raise _unusable(text, f"{written!r} is no name of a host") from error
    return name.removesuffix(".")


def _read_ipv4(labels: list[str]) -> ipaddress.IPv4Address | None:
    """Read an IPv4 address of one to four numbers, each decimal, octal or hex."""
    if len(labels) > 4:
        return None
    numbers = [_read_number(label) for label in labels]
    *first, last = (number if number is not None else -1 for number in numbers)
    if any(not 0 <= number < 256 for number in first) or not 0 <= last < 256 ** (4 - len(first)):
        return None
    value = last
    for place, number in enumerate(first):
        value += number << (8 * (3 - place))
    return ipaddress.IPv4Address(value)


def _read_number(label: str) -> int | None:
    # More digits than any number below 2 to the 32 has are zeros or too many.
    if not _NUMBER.match(label) or len(label) > 64:
        return None
    try:
        if label.startswith("0x"):
            return int(label[2:] or "0", 16)
        return int(label, 8) if len(label) > 1 and label.startswith("0") else int(label)
    except ValueError:
        return None


# --- what no page lies at ---------------------------------------------------------------


def check_host(address: Address, *, source: str, allow_private: bool = False) -> None:
    """Refuse what can be refused before any name is looked up.

    Raises:
        AddressForbiddenError: the host is a private address, or a name for one.
    """
    if address.ip is not None:
        check_ip(address.ip, host=address.host, source=source, allow_private=allow_private)
        return
    name = address.host
    why = ""
    if name in _METADATA_NAMES:
        why = "where a cloud keeps the credentials of its machines"
    elif not allow_private:
        endings = {name.split(".", place)[-1] for place in range(name.count(".") + 1)}
        if "." not in name and name not in _PRIVATE_ENDINGS:
            why = "a name of the local network"
        elif endings & _PRIVATE_ENDINGS:
            why = "a name that means no machine of the public web"
    if why:
        raise AddressForbiddenError(source=source, host=name, why=why)


def check_ip(ip: Ip, *, host: str, source: str, allow_private: bool = False) -> None:
    """Refuse an address that no page of the public web has.

    Raises:
        AddressForbiddenError: it is private, or reserved for something else.
    """
    why = why_forbidden(ip, allow_private=allow_private)
    if why:
        where = host if host == str(ip) else f"{host} at {ip}"
        raise AddressForbiddenError(source=source, host=where, why=why)


def why_forbidden(ip: Ip | None, *, allow_private: bool = False) -> str:
    """Say what an address is that no page may be fetched from; "" where one may."""
    if ip is None:
        return ""
    if ip in _METADATA_IPS:
        return "where a cloud keeps the credentials of its machines"
    if isinstance(ip, ipaddress.IPv6Address) and ip.scope_id is not None:
        return "an address of one interface of this machine"
    for each in _NETS:
        if ip.version == each.net.version and ip in each.net:
            return "" if each.intranet and allow_private else each.what
    if isinstance(ip, ipaddress.IPv6Address):
        return _why_forbidden_ipv6(ip, allow_private=allow_private)
    return "" if ip.is_global else "a reserved address"


def _why_forbidden_ipv6(ip: ipaddress.IPv6Address, *, allow_private: bool) -> str:
    inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip in _NAT64:
        # What networks that speak IPv6 alone give for every IPv4 host.
        why = why_forbidden(inside, allow_private=allow_private)
        return f"{why} behind NAT64" if why else ""
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "an IPv4 address in disguise (ISATAP)"
    if ip not in _PUBLIC_IPV6:
        return "a reserved address"
    return "" if ip.is_global else "a reserved address"
