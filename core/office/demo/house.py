"""The demo provider's own house: staff, plans, devices, layouts, banks, holidays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.access.services.devices import DeviceInput, save_device
from core.access.services.plans import PlanInput, save_plan
from core.banking.services import save_account as save_bank_account
from core.contracts.rules.presets import ANATEL, MANUAL
from core.contracts.rules.terms import BillingTerms, LadderTerms
from core.contracts.services.templates import save_template
from core.foundation.database import transaction
from core.foundation.holidays import Holiday
from core.foundation.preferences import set_preferences
from core.identity.services import create_user

# Logins of the demo alone, printed when it is made; a real provider makes its own with `malha user create`.
STAFF = (
    ("admin", "Ana", "admin", "ipe-roxo-2026"),
    ("carla", "Carla", "finance", "ponte-azul-42"),
    ("davi", "Davi", "support", "rio-claro-77"),
    ("tito", "Tito", "technician", "torre-alta-19"),
)
PLANS = (
    ("Fibra 30 Mega", 30, 2, "89.90"),
    ("Fibra 60 Mega", 60, 2, "109.90"),
    ("Fibra 100 Mega", 100, 5, "129.90"),
    ("Rádio 10 Mega", 10, 1, "79.90"),
    ("Dedicado 50 Mega", 50, 5, "389.90"),
)
DEVICES = (
    DeviceInput("RB Centro", host="10.20.0.1", port=8729, interfaces="ether1 ether2 vlan-clientes"),
    DeviceInput("RB Norte", host="10.20.0.2", port=8729, interfaces="ether1 wlan1"),
    DeviceInput("RADIUS", host="10.20.0.9", port=1812),
)
LATE = BillingTerms(late_fee_percent=Decimal(2), monthly_interest_percent=Decimal(1))
LAYOUTS = (
    ("Residencial fibra", replace(LATE, punctuality_discount=Decimal("5.00")), ANATEL),
    ("Residencial rádio", replace(LATE, closing_day=5, due_day=15), MANUAL),
    ("Empresarial", replace(LATE, closing_day=20, due_day=5), ANATEL),
)


@dataclass(frozen=True, slots=True)
class House:
    """Ids of what was made, and what contracts are drawn from."""

    plans: dict[str, tuple[int, Decimal]]
    devices: dict[str, int]
    layouts: dict[str, tuple[int, BillingTerms, LadderTerms]]
    bank: int


def furnish(today: date) -> House:
    """Make the provider, in an empty database."""
    with transaction() as session:
        for login, name, role, password in STAFF:
            create_user(login, name, role, password)
        set_preferences(
            {
                "provider.name": "Ipê Internet",
                "provider.legal_name": "Ipê Internet Ltda.",
                "provider.cnpj": "11222333000181",
                "provider.phone": "(19) 3200-1000",
                "provider.email": "contato@example.com",
                "provider.address": "Av. dos Ipês, 1000, Centro, Campinas/SP",
            }
        )
        years = (today.year - 1, today.year, today.year + 1)
        session.add_all(Holiday(day=date(year, 7, 14), name="Aniversário da cidade") for year in years)
        bank = save_bank_account(None, "Wide Pay")
        save_bank_account(None, "Balcão")
        return House(_plans(), {d.name: save_device(None, d) for d in DEVICES}, _layouts(bank), bank)


def _plans() -> dict[str, tuple[int, Decimal]]:
    made = {}
    for name, speed, reduced, price in PLANS:
        mega = PlanInput(name, speed * 1000, speed * 500, reduced * 1000, reduced * 500, Decimal(price))
        made[name] = (save_plan(None, mega), Decimal(price))
    return made


def _layouts(bank: int) -> dict[str, tuple[int, BillingTerms, LadderTerms]]:
    return {
        name: (save_template(None, name, bank, terms, ladder).id, terms, ladder)
        for name, terms, ladder in LAYOUTS
    }
