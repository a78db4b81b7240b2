"""`photosim demo [DIR]`."""

from __future__ import annotations

from argparse import Namespace

from photosim.app.trying.demo import default_demo_folder, make_demo
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.progress import progress_line
from photosim.cli.work import stoppable
from photosim.domain.files import display_path, plain_path


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Make the demo photos."""
    with stoppable() as cancel, progress_line(console) as line:
        folder = make_demo(options.folder or default_demo_folder(options.library), line.show, cancel)
    shown = display_path(folder)
    console.result(
        {"demo": plain_path(folder)},
        f'The demo photos lie in “{shown}”.\nNext: photosim scan "{shown}", then photosim groups',
    )
    return Exit.DONE
