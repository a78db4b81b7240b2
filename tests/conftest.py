"""The ground every test stands on: a home of its own, no network, no noise, no leaks."""

from tests.helpers.isolation import isolate_session

# Before anything of photosim or Qt is imported: both look at the environment only once.
isolate_session()

pytest_plugins = [
    "pytester",
    "tests.helpers.verdicts",
    "tests.helpers.noise",
    "tests.helpers.leaks",
    "tests.helpers.network",
    "tests.helpers.photos",
]
