"""The publishing systems whose lists can be read, by the names that site files use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flows.crawl.model import Pattern
from flows.crawl.patterns.epoint import Epoint
from flows.crawl.patterns.gkmlpt import Gkmlpt
from flows.crawl.patterns.jpage import Jpage
from flows.crawl.patterns.paged import Paged
from flows.crawl.patterns.trs import Trs
from flows.crawl.patterns.xxgk_annual import XxgkAnnual

PATTERNS: Mapping[str, Pattern] = MappingProxyType(
    {
        "trs": Trs(),
        "jpage": Jpage(),
        "gkmlpt": Gkmlpt(),
        "epoint": Epoint(),
        "xxgk_annual": XxgkAnnual(),
        "paged": Paged(),
    }
)
"""A new system is an entry here and one in ``patterns.toml``, which says what its options are."""
