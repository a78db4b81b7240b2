"""What may be typed after `photosim people`."""

from __future__ import annotations

import argparse
from collections.abc import Callable

_PERSON = "a person's name, or the number that the list shows"

_WORDS_ON_FACES = {
    "confirm": "Say that the face in these photos is a person's. It stays with the person for good.",
    "reject": "Say that the face in these photos is not the person's. It goes, and is never proposed again.",
}


def add_people(
    command: Callable[[str, str], argparse.ArgumentParser],
    common: argparse.ArgumentParser,
    positive: Callable[[str], int],
) -> None:
    """Add the command.

    Args:
        command: makes a command of this name and help.
        common: options that every command takes.
        positive: reads a whole number above zero.
    """
    people = command("people", "Who is on the photos. Without an action every face is listed.")
    actions = people.add_subparsers(dest="action", metavar="ACTION", title="actions")

    def action(name: str, help_text: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=help_text, description=help_text, parents=[common])

    action("find", "Look for faces in all photos that were not looked at yet.")
    listed = action("list", "List the people.")
    listed.add_argument("--hidden", action="store_true", help="hidden people, too")
    named = action("name", "Name a person. The faces that the person has now stay together.")
    named.add_argument("person", metavar="PERSON", help=_PERSON)
    named.add_argument("name", metavar="NAME", help='the name; "" takes it away')
    merged = action("merge", "Make one of people who are the same; the first with a name takes the faces.")
    merged.add_argument("persons", nargs="+", metavar="PERSON", help=_PERSON)
    for name, help_text in _WORDS_ON_FACES.items():
        said = action(name, help_text)
        said.add_argument("person", metavar="PERSON", help=_PERSON)
        said.add_argument("photos", nargs="+", metavar="PHOTO", help="a photo of the library")
        said.add_argument(
            "--face",
            type=positive,
            metavar="N",
            help="which face of the photo, counted from the left; needed where that is not clear",
        )
    split = action("split", "Show how a person could be two or more, and with --apply make it so.")
    split.add_argument("person", metavar="PERSON", help=_PERSON)
    split.add_argument("--apply", action="store_true", help="make a new person of every part but the first")
    hidden = action("hide", "Leave a person out of the list of people. Nothing is forgotten.")
    hidden.add_argument("person", metavar="PERSON", help=_PERSON)
    hidden.add_argument("--undo", action="store_true", help="show the person again")
    photos = action("photos", "List the photos that show a person, or several people together.")
    photos.add_argument("persons", nargs="+", metavar="PERSON", help=_PERSON)
    nearest = action("nearest", "Find the faces that are most like those in a picture.")
    nearest.add_argument("image", metavar="IMAGE", help="a picture, in the library or not")
    nearest.add_argument("-k", type=positive, default=10, metavar="N", help="how many for each face (10)")
