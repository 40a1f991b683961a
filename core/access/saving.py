"""From a form to a service: a refusal of the service stands at its field, like the form's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.access.rules.identifiers import Refused


def saved(form: Any, save: Callable[[], int]) -> int | None:
    """The id that `save` gave, or None where the form or the service refuses; the form then says why."""
    if not form.validate_on_submit():
        return None
    try:
        return save()
    except Refused as refusal:
        form[refusal.field].errors = [str(refusal)]
        return None
