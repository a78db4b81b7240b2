"""How much of the machine is ours."""

import os


def usable_cores() -> int:
    """The cores that this process may use, at least one."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no affinity that Python knows of
        return os.cpu_count() or 1
