"""Write the lock files anew from pyproject.toml; needs uv on the PATH.

    python scripts/lock.py [--upgrade]

One lock for all systems and Python versions. The program's lock is cut from that of the tests, so both name
the same versions. No address of a package server is written: whoever installs uses their own.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_DEV, _RUN = "requirements-dev.lock", "requirements.lock"
_OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)


def main() -> int:
    """Write both lock files; the exit code is 1 when one of them would hold an address."""
    parser = argparse.ArgumentParser(description="Write the lock files anew from pyproject.toml.")
    parser.add_argument(
        "--upgrade", action="store_true", help="take the newest versions, not those locked now"
    )
    newest = ["--upgrade"] if parser.parse_args().upgrade else []
    _compile(_DEV, "--group=setup", "--group=test", "--group=benchmark", "--group=package", *newest)
    _compile(_RUN, "--group=setup", f"--constraint={_DEV}", "--upgrade")
    addresses = [
        name for name in (_DEV, _RUN) if re.search(r"\w+://", (_ROOT / name).read_text(encoding="utf-8"))
    ]
    for name in addresses:
        print(f"{name} holds the address of a package server", file=sys.stderr)
    return 1 if addresses else 0


def _compile(target: str, *options: str) -> None:
    command = ["uv", "pip", "compile", "pyproject.toml", *_OPTIONS, *options, f"--output-file={target}"]
    subprocess.run(command, cwd=_ROOT, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    sys.exit(main())
