"""`photosim people`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Sequence

from photosim.app.people import naming
from photosim.app.people.everyone import people, photos_of
from photosim.app.people.grouping import split
from photosim.app.people.looking import faces_in_picture, find_faces, waiting
from photosim.app.people.near import nearest_faces
from photosim.app.workspace import Workspace
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.people_faces import faces_meant, places_json
from photosim.cli.people_words import Places, box_json, person_words, summary_json, summary_text
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path, plain_path
from photosim.domain.people import SAME_PERSON_DISTANCE, Person
from photosim.domain.progress import CancelToken
from photosim.domain.words import count_words, enumerated


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Do what was asked for; without an action list every face."""
    return _ACTIONS[options.action](options, console)


def _faces(options: Namespace, console: Console) -> Exit:
    with library(options, read_only=True) as workspace:
        places = Places(workspace)
        faces = [told for face in workspace.library.people.faces() for told in places.as_json(face)]
        left = waiting(workspace)
    faces.sort(key=lambda face: (face["path"], face["box"]))
    lines = [f"{display_path(face['path'])}: {face['person'] or 'nobody'}" for face in faces]
    console.result({"faces": faces}, "\n".join([*lines, *_hint(left)]))
    return Exit.DONE


def _find(options: Namespace, console: Console) -> Exit:
    with library(options) as workspace, stoppable() as cancel, progress_line(console) as line:
        if not workspace.library.photo_count():
            raise PhotosimError("The library has no photos yet: photosim scan FOLDER")
        summary = find_faces(workspace, line.show, cancel)
    console.result(summary_json(summary), summary_text(summary))
    if summary.cancelled:
        console.say("photosim: stopped. What was found so far is kept; the next time goes on from there.")
        return Exit.STOPPED
    return Exit.DONE_WITH_PROBLEMS if summary.problems else Exit.DONE


def _list(options: Namespace, console: Console) -> Exit:
    with library(options, read_only=True) as workspace:
        everybody = [person for person in people(workspace) if options.hidden or not person.hidden]
        places = Places(workspace)
        data = [
            {
                "id": person.id,
                "name": person.name,
                "faces": person.faces,
                "hidden": person.hidden,
                "cover": next(iter(places.as_json(person.cover)), None),
            }
            for person in everybody
        ]
        left = waiting(workspace)
    lines = [
        f"{person.id:>5}  {count_words(person.faces, 'face'):>12}  {person.name or '-'}"
        f"{'  (hidden)' if person.hidden else ''}"
        for person in everybody
    ]
    console.result({"people": data}, "\n".join([*lines, *_hint(left)]) or "Nobody was found.")
    return Exit.DONE


def _name(options: Namespace, console: Console) -> Exit:
    with library(options) as workspace:
        person = _person(workspace, options.person)
        name = options.name.strip() or None
        naming.name_person(workspace, person.id, name)
    told = f"is “{name}” now" if name else "has no name any more"
    console.result({"id": person.id, "name": name}, f"{person_words(person)} {told}.")
    return Exit.DONE


def _merge(options: Namespace, console: Console) -> Exit:
    with library(options) as workspace:
        chosen = [_person(workspace, named) for named in options.persons]
        change = naming.merge(workspace, [person.id for person in chosen])
        (kept,) = (row.id for row in change.after.people)
        merged = next(person for person in people(workspace) if person.id == kept)
    text = f"{person_words(merged)} has {count_words(merged.faces, 'face')} now."
    console.result({"id": merged.id, "name": merged.name, "faces": merged.faces}, text)
    return Exit.DONE


def _confirm(options: Namespace, console: Console) -> Exit:
    with library(options) as workspace:
        person = _person(workspace, options.person)
        faces = faces_meant(workspace, person, options.photos, options.face, theirs_only=False)
        naming.confirm_faces(workspace, faces, person.id)
        places = places_json(workspace, faces)
    text = f"{count_words(len(faces), 'face is', 'faces are')} {person_words(person)}'s for good."
    console.result({"id": person.id, "name": person.name, "confirmed": places}, text)
    return Exit.DONE


def _reject(options: Namespace, console: Console) -> Exit:
    with library(options) as workspace:
        person = _person(workspace, options.person)
        faces = faces_meant(workspace, person, options.photos, options.face, theirs_only=True)
        naming.reject_faces(workspace, faces)
        places = places_json(workspace, faces)
    text = f"{count_words(len(faces), 'face is', 'faces are')} not {person_words(person)}'s any more."
    console.result({"id": person.id, "name": person.name, "rejected": places}, text)
    return Exit.DONE


def _split(options: Namespace, console: Console) -> Exit:
    with library(options, read_only=not options.apply) as workspace:
        person = _person(workspace, options.person)
        parts = split(workspace, person.id, CancelToken())
        applied = options.apply and len(parts) > 1
        if applied:
            naming.apply_split(workspace, person.id, parts)
        places = Places(workspace)
        told = [[found for face in part.faces for found in places.as_json(face)] for part in parts]
    verb = "is" if applied else "could be"
    lines = [f"{person_words(person)} {verb} {count_words(len(parts), 'person', 'people')}:"]
    for number, part in enumerate(told, 1):
        lines.append(f"  {number}: {count_words(len(part), 'face')}")
        lines += [f"     {display_path(face['path'])}" for face in part]
    if len(parts) < 2:
        lines = [f"{person_words(person)} has one face only."]
    data = {"id": person.id, "parts": [{"faces": part} for part in told], "applied": applied}
    console.result(data, "\n".join(lines))
    return Exit.DONE


def _hide(options: Namespace, console: Console) -> Exit:
    with library(options) as workspace:
        person = _person(workspace, options.person)
        naming.hide_person(workspace, person.id, hidden=not options.undo)
    told = "is shown again" if options.undo else "is hidden now; --undo shows them again"
    console.result({"id": person.id, "hidden": not options.undo}, f"{person_words(person)} {told}.")
    return Exit.DONE


def _photos(options: Namespace, console: Console) -> Exit:
    with library(options, read_only=True) as workspace:
        chosen = [_person(workspace, named) for named in options.persons]
        photos = photos_of(workspace, [person.id for person in chosen])
    paths = [photo.path for photo in photos]
    names = enumerated([person_words(person) for person in chosen])
    data = {
        "people": [{"id": person.id, "name": person.name} for person in chosen],
        "photos": [plain_path(path) for path in paths],
    }
    console.result(
        data,
        "\n".join(map(display_path, paths))
        or f"No photo shows {names}{' together' if len(chosen) > 1 else ''}.",
    )
    return Exit.DONE


def _nearest(options: Namespace, console: Console) -> Exit:
    path = os.path.abspath(options.image)
    lines, data = [], []
    with library(options, read_only=True) as workspace:
        places = Places(workspace)
        for number, face in enumerate(faces_in_picture(workspace, path), 1):
            near = nearest_faces(workspace, face.embedding, options.k)
            matches = [
                {**told, "distance": round(found.distance, 6)}
                for found in near
                for told in places.as_json(found.face)
            ]
            data.append({"box": box_json(face.box), "matches": matches})
            lines.append(f"Face {number}, from the left:")
            lines += [
                f"  {match['distance']:.3f}  {match['person'] or '-'}  {display_path(match['path'])}"
                for match in matches
            ]
    if lines:
        lines.append(f"Below about {SAME_PERSON_DISTANCE:g} two faces are mostly one person's.")
    shown = display_path(path)
    console.result(
        {"query": plain_path(path), "faces": data}, "\n".join(lines) or f"No face was found in “{shown}”."
    )
    return Exit.DONE


def _person(workspace: Workspace, named: str) -> Person:
    """The person of a number or a name.

    Raises:
        PhotosimError: there is none, or there are several.
    """
    everybody = people(workspace)
    found = [person for person in everybody if str(person.id) == named]
    found = found or [person for person in everybody if (person.name or "").casefold() == named.casefold()]
    if not found:
        raise PhotosimError(f"Nobody here is “{named}”: photosim people list shows names and numbers.")
    if len(found) > 1:
        numbers = enumerated([str(person.id) for person in found])
        raise PhotosimError(f"Several people are called “{named}”: say one of the numbers {numbers}.")
    return found[0]


def _hint(left: int) -> Sequence[str]:
    if not left:
        return ()
    return (f"{count_words(left, 'picture was', 'pictures were')} not looked at yet: photosim people find",)


_ACTIONS: dict[str | None, Callable[[Namespace, Console], Exit]] = {
    None: _faces,
    "find": _find,
    "list": _list,
    "name": _name,
    "merge": _merge,
    "confirm": _confirm,
    "reject": _reject,
    "split": _split,
    "hide": _hide,
    "photos": _photos,
    "nearest": _nearest,
}
