"""`photosim embed FOLDER… -o codes.npz`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from photosim.app.model import open_model, shipped_folder
from photosim.app.scanning.embed import embed, save_npz
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.output import output_path
from photosim.cli.problems import listed, real_problems
from photosim.cli.progress import progress_line
from photosim.cli.work import stoppable
from photosim.domain.files import display_path, plain_path
from photosim.domain.words import count_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Write codes; no library is opened or made."""
    target = output_path(options.output)
    encoder = open_model(Path(options.model) if options.model else shipped_folder())
    with stoppable() as cancel, progress_line(console) as line:
        embedding = embed(encoder, options.folders, line.show, cancel)
        save_npz(embedding, target)
    shown = display_path(target)
    console.result(
        {
            "codes": plain_path(target),
            "photos": len(embedding.paths),
            "problems": [
                {"path": plain_path(problem.path), "reason": problem.reason} for problem in embedding.problems
            ],
        },
        "\n".join(
            [
                f"{count_words(len(embedding.paths), 'code')} written to “{shown}”.",
                *listed(embedding.problems),
            ]
        ),
    )
    return Exit.DONE_WITH_PROBLEMS if real_problems(embedding.problems) else Exit.DONE
