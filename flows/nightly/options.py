"""What a night is to do: the folders, the crawl, retries, and whom to tell; from ``gouji.toml``."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flows.options import known, option, section, wrong
from flows.settings import Settings, settings, settings_file

PART = "nightly"
ALWAYS, TROUBLE = "always", "trouble"
_TLS = ("starttls", "tls", "none")
_NAMES = (
    "retries", "retry_seconds", "tell", "webhook", "mail_host", "mail_port", "mail_tls",
    "mail_user", "mail_from", "mail_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mail:
    """How a message is sent: the mail server, and from whom to whom.

    The password is GOUJI_MAIL_PASSWORD in the environment, and in no file.
    """

    host: str
    port: int
    tls: str
    user: str
    sender: str
    to: tuple[str, ...]
    password: str = ""

    def __repr__(self) -> str:
        return f"Mail({self.host}:{self.port})"


@dataclass(frozen=True, slots=True)
class Plan:
    """A night to be: `sites` are folders of site files, gouji's own unless given.

    `networks` are those that may be asked though they are not public (tests, own mirrors);
    `hours` bounds the crawl. A step that fails is tried `retries` times more, the crawl
    first after `retry_seconds`, each time after twice as many.
    """

    settings: Settings
    file: Path | None = None
    sites: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    hours: float | None = None
    retries: int = 2
    retry_seconds: int = 120
    tell: str = TROUBLE
    webhook: str = ""
    mail: Mail | None = None

    @property
    def folder(self) -> Path:
        """Where the pages and the ledger are."""
        return self.settings.curated / "nightly"


def plan(
    raw: str | None = None,
    curated: str | None = None,
    workers: int | None = None,
    home: str | None = None,
    file: str | None = None,
    sites: Sequence[str] | None = None,
    networks: Sequence[str] | None = None,
    hours: float | None = None,
    environment: Mapping[str, str] | None = None,
) -> Plan:
    """The plan for these options and the section ``[nightly]`` of the settings file.

    Raises:
        Failure: the file holds what cannot be set.
    """
    env = os.environ if environment is None else environment
    chosen = settings(raw, curated, workers, home, env, file)
    path = settings_file(file, home, env)
    known(section(path, PART), _NAMES, path or PART)
    webhook = option(path, PART, "webhook", "")
    if webhook and urlsplit(webhook).scheme not in ("http", "https"):
        raise wrong(path or PART, f"webhook = {webhook!r}: no http address", "webhook 应为网址")
    return Plan(
        chosen,
        path,
        tuple(sites or filter(None, env.get("GOUJI_SITES", "").split(os.pathsep))),
        tuple(networks or ()),
        hours,
        option(path, PART, "retries", 2),
        option(path, PART, "retry_seconds", 120),
        _one_of(path, "tell", (TROUBLE, ALWAYS)),
        webhook,
        _mail(path, env),
    )


def _mail(path: Path | None, env: Mapping[str, str]) -> Mail | None:
    host, to = option(path, PART, "mail_host", ""), section(path, PART).get("mail_to", [])
    if not host and not to:
        return None
    addresses = [to] if isinstance(to, str) else to
    whole = isinstance(addresses, list) and all(
        isinstance(one, str) and "@" in one and one.isprintable() for one in addresses
    )
    if not host or not addresses or not whole:
        raise wrong(
            path or PART, "mail needs mail_host and mail_to", "邮件须有 mail_host 和 mail_to"
        )
    user, tls = option(path, PART, "mail_user", ""), _one_of(path, "mail_tls", _TLS)
    return Mail(
        host,
        option(path, PART, "mail_port", {"starttls": 587, "tls": 465, "none": 25}[tls]),
        tls,
        user,
        option(path, PART, "mail_from", user or addresses[0]),
        tuple(addresses),
        env.get("GOUJI_MAIL_PASSWORD", ""),
    )


def _one_of(path: Path | None, name: str, names: Sequence[str]) -> str:
    """An option that is one of some names, the first unless it is set."""
    chosen = option(path, PART, name, names[0])
    if chosen not in names:
        there = ", ".join(names)
        raise wrong(path or PART, f"{name} = {chosen!r}: {there}", f"{name} 应为 {there} 之一")
    return chosen
