"""Which addresses may be asked: the hosts of a site's file, on the public internet only.

Names are checked before a request is made, and the numbers they stand for where the
connection is made: a name that resolves to a private address, now or the second time it
is looked up, is not connected to, whoever redirected there.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

from flows.crawl.model import Site

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# What a server adds to know its visitor by, in the path or in the query.
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sessionid)=[^/?#;]*", re.I)
_SESSION_QUERY = re.compile(r"(?:jsessionid|phpsessid|aspsessionid\w*|sessionid)=[^&]*", re.I)
_CONTROLS = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The rule for what may be connected to. `allowed` are networks that are not public
    and may be asked all the same: for tests, and for a mirror in one's own network.
    """

    allowed: tuple[Network, ...] = ()

    def refusal(self, address: str) -> str:
        """Why there is no connection to a numeric address; empty when there may be one."""
        try:
            number = ipaddress.ip_address(address.partition("%")[0])
        except ValueError:
            return "not_an_address"
        if isinstance(number, ipaddress.IPv6Address):
            inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
            if number in _NAT64:
                inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
            if inner is not None:
                return self.refusal(str(inner)) and "private_address"
        if any(number in network for network in self.allowed):
            return ""
        return "" if number.is_global and not number.is_multicast else "private_address"

    def refusal_of_url(self, url: str, hosts: Collection[str]) -> str:
        """Why a URL is not asked for; empty when it may be. `hosts` are `hosts_of` the site."""
        parts = _split(url)
        if parts is None or len(url) > _LONGEST:
            return "bad_url"
        if parts.scheme not in _PORTS:
            return "scheme_not_allowed"
        if parts.username is not None or parts.password is not None:
            return "credentials_in_url"
        refusal = self.refusal(parts.hostname or "")
        if refusal == "private_address":
            return refusal
        return "" if host_entry(url, hosts) else "host_not_allowed"


def hosts_of(site: Site) -> frozenset[str]:
    """What may be asked of a site: its hosts at the usual ports, and those at ports that the
    addresses of its lists name, as ``name:port``.
    """
    found = {host.lower() for host in site.hosts}
    for page in site.lists:
        parts = _split(page.url)
        if parts is not None and parts.port and (parts.hostname or "") in found:
            found.add(f"{parts.hostname}:{parts.port}")
    return frozenset(found)


def host_entry(url: str, hosts: Collection[str]) -> str:
    """The one of `hosts_of` a site that a URL falls under, or nothing."""
    parts = _split(url)
    if parts is None or not parts.hostname:
        return ""
    name = parts.hostname.rstrip(".")
    shown = f"[{name}]" if ":" in name else name
    usual = _PORTS.get(parts.scheme)
    port = parts.port or usual
    if port == usual:
        return shown if shown in hosts else ""
    return f"{shown}:{port}" if f"{shown}:{port}" in hosts else ""


def host_name(url: str) -> str:
    """The name of the host in a URL, or nothing."""
    parts = _split(url)
    return "" if parts is None else parts.hostname or ""


def canonical(url: str, base: str = "") -> str:
    """The one way to write an address: absolute, without fragment and session id.

    Empty when it is none.
    """
    try:
        safe = safe_url_string(urljoin(base, url.strip()) if base else url.strip())
    except ValueError:
        return ""
    parts = _split(safe)
    if parts is None or not parts.hostname:
        return ""
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in (None, _PORTS.get(parts.scheme)) else f":{parts.port}"
    user = parts.netloc.rpartition("@")[0]
    place = (f"{user}@" if user else "") + name + port
    path = _SESSION_PATH.sub("", parts.path) or "/"
    query = "&".join(p for p in parts.query.split("&") if not _SESSION_QUERY.fullmatch(p))
    return urlunsplit((parts.scheme, place, path, query, ""))


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Networks in CIDR notation.

    Raises:
        ValueError: one is none.
    """
    return tuple(ipaddress.ip_network(text) for text in texts)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 or _CONTROLS.search(url) else parts
