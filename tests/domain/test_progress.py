"""Progress, rates and the token that stops or pauses work."""

import threading

import pytest

from photosim.domain.errors import Cancelled
from photosim.domain.progress import CancelToken, Progress, RateMeter


class Clock:
    """A monotonic clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_fraction_and_eta_are_unknown_until_total_and_rate_are_known() -> None:
    assert Progress("Reading photos", 5).fraction is None
    assert Progress("Reading photos", 5).eta_seconds is None
    assert Progress("Reading photos", 5, total=10).eta_seconds is None
    assert Progress("Reading photos", 0, total=0).fraction is None


def test_fraction_and_eta() -> None:
    progress = Progress("Reading photos", 25, total=100, rate=15.0)
    assert progress.fraction == 0.25
    assert progress.eta_seconds == 5.0


def test_more_done_than_expected_is_never_more_than_everything() -> None:
    progress = Progress("Reading photos", 12, total=10, rate=1.0)
    assert progress.fraction == 1.0
    assert progress.eta_seconds == 0.0


def test_rate_follows_the_last_seconds_only() -> None:
    clock = Clock()
    meter = RateMeter(window_seconds=10.0, clock=clock)
    assert meter.update(0) is None
    rate: float | None = None
    for second in range(1, 31):
        clock.now += 1.0
        rate = meter.update(second * 100)
    assert rate == pytest.approx(100.0)
    for second in range(1, 16):
        clock.now += 1.0
        rate = meter.update(3000 + second * 10)
    assert rate == pytest.approx(10.0)


def test_checkpoint_raises_after_cancel() -> None:
    token = CancelToken()
    token.checkpoint()
    token.cancel()
    assert token.cancelled
    with pytest.raises(Cancelled):
        token.checkpoint()


@pytest.mark.parametrize("ending", ["resume", "cancel"])
def test_a_paused_worker_waits_until_resumed_or_cancelled(ending: str) -> None:
    token = CancelToken()
    token.pause()
    assert token.paused
    outcome: list[str] = []

    def work() -> None:
        try:
            token.checkpoint()
            outcome.append("resume")
        except Cancelled:
            outcome.append("cancel")

    worker = threading.Thread(target=work)
    worker.start()
    worker.join(timeout=0.05)
    assert worker.is_alive()
    assert outcome == []
    getattr(token, ending)()
    worker.join()
    assert outcome == [ending]


def test_a_cancelled_token_cannot_be_paused() -> None:
    token = CancelToken()
    token.cancel()
    token.pause()
    assert not token.paused


def test_a_stop_in_the_middle_of_a_pause_wins() -> None:
    token = CancelToken()

    class Meddling(threading.Event):
        def clear(self) -> None:
            token.cancel()
            super().clear()

    token._running = Meddling()
    token.pause()
    assert not token.paused
    with pytest.raises(Cancelled):
        token.checkpoint()
