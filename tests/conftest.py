"""The same tests each time, however loaded the machine is: their names, and hypothesis's examples.

``HYPOTHESIS_PROFILE=search make unit`` looks for new examples.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", calm)
settings.register_profile("repeat", calm, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Tests of made files are named by their number: bytes may differ from process to process."""
    return argname if isinstance(val, bytes) else None
