"""Bank accounts are named, switched off, and offered to contracts."""

import pytest

from core.banking import queries
from core.banking.services import NameTaken, save_account

pytestmark = [pytest.mark.databases("sqlite", "postgres"), pytest.mark.usefixtures("app_context")]


def test_only_accounts_in_use_are_offered_by_name() -> None:
    save_account(None, "Wide Pay")
    save_account(None, "Balcão")
    save_account(None, "Antigo", active=False)

    assert [one.name for one in queries.active_accounts()] == ["Balcão", "Wide Pay"]


def test_two_accounts_of_one_name_are_refused_and_one_may_keep_its_own() -> None:
    key = save_account(None, "Wide Pay")

    save_account(key, "Wide Pay", active=False)
    with pytest.raises(NameTaken, match="Já há uma conta “wide pay”"):
        save_account(None, "wide pay")
