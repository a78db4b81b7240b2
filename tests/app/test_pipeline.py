import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from photosim.app.scanning.pipeline import Aborted, Channel, Pulse, Stages
from photosim.domain.errors import Cancelled


def test_a_full_channel_makes_the_sender_wait() -> None:
    channel: Channel[int] = Channel(2)
    with ThreadPoolExecutor(1) as sender:
        sent = sender.submit(lambda: [channel.put(number) for number in range(5)])
        taken: list[int] = []
        while len(taken) < 5:
            portion = channel.take(5)
            assert len(portion) <= 2
            taken += portion
        sent.result()
    assert taken == [0, 1, 2, 3, 4]


def test_take_waits_for_a_full_batch_only_as_long_as_it_lingers() -> None:
    channel: Channel[int] = Channel(10)
    channel.put(1)
    assert channel.take(10, linger=0.01) == [1]


def test_take_returns_nothing_when_nothing_comes_in_time() -> None:
    channel: Channel[int] = Channel(10)
    assert channel.take(1, timeout=0.01) == []
    assert not channel.finished


def test_a_closed_channel_gives_what_it_holds_and_ends() -> None:
    channel: Channel[int] = Channel(10)
    channel.put(1)
    channel.put(2)
    channel.close()
    assert not channel.finished
    assert list(channel) == [1, 2]
    assert channel.finished


def test_nothing_can_be_put_into_a_closed_channel() -> None:
    channel: Channel[int] = Channel(10)
    channel.close()
    with pytest.raises(Aborted):
        channel.put(1)


def test_abort_drops_everything_and_releases_a_waiting_sender() -> None:
    channel: Channel[int] = Channel(1)
    channel.put(1)
    with ThreadPoolExecutor(1) as sender:
        waiting = sender.submit(channel.put, 2)
        channel.abort()
        with pytest.raises(Aborted):
            waiting.result()
    assert channel.finished
    assert channel.take(1) == []


def test_abort_releases_a_waiting_receiver() -> None:
    channel: Channel[int] = Channel(1)
    with ThreadPoolExecutor(1) as receiver:
        waiting = receiver.submit(channel.take, 1)
        channel.abort()
        assert waiting.result() == []


def test_stages_hand_on_and_close_one_another() -> None:
    numbers: Channel[int] = Channel(3)
    squares: Channel[int] = Channel(3)

    def produce() -> None:
        for number in range(20):
            numbers.put(number)

    def square() -> None:
        for number in numbers:
            squares.put(number * number)

    with Stages(2, on_failure=lambda: None) as stages:
        stages.start(produce, numbers)
        stages.start(square, squares)
        assert list(squares) == [number * number for number in range(20)]
    assert not stages.failed


def test_the_failure_of_one_stage_ends_the_others_and_reaches_the_caller() -> None:
    numbers: Channel[int] = Channel(1)
    results: Channel[int] = Channel(1)
    told = threading.Event()

    def produce() -> None:
        while True:
            numbers.put(1)

    def fail() -> None:
        numbers.take(1)
        raise ValueError("the disk is on fire")

    stages = Stages(2, on_failure=told.set)

    def run() -> None:
        with stages:
            stages.start(produce, numbers)
            stages.start(fail, results)
            assert list(results) == []

    with pytest.raises(ValueError, match="on fire"):
        run()
    assert told.is_set()
    assert stages.failed


def test_the_callers_own_error_ends_the_stages() -> None:
    numbers: Channel[int] = Channel(1)

    def produce() -> None:
        while True:
            numbers.put(1)

    def run() -> None:
        with Stages(1, on_failure=lambda: None) as stages:
            stages.start(produce, numbers)
            raise KeyError

    with pytest.raises(KeyError):
        run()


def test_a_cancelled_stage_is_no_failure() -> None:
    results: Channel[int] = Channel(1)

    def cancelled() -> None:
        raise Cancelled

    with Stages(1, on_failure=lambda: None) as stages:
        stages.start(cancelled, results)
        assert list(results) == []
    assert not stages.failed


def test_a_pulse_is_due_after_its_interval() -> None:
    now = 0.0
    pulse = Pulse(2.0, clock=lambda: now)
    assert not pulse.due
    now = 2.0
    assert pulse.due
    pulse.restart()
    assert not pulse.due


def test_items_put_together_arrive_together_and_wait_for_room() -> None:
    channel: Channel[int] = Channel(4)
    channel.put_all([1, 2, 3])
    with ThreadPoolExecutor(1) as sender:
        sent = sender.submit(channel.put_all, [4, 5])
        assert channel.take(1) == [1]
        sent.result()
    assert channel.take(10) == [2, 3, 4, 5]


def test_more_items_than_the_limit_pass_through_an_empty_channel() -> None:
    channel: Channel[int] = Channel(2)
    channel.put_all(range(5))
    assert channel.take(10) == [0, 1, 2, 3, 4]
