"""Why a contract was not kept, for a person to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.contracts.rules.data import ContractData
from core.contracts.rules.differences import Difference, differences, plain


class ContractRefused(Exception):
    """What was asked for cannot be kept. `problems`: (field, sentence) each; a field is named as in the form
    (`due_day`, `items.2` for the third item)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(sentence for _, sentence in self.problems))


class ContractConflict(Exception):
    """Someone saved the contract since the form was opened. `stored` is what is there now, with its revision;
    `opened` the values, when the form was opened, of the fields of head and terms changed since."""

    def __init__(
        self, stored: ContractData, typed: ContractData, saved_by: str, opened: Mapping[str, Any]
    ) -> None:
        self.stored, self.typed, self.saved_by, self.opened = stored, typed, saved_by, opened
        super().__init__(f"{saved_by} salvou este contrato enquanto você editava.")

    @property
    def differences(self) -> list[Difference]:
        """Both values, field by field."""
        return differences(self.stored, self.typed)

    def left_alone(self, one: Difference) -> bool:
        """Whether the second saver did not change this field: it is as it was when the form was opened."""
        if one.field not in self.opened:
            return False
        before = self.opened[one.field]
        # The database gives 1 % back as 1, the form reads 1.00.
        return Decimal(before) == one.typed if isinstance(one.typed, Decimal) else before == plain(one.typed)
