"""Why a registration was not kept, for a person to read."""

from __future__ import annotations

from collections.abc import Sequence

from core.customers.rules.data import Difference


class Taken(Exception):
    """Another customer has what must be one customer's alone; `field` is named as in the form."""

    def __init__(self, field: str, what: str, holder_id: int, holder: str) -> None:
        self.field, self.holder_id, self.holder = field, holder_id, holder
        super().__init__(f"{what} já é de {holder}.")


class EditConflict(Exception):
    """Someone saved the registration since the form was opened. `revision` is the one that is there now."""

    def __init__(self, differences: Sequence[Difference], revision: int, saved_by: str) -> None:
        self.differences, self.revision, self.saved_by = list(differences), revision, saved_by
        super().__init__(f"{saved_by} salvou este cadastro enquanto você editava.")
