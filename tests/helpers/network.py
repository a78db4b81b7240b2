"""photosim never talks to the network, and neither do its tests."""

import ipaddress
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.helpers.verdicts import body_passed

_LOCAL_NAMES = {"", "localhost", "localhost.localdomain", "ip6-localhost"}
_attempts: list[str] = []
_on_guard = False


class NetworkForbiddenError(RuntimeError):
    """Raised in the place that tried to reach another machine."""


def is_local(host: object) -> bool:
    """Whether `host` is this machine, by its name or address."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name.lower() in _LOCAL_NAMES:
        return True
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Fails a test that tried to reach another machine, even when the code caught the refusal."""
    global _on_guard  # noqa: PLW0603 - an audit hook is for the whole process and cannot be taken off again
    _attempts.clear()
    _on_guard = True
    yield _attempts
    _on_guard = False
    if _attempts and body_passed(request.node):
        pytest.fail(f"This test tried to reach the network: {', '.join(_attempts)}", pytrace=False)


def _guard(event: str, arguments: tuple[Any, ...]) -> None:
    if not _on_guard or not event.startswith("socket."):
        return
    if event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        connection, address = arguments[:2]
        if connection.family not in {socket.AF_INET, socket.AF_INET6} or address is None:
            return
        host = address[0]
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and not _is_address(arguments[0]):
        host = arguments[0]
    else:
        return
    if not is_local(host):
        _attempts.append(f"{event} {host!r}")
        raise NetworkForbiddenError(f"tests do not talk to the network ({event} {host!r})")


def _is_address(host: object) -> bool:
    """Whether there is nothing to look up: such a call stays on this machine."""
    try:
        ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return True


sys.addaudithook(_guard)
