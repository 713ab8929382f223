"""All sites of the test web, in the order of their servers."""

from __future__ import annotations

from tests.web.crowds import Crowd, Gbk, LookAlikes, Reshaped
from tests.web.filing import Attachments, Pictures, Sessions, Viewers
from tests.web.site import MadeSite
from tests.web.systems import ByCode, Epoint, Gkmlpt, Jpage, Trs
from tests.web.troubled import Challenged, Faults, RobotsAll, RobotsSome, Slow

SITES: tuple[type[MadeSite], ...] = (
    Trs, Jpage, Gkmlpt, Epoint, ByCode, Gbk, Attachments, Viewers, Pictures, Sessions, LookAlikes,
    Crowd, Reshaped, Faults, Challenged, Slow, RobotsAll, RobotsSome,
)  # fmt: skip
