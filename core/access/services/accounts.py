"""Internet accounts: made, changed, switched off; their password is encrypted, and who saw it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from core.access.models import METHODS, Device, InternetAccount, Plan
from core.access.queries.owners import login_taken
from core.access.rules.identifiers import Refused, check_method, clean_ip, clean_login, clean_mac
from core.access.services.changes import assign, keep_history, switch
from core.access.services.terms import keep_terms_of
from core.access.services.wanted import renew_accounts
from core.foundation import audit
from core.foundation.clock import now
from core.foundation.database import transaction

# What no device is told.
OURS_ALONE = {"comment"}


@dataclass(frozen=True, slots=True)
class AccountInput:
    """An account as it is to be, as typed. `password` None keeps the one that is stored."""

    plan_id: int
    method: str = "pppoe"
    device_ids: tuple[int, ...] = ()
    login: str = ""
    password: str | None = None
    interface: str = ""
    mac: str = ""
    ip: str = ""
    comment: str = ""


def save_account(account_id: int | None, typed: AccountInput) -> int:
    """Make or change an account; returns its id.

    Raises Refused (with the field) for a login, MAC or IP that cannot be, or a login that is taken.
    """
    with transaction() as session:
        values = _values(account_id, typed)
        account = (
            session.get_one(InternetAccount, account_id) if account_id else InternetAccount(created_at=now())
        )
        changed = assign(account, values)
        changed |= _put_on(session, account, typed.device_ids)
        account.plan = _plan(session, typed.plan_id)
        session.add(account)
        session.flush()
        keep_history("account", account.id, account_id is None, changed)
        keep_terms_of(account.customer_id)
        if changed.keys() - OURS_ALONE:
            renew_accounts([account.id])
        return account.id


def create_account(typed: AccountInput) -> int:
    """Make an account that no contract has yet; returns its id. Raises as `save_account`."""
    return save_account(None, typed)


def _values(account_id: int | None, typed: AccountInput) -> dict[str, Any]:
    login, mac, ip = clean_login(typed.login), clean_mac(typed.mac), clean_ip(typed.ip)
    if typed.method not in METHODS:
        raise Refused("method", "Escolha a autenticação: PPPoE, hotspot, IP×MAC ou DHCP.")
    check_method(typed.method, mac, ip)
    if login and (taken := login_taken(login, account_id)):
        raise Refused("login", taken)
    values = {"plan_id": typed.plan_id, "method": typed.method, "login": login, "mac": mac, "ip": ip}
    values |= {"interface": typed.interface.strip() or None, "comment": typed.comment.strip() or None}
    return values if typed.password is None else values | {"password": typed.password or None}


def _plan(session: Session, plan_id: int) -> Plan:
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise Refused("plan_id", "Escolha o plano.")
    return plan


def _put_on(session: Session, account: InternetAccount, device_ids: tuple[int, ...]) -> dict[str, Any]:
    before = sorted(device.id for device in account.devices)
    after = sorted(set(device_ids))
    if before == after:
        return {}
    found = [session.get(Device, device_id) for device_id in after]
    if None in found:
        raise Refused("device_ids", "Um dos dispositivos não existe mais. Escolha de novo.")
    account.devices = [device for device in found if device]
    return {"devices": [before, after]}


def set_account_active(account_id: int, active: bool) -> None:
    """Switch an account on or off. Raises Refused where a contract has it."""
    with transaction() as session:
        account = session.get_one(InternetAccount, account_id)
        if account.contract_id and not active:
            raise Refused(
                "active", f"A conta está no contrato {account.contract_id}: tire o item dela de lá antes."
            )
        switch(account, "account", active)


def reveal_password(account_id: int) -> str:
    """The password of an account, "" where it has none; that it was seen goes into the history."""
    with transaction() as session:
        account = session.get_one(InternetAccount, account_id)
        audit.record("account_password_seen", "account", account_id)
        return account.password or ""
