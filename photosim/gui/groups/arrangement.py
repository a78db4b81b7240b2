"""Order and filter of the groups as the library remembers them. Knows no Qt."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from photosim.domain.people import PersonId
from photosim.domain.similarity import Relation
from photosim.gui.groups.filter import GroupOrder, Shown

PAGE: Final = "groups"
"""Names the arrangement in the library."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the groups are arranged; what was chosen on another page is not remembered.

    Attributes:
        order: in which they are listed.
        text: words of a path, see `filter.GroupFilter`.
        relation: of a photo to the keeper, or None.
        format: of a photo, or "".
        folder: of a photo, or "".
        shown: how far they are.
        person: whom a photo shows, or None.
    """

    order: GroupOrder = GroupOrder.SAVING
    text: str = ""
    relation: Relation | None = None
    format: str = ""
    folder: str = ""
    shown: Shown = Shown.ALL
    person: PersonId | None = None

    def to_json(self) -> str:
        """The arrangement as ASCII text; bytes of names that are not UTF-8 become escapes."""
        return json.dumps(
            {
                "order": self.order.value,
                "text": self.text,
                "relation": self.relation.value if self.relation is not None else None,
                "format": self.format,
                "folder": self.folder,
                "shown": self.shown.value,
                "person": self.person,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Arrangement:
        """The inverse of `to_json`.

        Raises:
            ValueError, KeyError, TypeError: another photosim wrote something else.
        """
        fields = json.loads(text)
        relation, person = fields["relation"], fields["person"]
        return cls(
            GroupOrder(fields["order"]),
            str(fields["text"]),
            None if relation is None else Relation(relation),
            str(fields["format"]),
            str(fields["folder"]),
            Shown(fields["shown"]),
            None if person is None else PersonId(int(person)),
        )
