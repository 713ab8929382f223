"""All made-up sites, read by the patterns: every report is found, and nothing else accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from flows.crawl.addresses import canonical
from flows.crawl.article import read_article
from flows.crawl.model import Answer, Article, Ask, Entry, ListPage, Role, Site, State
from flows.crawl.patterns import PATTERNS
from flows.crawl.site import check, load
from tests.web import Web
from tests.web.server import Asked
from tests.web.site import LATER, MadeSite
from tests.web.sites import SITES

READABLE = [kind for kind in SITES if not kind.never]
CHANGING = [kind for kind in READABLE if kind.shelf.at(1) != kind.shelf.at(LATER)]
NIGHTS = [*((kind, 1) for kind in READABLE), *((kind, LATER) for kind in CHANGING)]


class Visit:
    """One night at one site, without a network: what is asked goes straight to the site."""

    def __init__(self, made: MadeSite, site: Site, night: int) -> None:
        self.made, self.site, self.night = made, site, night
        self.asked: dict[str, int] = {}
        self.problems: list[str] = []
        self.found: dict[str, tuple[Article, str]] = {}

    def send(self, ask: Ask) -> Answer | None:
        """The answer after redirects; None where none comes."""
        url = ask.url
        for _ in range(5):
            parts = urlsplit(url)
            query = {k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}
            count = self.asked.get(url, 0)
            self.asked[url] = count + 1
            asked = Asked(ask.method, parts.path, query, ask.headers, ask.body, count)
            reply = self.made.answer(self.night, asked)
            if reply.fate in ("hang", "reset"):
                return self.send(ask) if reply.fate == "reset" else None
            if "Location" not in reply.headers:
                headers = {"content-type": reply.kind}
                return Answer(ask, url, reply.status, headers, reply.body)
            url = urljoin(url, reply.headers["Location"])
        return None

    def entries(self, page: ListPage) -> dict[str, Entry]:
        """All entries of a list."""
        pattern, found = PATTERNS[page.pattern], dict[str, Entry]()
        waiting, known = list(pattern.start(page)), set[tuple[str, bytes]]()
        while waiting:
            ask = waiting.pop(0)
            if (ask.url, ask.body) in known:
                continue
            known.add((ask.url, ask.body))
            answer = self.send(ask)
            assert answer is not None
            listed = pattern.read(page, answer)
            self.problems += [listed.problem] if listed.problem else []
            found.update((canonical(entry.url), entry) for entry in listed.entries)
            waiting += listed.further
        return found

    def go(self) -> None:
        """Read every list, and ask for what is promising."""
        for page in self.site.lists:
            for url, entry in self.entries(page).items():
                if entry.promising:
                    self._look(url, entry.ask or Ask(entry.url, Role.ARTICLE), entry.title)

    def _look(self, url: str, ask: Ask, title: str) -> None:
        answer = self.send(ask)
        if answer is None:
            return
        article = read_article(answer, title, self.site)
        if article.state is State.REPORT:
            self.found[url] = (article, hashlib.sha256(answer.body).hexdigest())
        if ask.role is Role.ARTICLE:
            for link in article.links:
                self._look(canonical(link.url), link, article.title or title)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Web, dict[str, Site]]]:
    folder = tmp_path_factory.mktemp("sites")
    with Web() as made:
        made.sites(folder)
        yield made, {site.id: site for site in load([folder], least_pace=0.0)}


@pytest.mark.parametrize(("kind", "night"), NIGHTS, ids=[f"{k.name}-{n}" for k, n in NIGHTS])
def test_every_report_is_found_and_nothing_else(
    web: tuple[Web, dict[str, Site]], kind: type[MadeSite], night: int
) -> None:
    made = web[0].made[kind.name]
    visit = Visit(made, web[1][kind.name], night)
    visit.go()
    truths = list(made.truths(night))
    known = {url for truth in truths for url in (*truth.urls, truth.lead)}
    unread = {made.base + path for path in made.unread()}
    assert set(visit.found) - known - unread == set()
    for truth in truths:
        found = [visit.found[url] for url in truth.urls if url in visit.found]
        assert found, truth.urls
        if truth.sha256:
            assert truth.sha256 in {digest for _, digest in found}


def test_entries_that_are_no_reports_are_not_asked_for(web: tuple[Web, dict[str, Site]]) -> None:
    visit = Visit(web[0].made["crowd"], web[1]["crowd"], 1)
    (page,) = visit.site.lists
    entries = visit.entries(page)
    assert len(entries) == 5_000
    assert sum(entry.promising for entry in entries.values()) == 8


def test_a_list_that_lost_its_shape_is_a_problem(web: tuple[Web, dict[str, Site]]) -> None:
    for night, problems in ((1, []), (LATER, ["no_entries"])):
        visit = Visit(web[0].made["reshaped"], web[1]["reshaped"], night)
        visit.go()
        assert visit.problems == problems


def test_a_challenge_is_named(web: tuple[Web, dict[str, Site]]) -> None:
    visit = Visit(web[0].made["challenged"], web[1]["challenged"], 1)
    visit.go()
    assert visit.problems == ["challenge"]


def test_pages_that_change_at_each_visit_keep_their_content(
    web: tuple[Web, dict[str, Site]],
) -> None:
    made, site = web[0].made["sessions"], web[1]["sessions"]
    nights = [Visit(made, site, 1), Visit(made, site, 2)]
    for visit in nights:
        visit.go()
    one, two = (
        {url: (article.content, digest) for url, (article, digest) in visit.found.items()}
        for visit in nights
    )
    assert one.keys() == two.keys()
    assert all(one[url][0] == two[url][0] and one[url][1] != two[url][1] for url in one)
    assert len({content for content, _ in one.values()}) == len(made.shelf.papers)


def test_the_files_of_the_made_up_sites_are_sound(tmp_path: Path) -> None:
    with Web(names=True) as made:
        made.sites(tmp_path)
        assert check(tmp_path, least_pace=0.0) == ()
