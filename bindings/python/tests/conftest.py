"""How long hypothesis searches: `HYPOTHESIS_PROFILE=long` searches for minutes."""

import os

from hypothesis import HealthCheck, settings

# Nothing is kept beside the tests, and a busy machine is no failure.
settings.register_profile(
    "short", max_examples=200, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("short"), max_examples=3_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
