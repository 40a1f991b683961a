"""An address typed in the head of the form, for an installation where the customer has none yet."""

from __future__ import annotations

from core.contracts.forms.reading import Raw
from core.foundation.text import digits

NAMES = ("postal_code", "street", "number", "complement", "district", "city", "state")
LONGEST = {"street": 160, "number": 20, "complement": 80, "district": 80, "city": 80}
LABELS = {"street": "a rua", "number": "o número", "district": "o bairro", "city": "a cidade"}
STATES = "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO".split()


def read_address(raw: Raw) -> tuple[dict[str, str | None], str]:
    """The columns of the address, and a sentence on what is missing or too long ("" where nothing is)."""
    typed = {name: raw.get(f"novo-{name}", "").strip() for name in NAMES}
    values: dict[str, str | None] = {**typed, "complement": typed["complement"] or None}
    values |= {"postal_code": digits(typed["postal_code"]), "state": typed["state"].upper()}
    return values, _what_is_wrong(typed)


def _what_is_wrong(typed: dict[str, str]) -> str:
    missing = [words for name, words in LABELS.items() if not typed[name]]
    if missing:
        return f"Falta {missing[0]} do novo endereço."
    if any(len(typed[name]) > most for name, most in LONGEST.items()):
        return "O novo endereço é comprido demais. Encurte a rua ou o complemento."
    if len(digits(typed["postal_code"])) != 8:
        return "O CEP tem 8 números, por exemplo, 13010-100."
    return "" if typed["state"].upper() in STATES else "O estado são duas letras, por exemplo, SP."
