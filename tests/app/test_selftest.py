import subprocess
import sys

import pytest

from photosim.app.trying import selftest, selftest_parts
from photosim.app.trying.checks import Check, Outcome, Shortcoming, check
from photosim.app.trying.selftest import self_test, window_checks
from photosim.domain.errors import ModelError


def test_everything_works_here() -> None:
    found = list(self_test())
    assert [finding for finding in found if finding.outcome is Outcome.FAILED] == []
    names = [finding.name for finding in found]
    assert len(names) == len(set(names))
    for name in ("Model", "Known answer", "Reading HEIF", "Catalogue", "Scan and query", "Window", "Pages"):
        assert name in names
    assert all(finding.detail for finding in found)


def test_what_a_check_raises_is_its_finding() -> None:
    def lacks() -> str:
        raise Shortcoming("no font")

    def refuses() -> str:
        raise ModelError("The model is damaged.")

    def breaks() -> str:
        raise ZeroDivisionError("oops")

    assert check("a", lambda: "fine") == Check("a", Outcome.PASSED, "fine")
    assert check("b", lacks) == Check("b", Outcome.WARNING, "no font")
    assert check("c", refuses) == Check("c", Outcome.FAILED, "The model is damaged.")
    assert check("d", breaks) == Check("d", Outcome.FAILED, "ZeroDivisionError: oops")


def test_wrong_colours_are_noticed() -> None:
    with pytest.raises(Exception, match="colours"):
        selftest_parts._read(_swapped_colours(), "PNG")


def test_a_window_process_that_ends_badly_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_arguments: object, **_more: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", "import sys; sys.exit('no platform plugin')"],
            capture_output=True,
            check=False,
        )

    monkeypatch.setattr(selftest, "_run_ourselves", ended)
    (finding,) = window_checks()
    assert finding.outcome is Outcome.FAILED
    assert "no platform plugin" in finding.detail


def _swapped_colours() -> bytes:
    import io

    from PIL import ImageOps

    target = io.BytesIO()
    ImageOps.mirror(selftest_parts._two_colours()).save(target, "PNG")
    return target.getvalue()
