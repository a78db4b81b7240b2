"""Leaks are planted in a suite of its own, and that suite has to turn red."""

import sys
from collections.abc import Callable

import pytest

RunSuite = Callable[[str], pytest.RunResult]

_CONFTEST = """
from tests.helpers.isolation import isolate_session
isolate_session()
pytest_plugins = ["tests.helpers.verdicts", "tests.helpers.leaks"]
import tests.helpers.leaks
tests.helpers.leaks._GRACE_SECONDS = 0.3
"""


@pytest.fixture
def suite(
    pytester: pytest.Pytester, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> RunSuite:
    """Runs a test file under the leak guard in another process and gives its output."""
    monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath))

    def run(source: str) -> pytest.RunResult:
        pytester.makeconftest(_CONFTEST)
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess("-p", "no:cacheprovider")

    return run


def test_planted_leaks_turn_the_suite_red(suite: RunSuite) -> None:
    result = suite(
        """
        import subprocess, sys, tempfile, threading, time

        kept = []

        def test_thread():
            def wait_for_ever():
                time.sleep(60)
            threading.Thread(target=wait_for_ever, name="forgotten", daemon=True).start()

        def test_child():
            kept.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))

        def test_open_file(tmp_path):
            kept.append(open(tmp_path / "forgotten.txt", "w"))

        def test_temporary_file():
            tempfile.mkdtemp(prefix="forgotten-folder-")

        def test_clean(tmp_path):
            thread = threading.Thread(target=time.sleep, args=(0.01,))
            thread.start()
            thread.join()
            subprocess.run([sys.executable, "-c", ""], check=True)
            with open(tmp_path / "file", "w"), tempfile.TemporaryFile():
                pass

        def test_end():
            kept[0].kill()
            kept[0].wait()
        """
    )
    result.assert_outcomes(passed=6, errors=4 if sys.platform == "linux" else 2)
    result.stdout.fnmatch_lines(["*thread 'forgotten', started at", "*test_planted_leaks*in test_thread"])
    result.stdout.fnmatch_lines(["*child process *: *"])
    result.stdout.fnmatch_lines(["*open file*forgotten.txt"])
    result.stdout.fnmatch_lines(["*temporary file*forgotten-folder-*"])


def test_planted_qt_leaks_turn_the_suite_red(suite: RunSuite) -> None:
    result = suite(
        """
        from PySide6.QtCore import QRunnable, QThread, QThreadPool, QTimer
        from PySide6.QtWidgets import QWidget
        import threading

        kept, end = [], threading.Event()

        def test_timer(qtbot):
            timer = QTimer()
            timer.start(100_000)
            kept.append(timer)

        def test_widget(qtbot):
            widget = QWidget()
            widget.setWindowTitle("forgotten")
            widget.show()
            kept.append(widget)

        def test_qthread(qtbot):
            thread = QThread()
            thread.start()
            kept.append(thread)

        def test_pool(qtbot):
            pool = QThreadPool()
            pool.start(QRunnable.create(lambda: end.wait()))
            kept.append(pool)

        def test_clean(qtbot):
            widget = QWidget()
            qtbot.addWidget(widget)
            timer = QTimer(widget)
            timer.start(100_000)
            pool = QThreadPool()
            pool.start(QRunnable.create(lambda: None))
            pool.waitForDone()

        def test_end():
            kept[2].quit()
            kept[2].wait()
            end.set()
            kept[3].waitForDone()
        """
    )
    result.assert_outcomes(passed=6, errors=4)
    result.stdout.fnmatch_lines(["*running QTimer, started at", "*in test_timer"])
    result.stdout.fnmatch_lines(["*top-level widget*'forgotten'"])
    result.stdout.fnmatch_lines(["*running QThread, started at", "*in test_qthread"])
    result.stdout.fnmatch_lines(["*running QThreadPool, started at", "*in test_pool"])


def test_a_failed_test_is_not_blamed_twice(suite: RunSuite) -> None:
    result = suite(
        """
        import threading, time

        def test_fails():
            threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
            assert False
        """
    )
    result.assert_outcomes(failed=1)
