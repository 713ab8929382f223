"""Answers that are not what was asked for: challenges, logins, home pages, pages not found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flows.crawl.model import Answer, State
from flows.crawl.pages import Page, join
from flows.crawl.words import pattern, setting
from transform.text import squash

_FOUND = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """What came instead: a state, and its reason as a code of ``reasons.csv``."""

    state: State
    reason: str


def trouble(answer: Answer, page: Page | None) -> Trouble | None:
    """What is wrong with an answer, or None; `page` is its body where that is a page."""
    challenged = page is not None and _is_challenge(answer, page)
    if answer.status != _FOUND:
        return Trouble(State.BLOCKED, "challenge") if challenged else _of_status(answer.status)
    if not answer.body.strip():
        return Trouble(State.FAILED, "empty")
    if _is_home(answer.asked.url, answer.url):
        return Trouble(State.HOME, "home")
    if page is None:
        return None
    if challenged:
        return Trouble(State.BLOCKED, "challenge")
    if _sends_home(answer, page):
        return Trouble(State.HOME, "home")
    if _is_login(answer, page):
        return Trouble(State.LOGIN, "login")
    if _says("soft_404", page):
        return Trouble(State.SOFT_404, "page_not_found")
    return None


def says_none(page: Page) -> bool:
    """Whether a list says that there is nothing in it."""
    return _says("none", page)


def _of_status(status: int) -> Trouble:
    if status in (404, 410):
        return Trouble(State.GONE, "http_gone")
    if status in (403, 405, 429, *setting("pages", "challenge", "statuses")):
        return Trouble(State.BLOCKED, "http_blocked")
    if status in (401, 407):
        return Trouble(State.LOGIN, "http_login")
    if status >= 500:
        return Trouble(State.UNREACHABLE, "http_server")
    return Trouble(State.FAILED, "http_other")


def _is_challenge(answer: Answer, page: Page) -> bool:
    """A page that is little but a script, or that speaks of a check."""
    words: Any = setting("pages", "challenge")
    if len(page.shown) >= words["most"]:
        return False
    scripts = any(True for _ in page.elements("script"))
    if answer.status in words["statuses"]:
        return scripts
    spoken = pattern("pages", "challenge", "text").search(page.shown.lower())
    bare = len(page.shown) < words["most"] / 10
    return bool(spoken) or (
        scripts and bare and bool(pattern("pages", "challenge", "source").search(page.source))
    )


def _is_home(asked: str, came: str) -> bool:
    home = pattern("pages", "home", "path")
    before, after = urlsplit(asked), urlsplit(came)
    # The same address is no redirect, whatever it looks like; a query makes a page.
    return (
        not home.search(before.path)
        and bool(home.search(after.path))
        and not after.query
        and not after.fragment
    )


def _sends_home(answer: Answer, page: Page) -> bool:
    if len(page.shown) >= setting("pages", "home", "most"):
        return False
    found = pattern("pages", "home", "source").search(page.source)
    target = next((t for t in found.groups() if t), "") if found else ""
    return bool(target) and _is_home(answer.url, join(answer.url, target))


def _is_login(answer: Answer, page: Page) -> bool:
    if len(page.shown) >= setting("pages", "login", "most"):
        return False
    fields = (element.get("type") or "" for element in page.elements("input"))
    if "password" not in (field.lower() for field in fields):
        return False
    moved = answer.url != answer.asked.url
    return bool(
        (moved and pattern("pages", "login", "path").search(urlsplit(answer.url).path))
        or pattern("pages", "login", "title").search(squash(page.title).lower())
        or pattern("pages", "login", "text").search(page.shown.lower())
    )


def _says(kind: str, page: Page) -> bool:
    words: Any = setting("pages", kind)
    if len(page.shown) >= words["most"]:
        return False
    titled = "title" in words and re.search(words["title"], squash(page.title).lower())
    return bool(titled or pattern("pages", kind, "text").search(page.shown.lower()))
