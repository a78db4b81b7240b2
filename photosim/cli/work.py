"""What the commands share: the library that was asked for, its log, Ctrl-C."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from photosim.app.log import logging_to
from photosim.app.outdated import outdated
from photosim.app.workspace import Workspace, open_workspace
from photosim.cli.console import Console
from photosim.domain.progress import CancelToken


@contextmanager
def library(
    options: Namespace, *, read_only: bool = False, existing: bool = False, compares: bool = False
) -> Iterator[Workspace]:
    """The workspace that the options ask for, with its log.

    Args:
        options: of the command line.
        read_only: never change it.
        existing: refuse to make a new one.
        compares: tell when there are photos whose looks cannot be compared, as another model encoded them.

    Raises:
        LibraryError: it cannot be opened.
        ModelError: looks are compared, and the model's card is missing or malformed.
    """
    console = Console(out=sys.stdout, err=sys.stderr)
    with ExitStack() as stack:
        model = Path(options.model) if options.model else None
        if existing:
            open_workspace(options.library, read_only=True, model_folder=model).close()
        opened = open_workspace(options.library, read_only=read_only, model_folder=model)
        workspace = stack.enter_context(opened)
        if not workspace.library.read_only:
            stack.enter_context(logging_to(workspace.library.folder))
        for sentence in workspace.recovery.sentences:
            console.say(f"photosim: {sentence}")
        if compares and (words := outdated(workspace).words):
            console.say(f"photosim: {words}: photosim scan")
        yield workspace


@contextmanager
def stoppable() -> Iterator[CancelToken]:
    """A token that Ctrl-C cancels; a second Ctrl-C ends everything at once."""
    cancel = CancelToken()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if cancel.cancelled:
            raise KeyboardInterrupt
        cancel.cancel()

    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
