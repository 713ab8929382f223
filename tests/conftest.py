"""How hypothesis searches: the same examples each time, however loaded the machine is.

``HYPOTHESIS_PROFILE=search make unit`` looks for new ones.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", calm)
settings.register_profile("repeat", calm, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeat"))
