"""Python packages: pip at work, without its wall of text, and its failures in plain words."""

import os
import re
import subprocess
from collections import deque
from collections.abc import Mapping
from pathlib import Path

from bootstrap.checkout import Checkout, Wanted
from bootstrap.telling import SetupError, tick

_SEEN = re.compile(r"^(?:Collecting|Requirement already satisfied:) (?P<name>[\w.-]+)")
_DOWNLOAD = re.compile(r"^\s+(?:Downloading|Using cached) (?P<file>\S+)")
_REQUIREMENT = re.compile(r"^[A-Za-z0-9]", re.MULTILINE)

_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|ConnectTimeout|Network is unreachable"
    r"|ProxyError|Read timed out|ConnectionResetError|Connection refused|IncompleteRead|getaddrinfo failed"
)
_CERTIFICATE = re.compile(r"CERTIFICATE_VERIFY_FAILED|SSLError")
_NO_SPACE = re.compile(r"No space left on device|Errno 28\b|not enough space on the disk")
_NO_WHEEL = re.compile(r"No matching distribution found for (?P<name>[\w.=-]+)")
_ERROR = re.compile(r"\s*(ERROR|\w+Error): ")
_WRONG_HASH = re.compile(r"DO NOT MATCH THE HASHES")


def install_lock(checkout: Checkout, wanted: Wanted) -> None:
    """Install exactly the versions and files that the lock file names.

    Raises:
        SetupError: a package could not be fetched or unpacked.
    """
    lock = checkout.lock_file(wanted)
    # Ready-made wheels only: compiling on the user's machine takes long and needs tools we don't ask for.
    # Byte code is made at the first import of what is really used; making it for everything doubles the time.
    options = ["--require-hashes", "--only-binary", ":all:", "--no-compile", "--requirement", str(lock)]
    _pip(checkout, options, expected=len(_REQUIREMENT.findall(lock.read_text(encoding="utf-8"))))


def install_checkout(checkout: Checkout) -> None:
    """Install photosim itself, as a pointer to this checkout; fetches nothing.

    Raises:
        SetupError: the metadata could not be read.
    """
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--editable", str(checkout.root)]
    _pip(checkout, options, expected=1)


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` without what would let packages from outside into the isolated environment."""
    foreign = {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"}
    return {name: value for name, value in environ.items() if name not in foreign}


def explain(output: str, log: Path) -> str:
    """What a failed pip run means, and what to do about it."""
    no_wheel = _NO_WHEEL.search(output)
    if _NO_SPACE.search(output):
        return "The disk is full: the environment needs about 1 GB. Make room and start again."
    if _WRONG_HASH.search(output):
        return (
            "A downloaded package is not the one that photosim was tested with, so it was not installed. "
            f"Start again; if it happens again, your package mirror alters files. Details: {log}"
        )
    if _CERTIFICATE.search(output):
        return (
            "The package server's certificate was not accepted. Behind a company proxy, give pip its "
            f"certificate (PIP_CERT=/path/to/certificate.pem) and start again. Details: {log}"
        )
    if _NO_NETWORK.search(output):
        return (
            "The packages could not be fetched: the package server did not answer. Check the connection "
            "(behind a proxy, set HTTPS_PROXY) and start again; what is downloaded already is kept. "
            f"Details: {log}"
        )
    if no_wheel:
        return (
            f"There is no ready-made package of {no_wheel['name']} for this system and this version of "
            f"Python. Another version of Python, such as 3.12, may have one. Details: {log}"
        )
    errors = [line for line in output.splitlines() if _ERROR.match(line)]
    reason = f": {errors[0].split(':', 1)[1].strip()}" if errors else ""
    return f"The packages could not be installed{reason}. Details: {log}"


def _pip(checkout: Checkout, options: list[str], expected: int) -> None:
    command = [str(checkout.python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    log = checkout.scratch / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    tail: deque[str] = deque(maxlen=400)
    with (
        open(log, "w", encoding="utf-8") as log_file,
        subprocess.Popen(
            [*command, "--progress-bar", "off", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=clean_environment(os.environ),
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        assert process.stdout is not None
        seen = 0
        for line in process.stdout:
            log_file.write(line)
            tail.append(line)
            expected -= line.startswith("Ignoring ")
            if match := _SEEN.match(line):
                seen += 1
                tick(f"{min(seen, expected)} of {expected}: {match['name']}")
            elif match := _DOWNLOAD.match(line):
                tick(f"{min(seen, expected)} of {expected}: {match['file']}")
            elif line.startswith("Installing collected packages"):
                tick("unpacking")
    if process.returncode:
        raise SetupError(explain("".join(tail), log))
