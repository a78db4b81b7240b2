"""Noise is planted in a suite of its own, and that suite has to turn red."""

import pytest

_CONFTEST = 'pytest_plugins = ["tests.helpers.verdicts", "tests.helpers.noise", "tests.helpers.network"]'


def test_planted_noise_turns_the_suite_red(
    pytester: pytest.Pytester, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath))
    pytester.makeconftest(_CONFTEST)
    pytester.makepyfile(
        """
        import logging, os, socket, sys
        import pytest

        log = logging.getLogger("room.corner")

        def test_warning():
            log.warning("planted warning")

        def test_promise_not_kept(noise_guard):
            noise_guard.expect("never comes")

        def test_wrong_logger(noise_guard):
            noise_guard.expect("planted", logger="roo")
            log.error("planted elsewhere")

        def test_stderr_of_python():
            print("planted line", file=sys.stderr)

        def test_stderr_of_a_library():
            os.write(2, b"planted bytes\\n")

        def test_caught_connection():
            try:
                socket.create_connection(("192.0.2.1", 80), timeout=0.1)
            except Exception:
                pass

        def test_name_lookup():
            with pytest.raises(RuntimeError, match="do not talk to the network"):
                socket.getaddrinfo("photosim.invalid", 443)

        def test_expected(noise_guard):
            noise_guard.expect("planned", logger="room")
            log.warning("a planned warning")
            log.info("nobody minds")

        def test_reads_stderr(capfd):
            os.write(2, b"read below\\n")
            assert capfd.readouterr().err == "read below\\n"

        @pytest.mark.loud("to see that it may")
        def test_loud():
            print("allowed", file=sys.stderr)

        def test_talks_to_itself():
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname()).close()
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    # Two fail in their body's report, five at the end, when the guards speak.
    result.assert_outcomes(passed=9, failed=2, errors=5)
    result.stdout.fnmatch_lines(["*WARNING from room.corner*planted warning"])
    result.stdout.fnmatch_lines(["*expected, but never logged: 'never comes'"])
    result.stdout.fnmatch_lines(["*ERROR from room.corner*planted elsewhere"])
    result.stdout.fnmatch_lines(["*This test wrote to stderr*", "planted line"])
    result.stdout.fnmatch_lines(["*This test wrote to stderr*", "planted bytes"])
    result.stdout.fnmatch_lines(["*tried to reach the network: socket.connect '192.0.2.1'"])
    result.stdout.fnmatch_lines(["*tried to reach the network: socket.getaddrinfo 'photosim.invalid'"])
