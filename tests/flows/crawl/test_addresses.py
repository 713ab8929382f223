"""Which addresses may be asked for, and how they are written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.crawl.addresses import Addresses, canonical, host_entry, hosts_of, networks
from flows.crawl.lanes import AllowedResolver
from flows.crawl.model import ListPage, Site

SITE = Site(
    "a", "A", ("www.a.gov.cn", "1.2.4.8", "10.0.0.1", "::1"),
    (ListPage("http://www.a.gov.cn:8080/list", "p"), ListPage("https://www.b.gov.cn:9/", "p")),
)  # fmt: skip
HOSTS = hosts_of(SITE)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "100.64.0.1",
        "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
        "not an address",
    ],
)  # fmt: skip
def test_what_is_not_public_is_not_connected_to(address: str) -> None:
    assert Addresses().refusal(address)


@pytest.mark.parametrize("address", ["1.2.4.8", "8.8.8.8", "2400:3200::1", "::ffff:1.2.4.8"])
def test_what_is_public_is(address: str) -> None:
    assert Addresses().refusal(address) == ""


def test_networks_that_are_allowed_are_and_no_others() -> None:
    addresses = Addresses(networks(["127.0.0.2/32", "::1/128"]))
    allowed = ("127.0.0.2", "::1", "::ffff:127.0.0.2", "127.0.0.1", "10.0.0.1")
    said = [addresses.refusal(address) for address in allowed]
    assert said == ["", "", "", "private_address", "private_address"]


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://www.a.gov.cn/x", ""),
        ("https://www.a.gov.cn/x", ""),
        ("https://WWW.A.gov.cn:443/x", ""),
        ("http://www.a.gov.cn:8080/x", ""),
        ("http://1.2.4.8/x", ""),
        ("http://www.a.gov.cn:22/", "host_not_allowed"),
        ("https://www.a.gov.cn:80/", "host_not_allowed"),
        ("http://www.b.gov.cn/", "host_not_allowed"),
        ("http://a.gov.cn/", "host_not_allowed"),
        ("http://www.a.gov.cn.evil.com/", "host_not_allowed"),
        ("http://evil.com/www.a.gov.cn", "host_not_allowed"),
        ("http://www.a.gov.cn@evil.com/", "credentials_in_url"),
        ("http://user:word@www.a.gov.cn/", "credentials_in_url"),
        ("http://10.0.0.1/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("ftp://www.a.gov.cn/", "scheme_not_allowed"),
        ("file:///etc/passwd", "scheme_not_allowed"),
        ("javascript:alert(1)", "scheme_not_allowed"),
        ("http://www.a.gov.cn:99999/", "bad_url"),
        ("http://www.a.gov.cn/\r\nX: y", "bad_url"),
        ("http://www.a.gov.cn\\@evil.com/", "bad_url"),
        ("http://[::1", "bad_url"),
        ("http://www.a.gov.cn/" + "x" * 3_000, "bad_url"),
    ],
)
def test_why_a_url_is_not_asked_for(url: str, refusal: str) -> None:
    assert Addresses().refusal_of_url(url, HOSTS) == refusal


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("HTTP://WWW.A.gov.cn:80/b#c", "http://www.a.gov.cn/b"),
        ("/b;jsessionid=1A2B?x=1", "http://www.a.gov.cn/b?x=1"),
        ("b?id=3&JSESSIONID=zz&y=", "http://www.a.gov.cn/d/b?id=3&y="),
        ("../../../etc/passwd", "http://www.a.gov.cn/etc/passwd"),
        ("附件.pdf", "http://www.a.gov.cn/d/%E9%99%84%E4%BB%B6.pdf"),
        ("//www.c.gov.cn", "http://www.c.gov.cn/"),
        ("http://[1::2]:81/x", "http://[1::2]:81/x"),
        ("http://[::1", ""),
        ("mailto:a@b", ""),
        ("javascript:void(0)", ""),
    ],
)
def test_an_address_is_written_in_one_way(url: str, written: str) -> None:
    assert canonical(url, "http://www.a.gov.cn/d/e") == written


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text: str) -> None:
    found = canonical(text, "http://www.a.gov.cn/d/e")
    assert canonical(found) == found
    assert isinstance(Addresses().refusal_of_url(text, HOSTS), str)
    assert host_entry(text, HOSTS) == "" or Addresses().refusal_of_url(text, HOSTS) != "bad_url"


class Looked:
    """What a name stands for, another time another address."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, *_: Any) -> None:  # noqa: N802
        class Address:
            host = self.answers.pop(0)

        receiver.addressResolved(Address())
        receiver.resolutionComplete()


class Received:
    """The addresses that a connection may be made to."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        pass


def test_a_name_that_stands_for_another_address_later_is_judged_again() -> None:
    refused: dict[str, str] = {}
    resolver = AllowedResolver(Looked("1.2.4.8", "10.0.0.1"), Addresses(), {}, refused)
    first, second = Received(), Received()
    resolver.resolveHostName(first, "www.a.gov.cn", 80)
    assert (first.hosts, refused) == (["1.2.4.8"], {})
    resolver.resolveHostName(second, "www.a.gov.cn", 80)
    assert (second.hosts, refused) == ([], {"www.a.gov.cn": "private_address"})
