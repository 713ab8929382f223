"""The whole test web: its servers, its nights, its log and its truth."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from tests.web.server import Asked, LogLine, Reply, Server
from tests.web.site import MadeSite, Truth
from tests.web.sites import SITES

REASON = "made for tests / 测试用"


class Web:
    """Made-up sites on loopback; see the package for how to use it.

    `only` names the sites to start; `names` gives them names in .test instead of
    numeric hosts. `slow` and `hang` are the seconds of slow and of hanging answers.
    """

    def __init__(
        self,
        *only: str,
        names: bool = False,
        slow: float = 0.4,
        hang: float = 30.0,
    ) -> None:
        self.log: list[LogLine] = []
        self._night = 1
        wanted = [kind for kind in SITES if not only or kind.name in only]
        self._servers: list[Server] = []
        self.made: dict[str, MadeSite] = {}
        for kind in wanted:
            server = Server(kind.name, SITES.index(kind), self.log, slow, hang)
            host, port = server.address
            self._servers.append(server)
            self.made[kind.name] = kind(f"http://{named(kind.name) if names else host}:{port}")
            self._answer(server, self.made[kind.name])
        self.hosts = {named(server.site): server.address[0] for server in self._servers}
        """The address of each name, for a resolver (the port is in the addresses)."""

    def _answer(self, server: Server, site: MadeSite) -> None:
        def answers(asked: Asked) -> Reply:
            return site.answer(self._night, asked)

        server.answers = answers

    def __enter__(self) -> Web:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End all servers."""
        for server in self._servers:
            server.stop()

    def night(self, number: int) -> None:
        """From now on it is this night; the log begins anew."""
        self._night = number
        self.log.clear()
        for server in self._servers:
            server.counts.clear()

    def truth(self, night: int | None = None) -> tuple[Truth, ...]:
        """The reports to be found on a night, this one unless told."""
        wanted = self._night if night is None else night
        return tuple(truth for site in self.made.values() for truth in site.truths(wanted))

    def address(self, site: str, path: str = "/") -> str:
        """The address of a path of a site."""
        return self.made[site].base + path

    def never(self) -> tuple[str, ...]:
        """Beginnings of addresses that no request may have: robots.txt forbids them."""
        return tuple(site.base + path for site in self.made.values() for path in site.never)

    def unread(self) -> tuple[str, ...]:
        """Addresses of reports that are pictures, and of the pictures."""
        return tuple(site.base + path for site in self.made.values() for path in site.unread())

    def sites(self, folder: Path, pace: float = 0.05) -> tuple[Path, ...]:
        """Write each site's file into a folder; `pace` in seconds. The files written."""
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for site in self.made.values():
            path = folder / f"{site.name}.toml"
            path.write_text(_toml(site, pace), encoding="utf-8")
            files.append(path)
        return tuple(files)


def named(site: str) -> str:
    """The name of a site's host."""
    return f"{site.replace('_', '-')}.test"


def _toml(site: MadeSite, pace: float) -> str:
    host = site.base.split("//")[1]
    lines = [
        f'id = "{site.name}"',
        f'name = "{site.place}"',
        f'hosts = ["{host}"]',
        f"pace = {pace}",
        "[extra_hosts]",
        f'"{host}" = "{REASON}"',
    ]
    for one in site.lists:
        lines += ["[[lists]]", f'url = "{site.base}{one.path}"', f'pattern = "{one.pattern}"']
        lines += [f'agency = "{one.agency}"'] if one.agency else []
        if one.options:
            lines.append("[lists.options]")
            lines += [f'{key} = "{value}"' for key, value in one.options.items()]
    return "\n".join(lines) + "\n"
