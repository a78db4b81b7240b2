"""The ground every test stands on: a home of its own, no network, no noise, no leaks."""

from hypothesis import HealthCheck, settings

from tests.helpers.isolation import isolate_session

# Before anything of photosim or Qt is imported: both look at the environment only once.
isolate_session()

# A busy machine says nothing of the program.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

pytest_plugins = [
    "pytester",
    "tests.helpers.verdicts",
    "tests.helpers.noise",
    "tests.helpers.leaks",
    "tests.helpers.endings",
    "tests.helpers.network",
    "tests.helpers.photos",
    "tests.helpers.reading",
]
