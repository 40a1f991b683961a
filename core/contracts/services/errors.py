"""Why a contract was not kept, for a person to read."""

from __future__ import annotations

from collections.abc import Sequence

from core.contracts.rules.data import ContractData
from core.contracts.rules.differences import Difference, differences


class ContractRefused(Exception):
    """What was asked for cannot be kept. `problems`: (field, sentence) each; a field is named as in the form
    (`due_day`, `items.2` for the third item)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(sentence for _, sentence in self.problems))


class ContractConflict(Exception):
    """Someone saved the contract since the form was opened. `stored` is what is there now, with its revision."""

    def __init__(self, stored: ContractData, typed: ContractData, saved_by: str) -> None:
        self.stored, self.typed, self.saved_by = stored, typed, saved_by
        super().__init__(f"{saved_by} salvou este contrato enquanto você editava.")

    @property
    def differences(self) -> list[Difference]:
        """Both values, field by field."""
        return differences(self.stored, self.typed)
