"""Layouts: the templates that contracts start from."""

from __future__ import annotations

from core.contracts.models import ContractTemplate
from core.contracts.rules.checks import Severity, problems
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.services.errors import ContractRefused
from core.contracts.services.strictness import note_strictness
from core.foundation import audit
from core.foundation.database import db, transaction


def save_template(
    template_id: int | None,
    name: str,
    bank_account_id: int | None,
    billing: BillingTerms,
    ladder: LadderTerms,
) -> ContractTemplate:
    """Make a layout or change one; contracts made from it before keep their terms. Raises ContractRefused."""
    with transaction() as session:
        _refuse_bad(template_id, name, billing, ladder)
        template = (
            ContractTemplate() if template_id is None else session.get_one(ContractTemplate, template_id)
        )
        template.name, template.bank_account_id = name.strip(), bank_account_id
        before = None if template_id is None else (template.billing_terms, template.ladder_terms)
        template.set_terms(billing, ladder)
        session.add(template)
        session.flush()
        audit.record("template_saved", "contract_template", template.id, {"name": template.name})
        if before != (billing, ladder):
            note_strictness("contract_template", template.id, billing, ladder)
        return template


def _refuse_bad(template_id: int | None, name: str, billing: BillingTerms, ladder: LadderTerms) -> None:
    found = [(one.field, one.sentence) for one in problems(billing, ladder) if one.severity == Severity.ERROR]
    if not name.strip():
        found.append(("name", "Dê um nome ao layout."))
    same = db.select(ContractTemplate.id).where(ContractTemplate.name == name.strip())
    if db.session.scalar(same.where(ContractTemplate.id != (template_id or 0))):
        found.append(("name", "Já há um layout com este nome. Escolha outro."))
    if found:
        raise ContractRefused(found)


def offer_template(template_id: int, offered: bool) -> None:
    """Offer a layout for new contracts, or no longer. Its contracts keep it."""
    with transaction() as session:
        template = session.get_one(ContractTemplate, template_id)
        template.active = offered
        action = "template_offered" if offered else "template_withdrawn"
        audit.record(action, "contract_template", template.id, {"name": template.name})
