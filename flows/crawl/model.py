"""The words of the crawl: sites, what is asked of them, what they answer, and what it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """What an address was asked for."""

    LIST = "list"
    ARTICLE = "article"
    ATTACHMENT = "attachment"


class State(StrEnum):
    """What came of asking an address; the codes of the manifest and of the ledger."""

    REPORT = "report"
    NOT_A_REPORT = "not_a_report"
    LIST = "list"
    UNCHANGED = "unchanged"
    GONE = "gone"
    SOFT_404 = "soft_404"
    BLOCKED = "blocked"
    LOGIN = "login"
    HOME = "home"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too_large"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of a site: where it begins, how its system pages, and what its entries are about.

    `options` are the pattern's own settings (a column, an application id …);
    `agency` is the agency whose reports stand there, if they are all of one.
    """

    url: str
    pattern: str
    options: Mapping[str, str] = field(default_factory=dict)
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A site as its file describes it. `division` is a code of the division table, or empty.

    `pace` is the least number of seconds between two requests to one host;
    `hosts` are all hosts that may be asked, the site's own among them; `insecure`
    those of them whose certificate is not verified, each with the reason;
    `verified` is the day on which the addresses were last seen to answer.
    """

    id: str
    name: str
    hosts: tuple[str, ...]
    lists: tuple[ListPage, ...]
    division: str = ""
    pace: float = 3.0
    insecure: Mapping[str, str] = field(default_factory=dict)
    verified: date | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One request to be made: a GET, or a POST with a form or JSON body."""

    url: str
    role: Role
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the final address after redirects, and the bytes as sent (unpacked).

    `headers` have lower-case names.
    """

    asked: Ask
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list: the address it leads to, its title, and its date if one is printed.

    `ask` is the request that gives its content where a GET of `url` does not
    (a page that only a script fills); `url` stays the entry's name. `promising` is
    False when its title alone says that it is no report: it need not be asked for.
    """

    url: str
    title: str
    published: date | None = None
    ask: Ask | None = None
    promising: bool = True


@dataclass(frozen=True, slots=True)
class Listed:
    """What one answer of a list holds, and which answers belong to it besides.
    `problem` says why it could not be read as the list that the site's file
    promises; then it has no entries. `promised` is how many entries the list
    says that it has in all, if it says so.
    """

    entries: tuple[Entry, ...] = ()
    further: tuple[Ask, ...] = ()
    problem: str = ""
    promised: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What an answer to an article or attachment is.

    `reason` says why, in a short code; `links` are what a report may stand in
    (attachments, viewers' files, frames), to be asked one step on; `content` is the
    SHA-256 of the main content without what changes at each visit.
    """

    state: State
    reason: str
    title: str = ""
    published: date | None = None
    links: tuple[Ask, ...] = ()
    content: str = ""
    charset_declared: str = ""
    charset_used: str = ""


class Pattern(Protocol):
    """How the lists of one publishing system are asked for and read. Pure: no request is made."""

    def start(self, page: ListPage) -> tuple[Ask, ...]:
        """The first requests for a list."""

    def read(self, page: ListPage, answer: Answer) -> Listed:
        """The entries of an answer, and the requests for the rest of the list.

        The caller bounds how many answers of a list are asked for, and asks no
        request twice.
        """
