"""photosim never talks to the network: no code in it could, and no part of it does when it works.

The one exception is `scan --cluster ADDRESS`, which the user asks for by naming the address.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.scanning import command
from tests.helpers.source import forget_sources, modules

_NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "select", "selectors",
    "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "xmlrpc", "distributed",
    "tornado", "dask",
}  # fmt: skip
_ON_THE_USERS_WORD = {"photosim/app/scanning/cluster.py", "photosim/app/scanning/cluster_work.py"}
_QT = re.compile(r"PySide6\.(QtNetwork|QtWeb\w*|QtHttpServer|QtRemoteObjects|QtQml|QtQuick\w*|QtPdf\w*)")

# Imported first by every Python below it, the decoding processes included.
_WATCH = """
import os, socket, sys

def watch(event, arguments):
    if event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6):
        told = f"{event} {arguments[1:]}"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "webbrowser.open"):
        told = f"{event} {arguments}"
    elif event in ("socket.connect", "socket.bind", "socket.sendto") and isinstance(arguments[1], tuple):
        told = f"{event} {arguments[1]}"
    else:
        return
    with open(os.environ["PHOTOSIM_WATCH"], "a") as log:
        log.write(f"{sys.argv}: {told}\\n")

with open(os.environ["PHOTOSIM_WATCH"] + ".started", "a") as log:
    log.write(f"{os.getpid()}\\n")
sys.addaudithook(watch)
"""

_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from photosim.gui import application
make = application.make_window
def make_and_close(*arguments):
    window = make(*arguments)
    window.desk.facts.connect(lambda facts: QTimer.singleShot(500, window.close))
    return window
application.make_window = make_and_close
sys.exit(application.run_gui([sys.argv[2]], sys.argv[1]))
"""


def test_no_module_could_reach_the_network() -> None:
    found, opening = [], set()
    for module in modules("photosim"):
        for name in module.imports():
            alone = name.split(".")[0]
            allowed = alone not in _NETWORK or module.name in _ON_THE_USERS_WORD
            if not allowed or name.startswith(("urllib.request", "urllib.error")) or _QT.match(name):
                found.append(f"{module.name} imports {name}")
        for name, _ in module.calls():
            if name.endswith(".openUrl") or name == "os.startfile":
                opening.add(module.name)
        forget_sources()
    assert found == []
    # Whose own tests see that it opens paths of this machine only, and on the user's click.
    assert opening == {"photosim/gui/kit/files.py"}


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which every Python tells of the network; checked when the test ends."""
    place = tmp_path / "watch"
    place.mkdir()
    (place / "sitecustomize.py").write_text(_WATCH)
    path = os.pathsep.join([str(place), os.getcwd()])
    return {**os.environ, "PYTHONPATH": path, "PHOTOSIM_WATCH": str(tmp_path / "network.log")}


def test_the_watch_sees_what_it_should(watched: dict[str, str]) -> None:
    code = "import socket; socket.socket().close()"
    subprocess.run([sys.executable, "-c", code], env=watched, check=True)
    assert "socket.__new__" in Path(watched["PHOTOSIM_WATCH"]).read_text()


def test_nothing_is_sent_or_asked_for(watched: dict[str, str], tmp_path: Path, sample_photos: Path) -> None:
    library, photos = tmp_path / "library", sample_photos
    # Formats and metadata that name addresses: none may be followed.
    (photos / "drawing.jpg").write_text('<svg><image href="http://photosim.invalid/a.png"/></svg>')
    picture = str(photos / "flower-copy.jpg")
    report = str(tmp_path / "report.html")
    for arguments in (
        ["scan", str(photos)],
        ["groups"],
        ["query", picture],
        ["report", "-o", report],
    ):
        done = subprocess.run(
            command(library, *arguments, "--format", "json"), env=watched, capture_output=True, check=False
        )
        assert done.returncode in (0, 1), done
        json.loads(done.stdout)
    window = [sys.executable, "-c", _WINDOW, str(library), picture]
    subprocess.run(window, env={**watched, "QT_QPA_PLATFORM": "offscreen"}, check=True, timeout=100)
    log = Path(watched["PHOTOSIM_WATCH"])
    assert not log.exists(), log.read_text()
    # Every command and the window, and decoding processes besides.
    assert len(Path(f"{log}.started").read_text().splitlines()) > 6
