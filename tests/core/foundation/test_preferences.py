"""What a provider sets on screen, over the defaults."""

import pytest
from flask import Flask

from core.foundation import audit
from core.foundation.preferences import preference, preferences, recent_preference, set_preferences

pytestmark = pytest.mark.usefixtures("app_context")
LIMIT = "billing.difference_limit_percent"


def test_until_it_is_set_a_preference_has_its_default(app: Flask) -> None:
    before = preference("provider.name")

    set_preferences({"provider.name": "Ipê Internet"})

    assert (before, preference("provider.name")) == ("Meu Provedor", "Ipê Internet")
    assert preferences("provider.")["name"] == "Ipê Internet"
    assert preferences("provider.")["cnpj"] == ""


def test_a_preference_that_there_is_not_is_refused_and_its_neighbours_are_not_kept(app: Flask) -> None:
    with pytest.raises(KeyError):
        set_preferences({"provider.name": "Ipê", "provider.colour": "blue"})

    assert preference("provider.name") == "Meu Provedor"


def test_the_history_names_what_was_set_without_its_value(app: Flask) -> None:
    set_preferences({"provider.phone": "19 3333-0000", LIMIT: "7.5"})

    row = audit.history([("preferences", 0)])[0]
    assert row.data == {"keys": [LIMIT, "provider.phone"]}


def test_what_stands_on_every_page_is_new_at_once_where_it_was_set(app: Flask) -> None:
    recent_preference("provider.name")

    set_preferences({"provider.name": "Ipê Internet"})

    assert recent_preference("provider.name") == "Ipê Internet"
