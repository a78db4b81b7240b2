"""The planner: whatever is asked of it, something verified stays of everything that goes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from photosim.actions.planner import Known, is_within, make_plan
from photosim.domain.actions import Act, Decision, FileProof, Plan, RefusalKind, Removal
from photosim.domain.companions import Companion, CompanionKind
from photosim.domain.files import FileStamp, Role, Root
from photosim.domain.judgements import Judgement, Said, Verdict
from photosim.domain.photo import ContentId, Facts, Photo
from photosim.domain.similarity import Group, Relation, content_pair
from tests.actions.world import NOW, World, decision, group

_EXAMPLES = int(os.environ.get("PHOTOSIM_EXAMPLES", "150"))
_FOLDERS = ("/p/one", "/p/two", "/p/safe", "/q")
_ENDS = ("jpg", "cr2")

Case = tuple[list[Group], list[Decision], Known, Act]


@some.composite
def _photos(draw: some.DrawFn) -> list[Photo]:
    """Photos of few contents, so that copies abound; RAW beside JPEG, hard links, missing ones."""
    names = draw(
        some.lists(
            some.tuples(
                some.sampled_from(_FOLDERS), some.sampled_from("abc"), some.sampled_from(("jpg", "cr2"))
            ),
            min_size=2,
            max_size=10,
            unique=True,
        )
    )
    made = []
    for number, (folder, stem, suffix) in enumerate(names):
        look = draw(some.integers(0, 2))
        version = draw(some.integers(0, 1))
        inode = draw(some.sampled_from((number + 1, number + 1, number + 1, 1)))
        made.append(
            Photo(
                path=f"{folder}/{stem}.{suffix}",
                stamp=FileStamp(100 + look, 5, 1, inode),
                role=Role.PROTECTED if folder == "/p/safe" else Role.NORMAL,
                missing=draw(some.sampled_from((False, False, False, True))),
                content=ContentId(bytes([look, version]) * 16),
                preview_digest=bytes([look]),
                facts=Facts("JPEG", 4, 3),
            )
        )
    return made


@some.composite
def _cases(draw: some.DrawFn) -> Case:
    photos = draw(_photos())
    groups: list[Group] = []
    decisions: list[Decision] = []
    for number in range(draw(some.integers(1, 3))):
        members = draw(some.lists(some.sampled_from(photos), min_size=2, unique_by=lambda one: one.path))
        groups.append(group(*members, name=f"g{number}"))
        if draw(some.booleans()):
            kept = draw(some.integers(1, len(members)))
            gone = draw(some.integers(kept, len(members)))
            decisions.append(decision(members[:kept], members[kept:gone], f"g{number}"))
    extra = draw(some.sampled_from(((), ("/p/two",), ("/q/a.jpg",))))
    pairs = draw(some.lists(some.tuples(some.sampled_from(photos), some.sampled_from(photos)), max_size=2))
    said = Said(
        Judgement(content_pair(one.content, other.content), Verdict.NOT_SAME, NOW)
        for one, other in pairs
        if one.content != other.content
    )
    roots = (Root("/p"), Root("/p/safe", Role.PROTECTED), Root("/q"))
    companions, proofs = _beside(photos, draw(some.booleans()))
    known = Known(roots, companions, proofs, said, extra)
    return groups, decisions, known, draw(some.sampled_from(Act))


def _beside(
    photos: Sequence[Photo], sidecars: bool
) -> tuple[dict[str, tuple[Companion, ...]], dict[str, FileProof]]:
    """RAW and JPEG of one name belong together, and a note to both."""
    stems: dict[str, list[str]] = {}
    for photo in photos:
        stems.setdefault(photo.path.rpartition(".")[0], []).append(photo.path)
    proofs: dict[str, FileProof] = {}
    companions: dict[str, tuple[Companion, ...]] = {}
    for number, (stem, paths) in enumerate(stems.items()):
        note = f"{stem}.xmp"
        proofs[note] = FileProof(note, FileStamp(7, 1, 1, 1000 + number), ContentId(stem.encode().ljust(32)))
        for path in paths:
            others = tuple(one for one in paths if one != path)
            found = [Companion(one, CompanionKind.PICTURE, (path,)) for one in others]
            if sidecars:
                found.append(Companion(note, CompanionKind.SIDECAR, tuple(sorted(paths))))
            companions[path] = tuple(found)
    return companions, proofs


def _planned(groups: list[Group], decisions: list[Decision], known: Known, act: Act) -> Plan:
    target = "/elsewhere" if act is Act.MOVE else None
    return make_plan(groups, decisions, known, act=act, created_at=NOW, target=target)


@settings(max_examples=_EXAMPLES, deadline=None)
@given(_cases())
def test_of_everything_that_goes_something_stays(case: Case) -> None:
    groups, decisions, known, act = case
    plan = _planned(*case)
    photos = {member.photo.path: member.photo for one in groups for member in one.members}
    going = [file for removal in plan.removals for file in removal.going()]
    gone = {file.path for file in going}
    assert len(going) == len(gone), "a file goes once"
    decided = {one.group for one in decisions}
    for removal in plan.removals:
        assert not gone & {file.path for file in removal.staying()}, "what stays is never a victim"
        assert not photos[removal.keeper.path].missing
        assert not photos[removal.victim.path].missing
        assert removal.decided == (removal.group in decided)
        assert known.said.lets_go(removal.victim.content, removal.keeper.content)
        kept = {(file.stamp.device, file.stamp.inode) for file in removal.staying()}
        assert not kept & {(file.stamp.device, file.stamp.inode) for file in removal.going()}
        _check_relation(removal, photos, act)
        _check_unit(removal, act)
    assert not any(path.startswith("/p/safe/") for path in gone)
    assert not any(is_within(path, place) for path in gone for place in known.protected)
    explicit = {path for one in decisions for path in one.keep}
    assert not gone & explicit, "what somebody keeps is kept in every group"
    for refusal in plan.refused:
        assert refusal.victim in refusal.reason
        assert refusal.keeper in refusal.reason
        assert refusal.reason.endswith(".")


def _check_relation(removal: Removal, photos: Mapping[str, Photo], act: Act) -> None:
    victim, keeper = photos[removal.victim.path], photos[removal.keeper.path]
    if act.links or removal.relation is Relation.IDENTICAL_BYTES:
        assert victim.content == keeper.content
    if removal.relation is Relation.IDENTICAL_PIXELS:
        assert victim.preview_digest == keeper.preview_digest
    if not removal.decided:
        assert removal.relation.is_identical, "nothing else is selected automatically"


def _check_unit(removal: Removal, act: Act) -> None:
    for one in removal.companions:
        if one.kind.is_content:
            assert one.twin is not None
            assert one.twin.content == one.file.content
        else:
            assert one.twin is None
            assert not act.links


@settings(max_examples=_EXAMPLES // 3, deadline=None)
@given(_cases(), some.randoms(use_true_random=False))
def test_plans_depend_on_no_order(case: Case, order: object) -> None:
    groups, decisions, known, act = case
    plan = _planned(*case)
    shuffled = (list(groups), list(decisions))
    for one in shuffled:
        order.shuffle(one)  # type: ignore[attr-defined]
    again = _planned(*shuffled, replace(known, roots=known.roots[::-1]), act)
    assert again == plan
    assert again.id == plan.id


@settings(max_examples=_EXAMPLES // 3, deadline=None)
@given(_cases())
def test_planning_what_is_left_plans_nothing_new(
    case: Case,
) -> None:
    groups, _, known, act = case
    if act.links:
        return
    plan = _planned(groups, [], known, act)
    gone = {file.path for removal in plan.removals for file in removal.going()}
    # With a photo its group may lose the one that was to be kept; then of two that could not be parted the
    # other may go.
    refused = {path for no in plan.refused for path in (no.victim, no.keeper)}
    left = [
        replace(one, members=tuple(member for member in one.members if member.photo.path not in gone))
        for one in groups
    ]
    rest = _planned([one for one in left if one.members], [], known, act)
    assert {removal.victim.path for removal in rest.removals} <= refused


def test_identical_files_are_selected_and_nothing_else(world: World) -> None:
    keeper, copy = world.photo("a.jpg", "a|"), world.photo("b.jpg", "a|")
    retagged, other = world.photo("c.jpg", "a|tags"), world.photo("d.jpg", "other|")
    plan = world.plan([group(keeper, copy, retagged, other)])
    assert [(one.victim.path, one.relation) for one in plan.removals] == [
        (copy.path, Relation.IDENTICAL_BYTES),
        (retagged.path, Relation.IDENTICAL_PIXELS),
    ]
    assert all(one.keeper.path == keeper.path and not one.decided for one in plan.removals)
    assert plan.refused == ()
    assert plan.bytes == len("a|") + len("a|tags")
    assert plan.files == 2


def test_copies_among_themselves_leave_one(world: World) -> None:
    keeper, one, two = world.photo("k.jpg", "large|"), world.photo("a.jpg", "a|"), world.photo("b.jpg", "a|")
    plan = world.plan([group(keeper, one, two)])
    assert [(no.victim.path, no.keeper.path) for no in plan.removals] == [(two.path, one.path)]


def test_a_decision_is_carried_out_for_the_closest_keeper(world: World) -> None:
    large, small = world.photo("large.jpg", "a|"), world.photo("small.jpg", "b|")
    copy, third = world.photo("copy.jpg", "b|"), world.photo("third.jpg", "c|")
    plan = world.plan([group(large, small, copy, third)], [decision([large, small], [copy, third])])
    by_victim = {one.victim.path: one for one in plan.removals}
    assert by_victim[copy.path].keeper.path == small.path
    assert by_victim[third.path].keeper.path == large.path
    assert by_victim[third.path].relation is Relation.REENCODED
    assert all(one.decided for one in plan.removals)


def test_another_keeper_than_the_proposed_one(world: World) -> None:
    proposed, chosen, other = (world.photo(f"{name}.jpg", f"{name}|") for name in "abc")
    plan = world.plan([group(proposed, chosen, other)], [decision([chosen], [proposed, other])])
    assert {one.relation for one in plan.removals} == {Relation.SAME_PICTURE}
    moments = replace(
        group(proposed, chosen, other),
        members=tuple(
            replace(member, relation=Relation.SAME_MOMENT)
            for member in group(proposed, chosen, other).members
        ),
    )
    plan = world.plan([moments], [decision([chosen], [other])])
    assert [one.relation for one in plan.removals] == [Relation.SAME_MOMENT]


def test_a_keeper_of_one_group_is_no_victim_of_another(world: World) -> None:
    one, two, three = (world.photo(f"{name}.jpg", f"{name}|") for name in "abc")
    plan = world.plan(
        [group(two, three, name="g1"), group(one, two, name="g2")],
        [decision([two], [three], "g1"), decision([one], [two], "g2")],
    )
    assert [removal.victim.path for removal in plan.removals] == [three.path]
    (refusal,) = plan.refused
    assert (refusal.kind, refusal.victim, refusal.keeper) == (RefusalKind.CHAIN, two.path, one.path)


def test_two_that_would_remove_each_other_both_stay(world: World) -> None:
    one, two = world.photo("a.jpg"), world.photo("b.jpg")
    plan = world.plan(
        [group(one, two, name="g1"), group(two, one, name="g2")],
        [decision([one], [two], "g1"), decision([two], [one], "g2")],
    )
    assert plan.removals == ()
    assert {refusal.kind for refusal in plan.refused} == {RefusalKind.CHAIN}


def test_hard_links_to_the_keeper_are_told(world: World) -> None:
    keeper = world.photo("a.jpg")
    Path(world.folder, "b.jpg").hardlink_to(keeper.path)
    plan = world.plan([group(keeper, world.learn(f"{world.folder}/b.jpg"))])
    assert plan.removals == ()
    (refusal,) = plan.refused
    assert refusal.reason == (
        f"“{world.folder}/b.jpg” and “{keeper.path}” are one file under two names: removing one of them "
        "would free nothing."
    )


def test_a_second_name_of_what_stays_for_another_stays(world: World) -> None:
    one, kept, last = world.photo("a.jpg"), world.photo("b.jpg"), world.photo("c.jpg", "c|")
    Path(world.folder, "d.jpg").hardlink_to(kept.path)
    twin = world.learn(f"{world.folder}/d.jpg")
    plan = world.plan(
        [group(kept, one, name="g1"), group(last, twin, name="g2")],
        [decision([kept], [one], "g1"), decision([last], [twin], "g2")],
    )
    assert [removal.victim.path for removal in plan.removals] == [one.path]
    assert [(no.kind, no.victim) for no in plan.refused] == [(RefusalKind.CHAIN, twin.path)]


def test_protected_photos_are_left_alone_and_a_wish_is_refused(world: World) -> None:
    world.root("photos/safe", Role.PROTECTED)
    keeper, guarded = world.photo("a.jpg"), world.photo("safe/b.jpg")
    plan = world.plan([group(keeper, guarded)])
    assert (plan.removals, plan.refused) == ((), ())
    plan = world.plan([group(keeper, guarded)], [decision([keeper], [guarded])])
    assert [no.kind for no in plan.refused] == [RefusalKind.PROTECTED]
    assert plan.protected == (str(world.folder / "safe"),)
    # For the sake of a protected one others may go.
    plan = world.plan([group(guarded, keeper)])
    assert [one.victim.path for one in plan.removals] == [keeper.path]


def test_missing_photos_neither_go_nor_keep(world: World) -> None:
    here, gone = world.photo("a.jpg"), replace(world.photo("b.jpg"), missing=True)
    assert world.plan([group(here, gone)]).removals == ()
    assert world.plan([group(gone, here)]).removals == ()
    plan = world.plan([group(here, gone)], [decision([here], [gone])])
    assert [no.kind for no in plan.refused] == [RefusalKind.MISSING]
    plan = world.plan([group(gone, here)], [decision([gone], [here])])
    assert [(no.kind, no.keeper) for no in plan.refused] == [(RefusalKind.MISSING, gone.path)]


def test_links_replace_identical_bytes_only(world: World) -> None:
    keeper, copy, retagged = world.photo("a.jpg"), world.photo("b.jpg"), world.photo("c.jpg", "a|tags")
    found = group(keeper, copy, retagged)
    plan = world.plan([found], act=Act.HARD_LINK)
    assert ([one.victim.path for one in plan.removals], plan.refused) == ([copy.path], ())
    plan = world.plan([found], [decision([keeper], [retagged])], act=Act.SYMLINK)
    assert [no.kind for no in plan.refused] == [RefusalKind.DIFFERENT]


def test_a_film_goes_only_with_its_twin(world: World) -> None:
    keeper, victim = world.photo("k/a.jpg"), world.photo("v/a.jpg")
    film = world.write("v/a.mov", "film")
    plan = world.plan([group(keeper, victim)])
    (refusal,) = plan.refused
    assert refusal.kind is RefusalKind.COMPANION
    assert all(path in refusal.reason for path in (keeper.path, victim.path, film))
    twin = world.write("k/a.mov", "film")
    (removal,) = world.plan([group(keeper, victim)]).removals
    assert [(one.file.path, one.twin and one.twin.path) for one in removal.companions] == [(film, twin)]


def test_raw_and_jpeg_go_as_one_and_once(world: World) -> None:
    photos = [world.photo(f"{folder}/a.{end}", f"{end}|") for folder in "kv" for end in ("cr2", "jpg")]
    world.write("k/a.xmp", "notes")
    world.write("v/a.xmp", "notes")
    plan = world.plan([group(*photos)])
    (removal,) = plan.removals
    assert [file.path for file in removal.going()] == [
        str(world.folder / "v" / name) for name in ("a.cr2", "a.jpg", "a.xmp")
    ]
    assert plan.refused == ()


def test_the_jpeg_beside_a_raw_goes_alone_when_that_is_decided(world: World) -> None:
    raw, jpeg = world.photo("a.cr2", "shot|raw"), world.photo("a.jpg", "shot|")
    notes = world.write("a.xmp", "notes")
    plan = world.plan([group(raw, jpeg)], [decision([raw], [jpeg])])
    (removal,) = plan.removals
    assert removal.companions == ()
    assert notes not in [file.path for file in removal.going()]
    # Nobody decided: the shot is not torn.
    assert [no.kind for no in world.plan([group(raw, jpeg)]).refused] == [RefusalKind.COMPANION]


def test_the_users_word_is_kept(world: World) -> None:
    one, two = world.photo("a.jpg", "a|"), world.photo("b.jpg", "b|")
    said = Said([Judgement(content_pair(one.content, two.content), Verdict.KEEP_BOTH, NOW)])
    plan = make_plan(
        [group(one, two)],
        [decision([one], [two])],
        world.known(said),
        act=Act.SET_ASIDE,
        created_at=NOW,
    )
    assert [no.kind for no in plan.refused] == [RefusalKind.JUDGED]


def test_nothing_goes_while_companions_are_unknown(world: World) -> None:
    one, two = world.photo("a.jpg"), world.photo("b.jpg")
    known = replace(world.known(), companions={one.path: ()})
    plan = make_plan([group(one, two)], [], known, act=Act.SET_ASIDE, created_at=NOW)
    assert [no.kind for no in plan.refused] == [RefusalKind.COMPANION]
    world.write("b.xmp", "notes")
    known = replace(world.known(), proofs={})
    plan = make_plan([group(one, two)], [], known, act=Act.SET_ASIDE, created_at=NOW)
    assert f"{world.folder}/b.xmp" in plan.refused[0].reason


def test_senseless_orders_are_bugs(world: World) -> None:
    one, two = world.photo("a.jpg"), world.photo("b.jpg")
    found, known = group(one, two), world.known()
    wrong: list[tuple[list[Group], list[Decision], dict[str, object]]] = [
        ([found], [], {"automatic": {Relation.REENCODED}}),
        ([found], [], {"act": Act.MOVE}),
        ([found], [], {"act": Act.MOVE, "target": "relative"}),
        ([found], [], {"target": "/there"}),
        ([found], [decision([one], [two], "other")], {}),
        ([found], [decision([one], [two])] * 2, {}),
        ([found], [Decision("g", ("/nowhere",), ())], {}),
        ([found], [decision([], [two])], {}),
        ([found], [decision([one], [one])], {}),
    ]
    for groups, decisions, more in wrong:
        with pytest.raises(ValueError, match="o"):
            make_plan(groups, decisions, known, **{"act": Act.SET_ASIDE, "created_at": NOW, **more})  # type: ignore[arg-type]


def test_equal_pixels_alone_can_be_asked_for(world: World) -> None:
    keeper, copy, retagged = world.photo("a.jpg"), world.photo("b.jpg"), world.photo("c.jpg", "a|tags")
    plan = make_plan(
        [group(keeper, copy, retagged)],
        [],
        world.known(),
        act=Act.SET_ASIDE,
        created_at=NOW,
        automatic={Relation.IDENTICAL_PIXELS},
    )
    assert [one.victim.path for one in plan.removals] == [retagged.path]


def test_what_belongs_to_a_photo_protects_it(world: World) -> None:
    keeper, victim = world.photo("k/a.jpg"), world.photo("v/a.jpg")
    world.write("k/a.xmp", "notes")
    notes = world.write("v/a.xmp", "notes")
    known = replace(world.known(), protected=(notes,))
    plan = make_plan([group(keeper, victim)], [], known, act=Act.SET_ASIDE, created_at=NOW)
    assert [no.kind for no in plan.refused] == [RefusalKind.PROTECTED]


@pytest.mark.parametrize(
    "notes", ["a.xmp", "a.jpg.xmp", "a.AAE", "a.jpg.supplemental-metadata.json", "a.pp3"]
)
def test_the_only_notes_do_not_go_by_themselves(world: World, notes: str) -> None:
    keeper, victim = world.photo("k/a.jpg"), world.photo("v/a.jpg")
    only = world.write(f"v/{notes}", "five stars")
    plan = world.plan([group(keeper, victim)])
    assert plan.removals == ()
    (refusal,) = plan.refused
    assert refusal.kind is RefusalKind.COMPANION
    assert refusal.reason == (
        f"“{victim.path}” stays: “{only}” holds notes on it, and there are none of that kind beside "
        f"“{keeper.path}”; decide between them yourself."
    )
    # With a link in its place they stay where they are, by a decision they go along.
    assert world.plan([group(keeper, victim)], act=Act.HARD_LINK).files == 1
    assert world.plan([group(keeper, victim)], [decision([keeper], [victim])]).files == 2
    # Notes of the same kind beside the keeper will do.
    world.write("k/a.jpg.xmp" if notes.endswith("xmp") else f"k/{notes.lower()}", "four stars")
    assert world.plan([group(keeper, victim)]).files == 2


def test_a_cameras_thumbnail_is_no_notes(world: World) -> None:
    keeper, victim = world.photo("k/a.jpg"), world.photo("v/a.jpg")
    world.write("v/a.THM", "small")
    assert world.plan([group(keeper, victim)]).files == 2


def test_words_of_the_group_are_taken_over(world: World) -> None:
    keeper, victim = world.photo("a.jpg", "a|"), world.photo("b.jpg", "b|")
    found = group(keeper, victim)
    members = (found.members[0], replace(found.members[1], words="It is a smaller copy."))
    plan = world.plan([replace(found, members=members)], [decision([keeper], [victim])])
    assert [one.words for one in plan.removals] == ["It is a smaller copy."]
