"""Who did what: written with the deed, or not at all."""

import pytest
from flask import Flask

from core.foundation import audit
from core.foundation.database import transaction

pytestmark = pytest.mark.usefixtures("app_context")


def _actions(*subjects: tuple[str, int], limit: int = 50) -> list[str]:
    return [row.action for row in audit.history(subjects, limit)]


def test_a_row_says_who_did_it(app: Flask) -> None:
    audit.act_as(audit.Actor(7, "Carla"))

    with transaction():
        audit.record("changed", "contract", 42, {"due_day": [10, 20]})

    row = audit.history([("contract", 42)])[0]
    assert (row.actor_id, row.actor_name, row.data) == (7, "Carla", {"due_day": [10, 20]})


def test_what_was_undone_is_not_in_the_history(app: Flask) -> None:
    with pytest.raises(RuntimeError), transaction():
        audit.record("changed", "contract", 42)
        raise RuntimeError

    assert _actions(("contract", 42)) == []


def test_the_newest_of_the_subjects_come_first_and_of_no_other(app: Flask) -> None:
    with transaction():
        for action, kind, key in [("a", "contract", 1), ("b", "invoice", 1), ("c", "contract", 2)]:
            audit.record(action, kind, key)

    assert _actions(("contract", 1), ("invoice", 1)) == ["b", "a"]
    assert _actions(("contract", 1), ("contract", 2), limit=1) == ["c"]


def test_the_history_of_nothing_is_empty(app: Flask) -> None:
    with transaction():
        audit.record("a", "contract", 1)

    assert _actions() == []
