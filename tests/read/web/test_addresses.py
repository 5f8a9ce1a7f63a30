"""Every spelling of an address is one address, and what no page lies at is refused."""

from __future__ import annotations

import ipaddress
import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from serving import fetcher

from pipeline.errors import AddressForbiddenError, AddressUnusableError
from pipeline.read.web.addresses import check_host, parse_address, why_forbidden

# What bypass lists know, by how each hides where it leads. All are refused before any
# name is looked up.
HOSTILE = {
    "decimal": [
        "http://2130706433/",
        "http://2852039166/",
        "http://3232235777/",
        "http://167772161/",
    ],
    "zeros before it": ["http://0x000000007f000001/", "http://017700000001/"],
    "octal": [
        "http://0177.0.0.1/",
        "http://0177.0.0.01/",
        "http://0300.0250.1.1/",
        "http://00012.0.0.1/",
    ],
    "long octal": ["http://0000000000000000000000000177.0.0.1/", "http://0251.0376.0251.0376/"],
    "hex": [
        "http://0x7f000001/",
        "http://0x7f.0x0.0x0.0x1/",
        "http://0xA9FEA9FE/",
        "http://0x7F.1/",
    ],
    "mixed": [
        "http://0x7f.0.01/",
        "http://127.0x0.1/",
        "http://0xa9.254.0xa9.0376/",
        "http://10.0x1/",
    ],
    "short": [
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://10.1/",
        "http://192.168.257/",
    ],
    "nothing in hex": ["http://0x/", "http://0x0/", "http://0x.0x.0/"],
    "loopback": ["http://127.0.0.1/", "http://127.127.127.127/", "http://127.255.255.254:8080/"],
    "private": [
        *("http://10.0.0.1/", "http://10.255.255.255/", "http://172.16.0.1/", "http://172.31.9.9/"),
        *("http://192.168.0.1/", "http://192.168.1.254/admin", "https://10.1.1.1:8443/x?y=1"),
    ],
    "this network": ["http://0.0.0.0/", "http://0.0.0.0:80/", "http://0.1.2.3/"],
    "carriers' NAT": ["http://100.64.0.1/", "http://100.127.255.254/"],
    "link-local": ["http://169.254.0.1/", "http://169.254.255.254/"],
    "clouds' credentials": [
        *("http://169.254.169.254/latest/meta-data/", "http://100.100.100.200/latest/meta-data/"),
        *("http://168.63.129.16/", "http://192.0.0.192/", "http://[fd00:ec2::254]/latest/"),
        *(
            "http://metadata/",
            "http://metadata.google.internal/",
            "http://METADATA.google.internal./",
        ),
        *("http://instance-data/latest/", "http://instance-data.ec2.internal/"),
    ],
    "multicast": ["http://224.0.0.1/", "http://239.255.255.250:1900/", "http://[ff02::1]/"],
    "reserved": ["http://240.0.0.1/", "http://255.255.255.255/", "http://192.0.0.8/"],
    "benchmarks and examples": [
        *(
            "http://198.18.0.1/",
            "http://198.19.255.255/",
            "http://192.0.2.1/",
            "http://198.51.100.7/",
        ),
        *("http://203.0.113.9/", "http://[2001:db8::1]/", "http://[3fff::1]/"),
    ],
    "relays": ["http://192.88.99.1/", "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/"],
    "IPv6 loopback": ["http://[::1]/", "http://[0:0:0:0:0:0:0:1]:80/", "http://[0000::0001]/"],
    "IPv6 nothing": ["http://[::]/", "http://[0:0:0:0:0:0:0:0]:22/"],
    "IPv6 mapped": [
        *("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::FFFF:a9fe:a9fe]/"),
        *("http://[0:0:0:0:0:ffff:10.0.0.1]/", "http://[::ffff:8.8.8.8]/"),
    ],
    "IPv6 compatible": ["http://[::127.0.0.1]/", "http://[::a9fe:a9fe]/", "http://[::7f00:1]/"],
    "IPv6 translated": ["http://[::ffff:0:127.0.0.1]/", "http://[::ffff:0:7f00:1]/"],
    "NAT64": [
        *(
            "http://[64:ff9b::127.0.0.1]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[64:ff9b::a00:1]/",
        ),
        *("http://[64:ff9b:1::1]/", "http://[64:ff9b:1:fffe::7f00:1]/"),
    ],
    "6to4": [
        "http://[2002:a9fe:a9fe::1]/",
        "http://[2002:c0a8:101::]/",
        "http://[2002:808:808::]/",
    ],
    "Teredo": ["http://[2001::1]/", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/"],
    "ISATAP": ["http://[2606:4700::5efe:127.0.0.1]/", "http://[fe80::200:5efe:10.0.0.1]/"],
    "IPv6 private": ["http://[fc00::1]/", "http://[fd12:3456::1]/", "http://[fec0::1]/"],
    "IPv6 link-local": ["http://[fe80::1]/", "http://[febf::1]/", "http://[fe80::a9fe:a9fe]/"],
    "zones": ["http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::1%25lo]/"],
    "IPv6 elsewhere": [
        "http://[100::1]/",
        "http://[4000::1]/",
        "http://[5f00::1]/",
        "http://[2001:2::1]/",
    ],
    "wide digits": [
        "http://１２７.０.０.１/",
        "http://①②⑦.⓪.⓪.①/",
        "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/",
        "http://²¹30706433/",
    ],
    "other dots": [
        "http://127。0。0。1/",
        "http://127．0．0．1/",
        "http://127｡0｡0｡1/",
        "http://localhost。/",
    ],
    "invisible letters": [
        "http://local\u00adhost/",
        "http://local\u200bhost/",
        "http://127.0.0.\u00ad1/",
    ],
    "wide letters": [
        "http://ｌｏｃａｌｈｏｓｔ/",
        "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
        "http://𝓁ocalhost/",
        "http://locaℓhost/",
    ],
    "dots at the end": ["http://127.0.0.1./", "http://localhost./", "http://127.0.0.1.:80/"],
    "this machine": ["http://localhost/", "http://LOCALHOST:8080/", "http://a.b.localhost/"],
    "names of networks": [
        *("http://localhost.localdomain/", "http://printer.local/", "http://wiki.internal/"),
        *(
            "http://intranet/",
            "http://router/",
            "http://nas.home.arpa/",
            "http://dc1.corp/",
            "http://x.lan/",
        ),
        *("http://git.intranet/", "http://db.private/", "http://fritz.home/", "http://a.onion/"),
    ],
    "credentials": [
        *(
            "http://me@127.0.0.1/",
            "http://example.org@127.0.0.1/",
            "http://example.org:80@10.0.0.1/",
        ),
        *("http://a:b@example.org/", "http://example.org%40@127.0.0.1/", "http://@127.0.0.1/"),
    ],
    "backslashes": [
        "http://example.org\\@127.0.0.1/",
        "http:\\\\127.0.0.1\\",
        "http://example.org\\.local/",
    ],
    "percent in the host": [
        "http://%31%32%37.0.0.1/",
        "http://127%2e0%2e0%2e1/",
        "http://%6c%6fcalhost/",
    ],
    "line breaks": [
        "http://127.0.\n0.1/",
        "ht\ttp://127.0.0.1/",
        "http://x.org\r\nHost: 127.0.0.1/",
    ],
    "NUL": ["http://127.0.0.1\x00.example.org/", "http://example.org\x00@127.0.0.1/"],
    "not of the web": [
        *(
            "file:///etc/passwd",
            "gopher://127.0.0.1:6379/_INFO",
            "ftp://127.0.0.1/",
            "dict://127.0.0.1:11211/",
        ),
        *(
            "javascript:alert(1)",
            "data:text/html,hello",
            "jar:http://127.0.0.1!/",
            "ldap://127.0.0.1/",
        ),
        *("//127.0.0.1/", "127.0.0.1", "localhost:80/", "/etc/passwd", "", "ws://127.0.0.1/"),
    ],
    "malformed": [
        *(
            "http://",
            "http:///",
            "http://[::1",
            "http://::1/",
            "http://[::1]x/",
            "http://127.0.0.1:99999/",
        ),
        *(
            "http://127.0.0.1:-1/",
            "http://127.0.0.1:80:80/",
            "http://1.2.3.4.5/",
            "http://256.1.1.1/",
        ),
        *(
            "http://0x100000000/",
            "http://4294967296/",
            "http://08.1.1.1/",
            "http://1..1/",
            "http://.local/",
        ),
        *("http://example..org/", "http://-/", "http://exa mple.org/", "http://example.org:８0x/"),
        *(
            "http://[v1.x]/",
            "http://[127.0.0.1]/",
            "http://127.0.0.1：80@x/",
            "http://example.0x7f/",
        ),
        *("http:127.0.0.1", "http:/127.0.0.1", "http:////127.0.0.1/"),
    ],
}
ALL_HOSTILE = [(kind, url) for kind, urls in HOSTILE.items() for url in urls]


@pytest.fixture
def no_packets(monkeypatch):
    """Refuse every socket and every look-up, and count how often one was tried."""
    tried = []

    def refuse(*args, **_options):
        tried.append(args)
        raise AssertionError("something was sent")

    monkeypatch.setattr(socket.socket, "__init__", refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_addresses_the_list_of_hostile_ones_is_long():
    assert len({url for _, url in ALL_HOSTILE}) == len(ALL_HOSTILE) >= 150


@pytest.mark.parametrize(("kind", "url"), ALL_HOSTILE, ids=lambda text: ascii(text))
def test_addresses_a_hostile_one_is_refused_and_nothing_is_sent(kind, url, no_packets):
    def resolver(name):
        no_packets.append(name)
        return ["93.184.215.14"]

    with pytest.raises((AddressForbiddenError, AddressUnusableError)) as caught:
        fetcher(allow_private=False, resolver=resolver).fetch(url)
    assert no_packets == []
    assert caught.value.message
    assert "b@example" not in caught.value.message, kind


def test_addresses_the_guard_itself_works(no_packets):
    with pytest.raises(AssertionError):
        fetcher(allow_private=False, resolver=lambda _name: ["93.184.215.14"]).fetch(
            "http://example.org/"
        )
    assert no_packets


PUBLIC = {
    "http://example.org": "http://example.org/",
    "HTTPS://Example.ORG:443/A/b?C=d#e": "https://example.org/A/b?C=d",
    "http://example.org:8080": "http://example.org:8080/",
    "http://example.org./": "http://example.org/",
    "http://my_site.example.org/": "http://my_site.example.org/",
    "http://bücher.example/ü": "http://xn--bcher-kva.example/%C3%BC",
    "http://xn--bcher-kva.example/": "http://xn--bcher-kva.example/",
    "http://ｅｘａｍｐｌｅ。org/": "http://example.org/",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "http://134744072/": "http://8.8.8.8/",
    "http://[2606:4700:0:0::6810:84e5]/": "http://[2606:4700::6810:84e5]/",
    "http://[64:ff9b::8.8.8.8]/": "http://[64:ff9b::808:808]/",
    "http://example.org/a b": "http://example.org/a%20b",
    "http://example.org/a%20b?q=100%": "http://example.org/a%20b?q=100%",
    "http://example.org?q=1": "http://example.org/?q=1",
    " http://example.org/ ": "http://example.org/",
    "http://localhost.example.org/": "http://localhost.example.org/",
    "http://localmedia.org/": "http://localmedia.org/",
    "http://11.0.0.1/": "http://11.0.0.1/",
    "http://172.32.0.1/": "http://172.32.0.1/",
    "http://172.15.255.255/": "http://172.15.255.255/",
    "http://100.63.255.255/": "http://100.63.255.255/",
    "http://100.128.0.0/": "http://100.128.0.0/",
}


@pytest.mark.parametrize(("written", "url"), PUBLIC.items())
def test_addresses_a_public_one_has_one_spelling(written, url):
    address = parse_address(written)
    assert address.url == url
    assert parse_address(address.url) == address
    check_host(address, source=written)


RELATIVE = {
    "/x": "https://example.org/x",
    "x?y": "https://example.org/a/x?y",
    "../x": "https://example.org/x",
    "//other.example/x": "https://other.example/x",
    "?q": "https://example.org/a/b?q",
    "http://10.0.0.1/": "http://10.0.0.1/",
}


@pytest.mark.parametrize(("written", "url"), RELATIVE.items())
def test_addresses_a_redirect_may_be_relative(written, url):
    assert parse_address(written, base=parse_address("https://example.org/a/b")).url == url


def test_addresses_a_password_is_not_repeated():
    with pytest.raises(AddressUnusableError) as caught:
        parse_address("https://ann:secret@example.org/")
    assert "secret" not in str(caught.value)
    assert "ann" not in str(caught.value)


# What --allow-private opens, and what stays shut all the same.
OPENED = ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fd12::1"]
SHUT = [
    *("169.254.169.254", "169.254.1.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fe80::1"),
    *("100.100.100.200", "fd00:ec2::254", "168.63.129.16", "192.0.2.1", "::", "ff02::1"),
    *("::ffff:127.0.0.1", "2002:7f00:1::", "2001:db8::1", "64:ff9b::a9fe:a9fe"),
]


@pytest.mark.parametrize("written", OPENED)
def test_addresses_an_intranet_is_opened_by_the_option_alone(written):
    ip = ipaddress.ip_address(written)
    assert why_forbidden(ip)
    assert not why_forbidden(ip, allow_private=True)


@pytest.mark.parametrize("written", SHUT)
def test_addresses_no_option_opens_what_is_no_page(written):
    assert why_forbidden(ipaddress.ip_address(written), allow_private=True)


@pytest.mark.parametrize("name", ["localhost", "wiki", "wiki.internal", "nas.local"])
def test_addresses_names_of_an_intranet_are_opened_too(name):
    address = parse_address(f"http://{name}/")
    check_host(address, source="x", allow_private=True)
    with pytest.raises(AddressForbiddenError):
        check_host(address, source="x")


@given(st.integers(0, 2**32 - 1))
@example(int(ipaddress.IPv4Address("127.0.0.1")))
def test_addresses_all_spellings_of_a_number_are_one(number):
    plain = ipaddress.IPv4Address(number)
    one, two, three, four = plain.packed
    spelled = [
        f"{number}",
        f"0x{number:x}",
        f"0{number:o}",
        f"{one}.{two}.{three}.{four}",
        f"0{one:o}.0x{two:X}.{three * 256 + four}",
        f"{one}.0x{number & 0xFFFFFF:06x}",
        f"{one}。{two}．{three}｡{four}",
    ]
    assert {parse_address(f"http://{each}/").ip for each in spelled} == {plain}


@given(st.integers(0, 2**32 - 1))
def test_addresses_what_is_public_is_global_to_python_too(number):
    ip = ipaddress.IPv4Address(number)
    assert ip.is_global or why_forbidden(ip)
    assert why_forbidden(ipaddress.IPv6Address(0xFFFF << 32 | number))


@given(st.integers(0, 2**128 - 1))
def test_addresses_the_same_holds_of_ipv6(number):
    ip = ipaddress.IPv6Address(number)
    assert ip.is_global or why_forbidden(ip)


@given(st.text())
@example("http://[")
@example("http://℀.example/")
@example("http://xn--/")
@example("http://xn--a-ecp.ru/")
def test_addresses_whatever_is_written_gives_an_address_or_a_message(text):
    for written in (text, f"http://{text}", f"https://example.org/{text}"):
        try:
            address = parse_address(written)
        except AddressUnusableError:
            continue
        assert address.url.isascii()
        assert address.url.isprintable()
        assert parse_address(address.url) == address
