"""A web of made-up government sites on loopback addresses, for the tests of the crawl.

    with Web() as web:                        # or Web("trs", "jpage") for some of them
        web.sites(folder, pace=0.05)          # writes a site file for each
        ...crawl...
        web.truth()                           # the reports to be found: Truth(site, urls, …)
        web.night(3)                          # night 2 is as night 1; on 3 reports changed
        web.log                               # LogLine for each request: began, ended, path …

Each site has a server of its own on an address of its own (127.0.0.10, .11 …, a port that the
system chooses), so that hosts are told apart as on the real web. `Web(names=True)` gives them
names instead (http://trs.test:PORT/); `web.hosts` maps each name to its address.

What is no report must not be kept, but for pages that lead to one: `Truth.lead`, the page on
which a report's file hangs, and `web.unread()`, reports that are pictures. `Truth.urls` has more
than one address where a report is published twice; each of them may be found.

The sites: trs, jpage, gkmlpt, epoint and bycode are after the systems of those names; gbk is
paged by 下一页 in GBK that calls itself gb2312; attachments and viewers have files behind pages,
pictures only pictures; sessions changes every page at each visit and has each report twice;
alike has look-alikes, crowd 5,000 entries; reshaped loses its list on night 3; faults leads into
loops, logins, soft 404s and challenges, challenged is nothing else; slow drips, resets (once) and
hangs; robots_all and robots_some forbid what they hold. Validators: ETag on pages, Last-Modified
on files (another with another content), none on sessions and on what is asked by POST.
`Web(slow=…, hang=…)` sets the seconds.

`web.never()` are beginnings of addresses that robots.txt forbids: none may be in the log. A report
that is changed keeps its address; its list then gives a later day, and its bytes and validators
are others. `Truth.sha256` is empty where each visit gets other bytes. On night 3, `web.truth(3)`
lacks what vanished and holds changed reports with their new bytes; those of reshaped still
stand where they stood, though no list leads to them.
"""

from tests.web.server import LogLine
from tests.web.site import Truth
from tests.web.web import Web

__all__ = ["LogLine", "Truth", "Web"]
