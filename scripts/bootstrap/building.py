"""The command `build_app.py`: set up, then build inside the environment."""

import subprocess
from collections.abc import Sequence

from bootstrap import environment
from bootstrap.checkout import this_checkout
from bootstrap.telling import SetupError, say

_STOPPED = 130


def main(arguments: Sequence[str]) -> int:
    """Run the command.

    Returns:
        The exit code of the build, 1 when the set-up failed, 130 when it was stopped.
    """
    checkout = this_checkout()
    try:
        environment.ensure(checkout, "dev")
        build = checkout.root / "scripts" / "bundle" / "build.py"
        return subprocess.run([str(checkout.python), "-P", str(build), *arguments], check=False).returncode
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return _STOPPED
