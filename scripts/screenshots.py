"""Take pictures of every page and state of the window, to be looked at by people.

    python scripts/screenshots.py OUT FOLDER…

Starts the real program under Xvfb, once for each screen and colour scheme, scans the folders into a fresh
library, and saves a PNG of each state into OUT. Needs Xvfb and Qt's xcb libraries. One state shows photos
set aside and brought back: name a copy of your photos.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog, QMessageBox

from photosim.domain.errors import FileError
from photosim.gui.application import make_application, make_window
from photosim.gui.base.pages import Page
from photosim.gui.cleanup.dialog import CleanupDialog
from photosim.gui.groups.commands import Command, Wish
from photosim.gui.groups.filter import GroupFilter
from photosim.gui.kit.dialogs import show_failure
from photosim.gui.kit.theme import ThemeMode
from photosim.gui.shell.tools import Tool

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variant:
    """One screen and colour scheme."""

    name: str
    width: int
    height: int
    scale: str
    theme: str


VARIANTS = (
    Variant("light", 1280, 720, "1", "light"),
    Variant("dark", 1280, 720, "1", "dark"),
    Variant("light-wide", 2560, 1440, "1", "light"),
    Variant("dark-wide", 2560, 1440, "1", "dark"),
    Variant("light-4k", 3840, 2160, "2", "light"),
    Variant("dark-4k", 3840, 2160, "2", "dark"),
)


def main() -> int:
    """Take the pictures; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", help="name of one variant")
    parser.add_argument(
        "--steps", default="", help="what to show, separated by commas; everything by default"
    )
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.inside:
        return take_pictures(options)
    chosen = [variant for variant in VARIANTS if options.only in (None, variant.name)]
    return max(run_under_xvfb(variant, options) for variant in chosen)


def run_under_xvfb(variant: Variant, options: argparse.Namespace) -> int:
    """Start an X server of the variant's size and this script inside it."""
    if shutil.which("Xvfb") is None:
        print("Xvfb is needed: apt-get install xvfb", file=sys.stderr)
        return 2
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        [
            "Xvfb",
            "-displayfd",
            str(write_end),
            "-screen",
            "0",
            f"{variant.width}x{variant.height}x24",
            "-nolisten",
            "tcp",
        ],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as told, tempfile.TemporaryDirectory(prefix="photosim-screens-") as home:
        environment = {
            **os.environ,
            "DISPLAY": f":{told.readline().strip()}",
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": variant.scale,
            "HOME": home,
            "XDG_CONFIG_HOME": f"{home}/config",
            "XDG_DATA_HOME": f"{home}/data",
            "PYTHONPATH": str(ROOT),
        }
        arguments = [
            str(options.out),
            *map(str, options.folders),
            "--inside",
            variant.name,
            "--steps",
            options.steps,
        ]
        try:
            return subprocess.run(
                [sys.executable, __file__, *arguments], env=environment, check=False
            ).returncode
        finally:
            server.terminate()
            server.wait()


class Photographer:
    """Drives one window through its states and saves what the screen shows.

    Args:
        out: where the pictures go.
        variant: the screen.
        folders: scanned one after the other into the library.
    """

    def __init__(self, out: Path, variant: Variant, folders: list[str]) -> None:

        self.out, self.variant, self.folders = out, variant, folders
        self.place = Path(tempfile.mkdtemp(prefix="photosim-library-"))
        self.app = make_application()
        self.window = make_window(self.app, [], str(self.place / "library"))
        self.window._set_theme(ThemeMode(variant.theme))  # noqa: SLF001
        self.fill_screen()
        self.until(lambda: self.window.views is not None)
        self.settle(1.0)

    def fill_screen(self) -> None:
        """Show the window as large as the screen; there is no window manager that would."""
        self.window.setGeometry(self.window.screen().geometry())
        self.window.show()

    def until(self, condition: Callable[[], bool], seconds: float = 300.0) -> None:
        """Let the window work until something holds."""
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError
            self.settle(0.05)

    def settle(self, seconds: float = 0.8) -> None:
        """Let the window work for a while."""
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def shoot(self, name: str) -> None:
        """Save what the screen shows."""
        self.settle(0.4)
        picture = self.window.screen().grabWindow(0)
        picture.save(str(self.out / f"{name}-{self.variant.name}.png"))
        print(name, self.variant.name, flush=True)

    def first_start(self) -> None:
        """The window as a newcomer sees it."""
        self.shoot("start-first")
        self.window.overlay.offer("Drop to scan “Summer 2024”")
        self.shoot("drop-overlay")
        self.window.overlay.hide()
        for page in [page for page in Page if page is not Page.START]:
            self.window.go(page)
            self.settle()
            self.shoot(f"{page}-empty")
        self.window.go("start")

    def scan(self) -> None:
        """The wizard from its first page to its last."""
        self.window.scan_folders()
        wizard = self.window.wizard
        assert wizard is not None
        self.settle()
        self.shoot("wizard-1-empty")
        wizard.add_folders(self.folders)
        wizard.folders.rows.rows[0].role.setCurrentIndex(1)
        wizard.add_folders(["/media/unplugged/Old disk"])
        self.shoot("wizard-1-folders")
        wizard.folders.rows.remove(wizard.folders.rows.rows[-1])
        wizard.next()
        self.shoot("wizard-2-counting")
        self.until(lambda: wizard.look.estimate is not None and wizard.look.estimate.complete)
        self.shoot("wizard-2-counted")
        wizard.next()
        scan = self.window.desk.scan
        assert scan is not None
        self.until(lambda: scan.stored >= 30 or not scan.running)
        self.shoot("wizard-3-running")
        if scan.running and scan.job is not None:
            scan.job.pause()
            self.settle()
            self.shoot("wizard-3-paused")
            wizard.reject()
            self.window.go("photos")
            self.settle(1.5)
            self.shoot("photos-while-scanning")
            if scan.running:
                # Without a scan nothing would be asked: the window would close.
                self.ask_to_close()
                scan.job.resume()
            wizard.show()
        self.until(lambda: not scan.running)
        self.settle()
        self.shoot("wizard-4-summary")
        wizard.reject()

    def ask_to_close(self) -> None:
        """The question that closing during a scan asks."""

        def answer() -> None:
            self.shoot("closing-while-scanning")
            box = self.app.activeModalWidget()
            assert isinstance(box, QMessageBox)
            box.reject()

        QTimer.singleShot(500, answer)
        self.window.close()

    def empty_folder(self) -> None:
        """The wizard on a folder with no pictures."""
        empty = self.place / "Nothing here"
        empty.mkdir(exist_ok=True)
        (empty / "notes.txt").write_text("nothing")
        self.window.scan_folders((str(empty),))
        wizard = self.window.wizard
        assert wizard is not None
        self.settle()
        for row in wizard.folders.rows.rows[:-1]:
            wizard.folders.rows.remove(row)
        wizard.next()
        self.until(lambda: wizard.look.estimate is not None and wizard.look.estimate.complete)
        self.shoot("wizard-2-nothing")
        wizard.next()
        self.until(lambda: not self.window.desk.scanning)
        self.settle()
        self.shoot("wizard-4-nothing")
        wizard.reject()

    def pages(self) -> None:
        """Every page with a filled library."""
        context, views = self.window.desk.context, self.window.views
        assert context is not None
        assert views is not None
        self.window.go("start")
        self.settle(1.5)
        self.shoot("start-library")
        for page in [page for page in Page if page not in (Page.START, Page.SEARCH)]:
            self.window.go(page)
            self.settle(0.5)
            self.shoot(f"{page}-opening")
            self.until(lambda: not [job for job in context.jobs.active if job.name != "Loading thumbnails"])
            self.settle(4.0)
            self.shoot(page)
        photos = [photo for photo in context.workspace.photos() if not photo.missing]
        views.search_file(photos[len(photos) // 2].path)
        self.settle(5.0)
        self.shoot("search")

    def review(self) -> None:
        """The review of groups from the first key to the removal and its history."""
        views = self.window.views
        assert views is not None
        view = views.groups.load()
        self.window.go("groups")
        self.until(lambda: view.review is not None and not view.busy)
        self.settle(2.0)
        self.shoot("review-open")
        for command in (Command.ACCEPT, Command.KEEP_ONLY, Command.ACCEPT, Command.KEEP_ALL, Command.ACCEPT):
            view.pane.do(Wish(command))
        view.pane.do(Wish(Command.KEEP_THIS, 2))
        self.settle(1.0)
        self.shoot("review-some")
        view.group_list.selectAll()
        self.shoot("review-several")
        view.pane.choose_current_only()
        view.help.open()
        self.shoot("review-keys")
        view.help.leave()
        view.bar.narrow(GroupFilter(text="no such name"))
        self.shoot("review-filtered-to-nothing")
        view.bar.clear_filter()
        view.pane.do(Wish(Command.COMPARE))
        self.settle(4.0)
        self.shoot("compare")
        view.comparison.closed.emit()
        while not view.message:
            view.pane.do(Wish(Command.ACCEPT))
        self.shoot("review-done")
        self.cleanup()

    def cleanup(self) -> None:
        """The removal, its result, its undo, and the history of it."""
        self.window.menus.removal_wanted.emit()
        self.settle(2.0)
        dialog = self.app.activeModalWidget()
        assert isinstance(dialog, CleanupDialog)
        self.until(lambda: dialog.page is dialog.plan_page)
        self.shoot("cleanup-plan")
        if not dialog.plan_page.go.isEnabled():
            print("nothing can go: name a second folder, for the first one is scanned as protected")
            dialog.reject()
            return
        dialog.plan_page.apply.emit()
        self.until(lambda: dialog.page is dialog.result_page)
        self.shoot("cleanup-result")
        self.window.go("history")
        self.settle(2.0)
        dialog.hide()
        self.shoot("history-done")
        dialog.result_page.undo.emit()
        self.until(lambda: dialog.page is dialog.result_page)
        dialog.show()
        self.shoot("cleanup-undone")
        dialog.reject()

    def tools(self) -> None:
        """The dialogs that work on the library as a whole."""
        for tool in Tool:
            self.window.menus.tool_wanted.emit(tool)
            self.settle(5.0)
            self.shoot(f"tool-{tool.value}")
            dialog = self.app.activeModalWidget()
            assert isinstance(dialog, QDialog)
            dialog.reject()

    def dialogs(self) -> None:
        """About, the shortcuts, a message, the crash dialog."""
        openers: dict[str, Callable[[], None]] = {
            "about": self.window.menus.about_wanted.emit,
            "shortcuts": self.window.menus.shortcuts_wanted.emit,
            "message": lambda: show_failure(
                FileError("open", "/photos/IMG_2041.HEIC", "the file is damaged")
            ),
            "crash": lambda: show_failure(KeyError("content")),
        }
        for name, opener in openers.items():
            opener()
            self.settle(2.0)
            self.shoot(f"dialog-{name}")
            for widget in self.app.topLevelWidgets():
                if isinstance(widget, QDialog) and widget.isVisible():
                    widget.reject()

    def second_window(self) -> None:
        """The same library again, and one that cannot be opened."""
        first, self.window = self.window, make_window(self.app, [], str(self.place / "library"))
        self.fill_screen()
        self.until(lambda: self.window.views is not None)
        self.settle(2.0)
        self.shoot("second-window")
        self.window.close()
        self.window = first

    def leave(self) -> None:
        """Close the window and remove the library."""
        self.window.close()
        shutil.rmtree(self.place, ignore_errors=True)


STEPS = ("first_start", "scan", "empty_folder", "pages", "review", "tools", "dialogs", "second_window")


def take_pictures(options: argparse.Namespace) -> int:
    """Drive the window through its states; runs inside the X server."""
    variant = next(variant for variant in VARIANTS if variant.name == options.inside)
    photographer = Photographer(options.out, variant, [str(path.resolve()) for path in options.folders])
    for step in options.steps.split(",") if options.steps else STEPS:
        getattr(photographer, step)()
    photographer.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
