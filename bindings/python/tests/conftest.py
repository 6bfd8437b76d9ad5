"""Sets how long hypothesis searches. `HYPOTHESIS_PROFILE=long` searches for minutes."""

import os

from hypothesis import HealthCheck, settings

# No database, so that no files are left beside the tests. No deadline, because a busy machine is not a failure.
settings.register_profile(
    "short", max_examples=200, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", settings.get_profile("short"), max_examples=3_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
