"""Plans: what is sold, how fast it is, in full and reduced, and for how much."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

from core.access.models import Plan
from core.access.rules.identifiers import Refused
from core.access.services.changes import assign, keep_history, switch
from core.access.services.wanted import renew_plan
from core.foundation.database import db, transaction


@dataclass(frozen=True, slots=True)
class PlanInput:
    """A plan as it is to be. Speeds in kbit/s, price in R$ a month."""

    name: str
    download_kbps: int
    upload_kbps: int
    reduced_download_kbps: int | None
    reduced_upload_kbps: int | None
    price: Decimal


def save_plan(plan_id: int | None, typed: PlanInput) -> int:
    """Make or change a plan; returns its id. Raises Refused where another has the name, or reduced is faster."""
    with transaction() as session:
        _check(plan_id, typed)
        plan = session.get_one(Plan, plan_id) if plan_id else Plan()
        changed = assign(plan, asdict(typed))
        session.add(plan)
        session.flush()
        keep_history("plan", plan.id, plan_id is None, changed)
        if any(name.endswith("_kbps") for name in changed):
            renew_plan(plan.id)
        return plan.id


def _check(plan_id: int | None, typed: PlanInput) -> None:
    named = db.select(Plan.id).where(
        db.func.lower(Plan.name) == typed.name.lower(), Plan.id != (plan_id or 0)
    )
    if db.session.scalar(named):
        raise Refused("name", f"Já há um plano “{typed.name}”.")
    if (typed.reduced_download_kbps is None) != (typed.reduced_upload_kbps is None):
        raise Refused("reduced_upload", "Preencha as duas velocidades reduzidas, ou nenhuma.")
    if (typed.reduced_download_kbps or 0) > typed.download_kbps:
        raise Refused("reduced_download", "A velocidade reduzida é maior que a do plano.")
    if (typed.reduced_upload_kbps or 0) > typed.upload_kbps:
        raise Refused("reduced_upload", "A velocidade reduzida é maior que a do plano.")


def set_plan_active(plan_id: int, active: bool) -> None:
    """Offer a plan for new accounts, or no longer. Accounts that have it keep it."""
    with transaction() as session:
        switch(session.get_one(Plan, plan_id), "plan", active)
