"""The pieces of the form that change while one types. Each carries its own mark, so that only those that differ
from what the browser shows are sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from flask import get_template_attribute, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup

from core.contracts.forms.terms import EXCEPTION_LABELS, differing
from core.contracts.rules.monthly import monthly_total
from core.contracts.rules.terms import LadderTerms
from core.contracts.views.state import State
from core.extension.calls import draw, item_types
from core.extension.types import Panel
from core.foundation.clock import today
from core.foundation.money import share_evenly
from core.foundation.ptbr import MONTHS, num, percent

HELP = {
    "exempt": lazy_gettext("Ligado, este contrato não gera mais faturas mensais."),
    "issue_mode": lazy_gettext("Manual: a rotina da noite pula este contrato."),
    "bank_account_id": lazy_gettext("Onde as cobranças são registradas."),
    "billing_address_id": lazy_gettext("Vai na fatura e no boleto."),
    "punctuality_discount": lazy_gettext("Para quem paga até o vencimento. Sem sinal de menos."),
    "closing_day": lazy_gettext(
        "Dia em que a fatura (e a nota fiscal, se ativa) é gerada. Em mês mais curto, o último dia."
    ),
    "due_day": lazy_gettext("Em dia não útil, vale o próximo dia útil."),
    "period_reference": lazy_gettext("Por emissão, do fechamento; por vencimento, entre dois vencimentos."),
    "period_direction": lazy_gettext("O mês que começa no fechamento, ou o que terminou nele."),
    "late_fee_percent": lazy_gettext(
        "Uma vez, sobre o total da fatura. Acima de 2% avisamos (CDC, art. 52)."
    ),
    "monthly_interest_percent": lazy_gettext("Por dia de atraso, sem juros sobre juros."),
    "message_after_days": lazy_gettext("Aviso por e-mail e na tela do navegador. Em branco, nunca."),
    "throttle_after_days": lazy_gettext("A velocidade reduzida é a do plano. Em branco, nunca."),
    "suspend_after_days": lazy_gettext("A internet para; a página de pagamento continua. Em branco, nunca."),
    "notice_days": lazy_gettext("A Anatel pede 15. Se nenhum aviso chegar, não suspende."),
    "suspend_except": "",
    "cancel_after_days": lazy_gettext("Contam da suspensão, não do vencimento. Em branco, nunca."),
    "starts_on": "",
    "template_id": "",
    "installation_address_id": "",
}
WARNED = ("due_day", "late_fee_percent", "monthly_interest_percent")
TABS = ("itens", "extras", "faturas", "notas")


def parts_of(state: State) -> dict[str, Markup]:
    """Every piece by the id of its place, marked."""
    panels = _panels(state)
    found = {
        "p-aside": Markup("").join(panels["aside"]),
        "p-ladder": Markup("").join(panels.get("ladder", ()))
        or _macro("no_ladder")(state.draft.ladder is None),
        "p-total": _total(state),
        "p-erros": _summary(state),
        "w-ladder": _macro("ladder_warning")(_ladder_warnings(state)),
    }
    found |= {f"w-{name}": _macro("warning")(_warning(state, name)) for name in WARNED}
    found |= _helps(state, panels)
    found |= {f"n-{tab}": _macro("count")(*_count(state, tab)) for tab in TABS}
    return {key: _marked(key, html) for key, html in found.items()}


def changed_parts(state: State, quiet: bool) -> dict[str, Markup]:
    """The pieces that the browser does not show yet. While one types (`quiet`), no new fault is shown."""
    seen = set(request.form.getlist("visto"))
    found = parts_of(state)
    if quiet:
        found = {key: html for key, html in found.items() if key.removesuffix("-h") not in state.errors}
    return {key: html for key, html in found.items() if _mark(key, html) not in seen}


def _marked(key: str, html: Markup) -> Markup:
    digest = blake2b(html.encode(), digest_size=6).hexdigest()
    return html + Markup('<input type="hidden" name="visto" value="{}:{}">').format(key, digest)


def _mark(key: str, html: Markup) -> str:
    return html.rpartition('value="')[2].removesuffix('">')


def _macro(name: str) -> Any:
    return get_template_attribute("contracts/parts.html", name)


def _panels(state: State) -> Mapping[str, list[Markup]]:
    places: defaultdict[str, list[Panel]] = defaultdict(list)
    for panel in draw("draft_panels", _broken, draft=state.draft):
        places[panel.place].append(panel)
    return {place: [p.html for p in sorted(found, key=lambda p: p.order)] for place, found in places.items()}


def _broken(plugin: str) -> Panel:
    return Panel(_macro("broken")(plugin), "aside", 99)


def _helps(state: State, panels: Mapping[str, list[Markup]]) -> dict[str, Markup]:
    layout = differing(state.read.terms, *state.layout_terms)
    helps = {}
    for name, text in HELP.items():
        said = Markup("").join(panels.get(f"help:{name}", [])) or text
        mark = layout_words(name, layout[name]) if name in layout else ""
        helps[f"{name}-h"] = _macro("help")(said, state.errors.get(name), mark)
    return helps


def layout_words(name: str, value: Any) -> str:
    """“do layout: 10” beside a field that differs from it."""
    return _("do layout: %(value)s", value=_said(name, value))


def _said(name: str, value: Any) -> str:
    if isinstance(value, frozenset):
        return ", ".join(str(label) for key, label in EXCEPTION_LABELS if key in value) or _("nenhum")
    if isinstance(value, Decimal):
        return percent(value) if name.endswith("percent") else num(value)
    if value is None:
        return _("em branco")
    if isinstance(value, bool):
        return _("Sim") if value else _("Não")
    return str(SAID.get(str(value), value))


SAID = {
    "automatic": lazy_gettext("Automático"),
    "manual": lazy_gettext("Manual"),
    "issue_date": lazy_gettext("Emissão"),
    "due_date": lazy_gettext("Vencimento"),
    "forward": lazy_gettext("Que começa"),
    "backward": lazy_gettext("Que terminou"),
}


def _warning(state: State, name: str) -> Any:
    return next((one for one in state.read.terms.warnings if one.field == name), None)


def _ladder_warnings(state: State) -> list[Any]:
    steps = LadderTerms.__dataclass_fields__
    return [one for one in state.read.terms.warnings if one.field in steps]


def _total(state: State) -> Markup:
    return _macro("total")(monthly_of(state), [extra_words(row) for row in state.read.extras if row.value])


def monthly_of(state: State) -> Decimal:
    """What the items of the form come to in a month."""
    kinds = {name: one.kind for name, one in item_types().items()}
    return monthly_total(state.read.items, kinds, today())


def extra_words(row: Any) -> str:
    """“Roteador 3 × R$ 20,00 (abr, mai, jun)”."""
    extra = row.value
    share = share_evenly(extra.total, extra.instalments)[-1]
    months = [MONTHS[(extra.first_month.month - 1 + n) % 12][:3] for n in range(min(extra.instalments, 4))]
    more = "…" if extra.instalments > len(months) else ""
    return f"{extra.description} {extra.instalments} × R$\u00a0{num(share)} ({', '.join(months)}{more})"


def tab_of(name: str) -> str:
    """The tab that a field is on; "" for the head."""
    if name.startswith("items"):
        return "itens"
    if name.startswith("extras"):
        return "extras"
    if name.startswith("sec-"):
        return "notas"
    return "" if name in ("starts_on", "template_id", "installation_address_id", "revision") else "faturas"


def _count(state: State, tab: str) -> tuple[int, int | None]:
    faults = [name for name in state.errors if tab_of(name) == tab] if state.refused else []
    sizes = {"itens": len(state.read.items), "extras": len(state.read.extras)}
    return len(faults), sizes.get(tab)


TAB_NAMES = {
    "": "", "itens": "Itens", "extras": "Itens extras", "faturas": "Faturas", "notas": "Notas fiscais",
}  # fmt: skip
EXTRA_LABELS = {
    "description": "Descrição", "total": "Valor total", "instalments": "Parcelas", "first_month": "A partir de",
}  # fmt: skip


def _summary(state: State) -> Markup:
    faults = [_fault(state, name, text) for name, text in state.errors.items()] if state.refused else []
    return _macro("summary")(faults)


def _fault(state: State, name: str, sentence: str) -> tuple[str, str, str, str]:
    return TAB_NAMES[tab_of(name)], _label(state, name), sentence, name.replace(".", "-")


def _label(state: State, name: str) -> str:
    room, _dot, rest = name.partition(".")
    if room == "items":
        return _("Item %(n)s", n=int(rest) + 1) if rest else _("Itens")
    if room == "extras":
        number, _dot, part = rest.partition(".")
        return f"{EXTRA_LABELS[part]} ({int(number) + 1})"
    return str(state.form[name].label.text) if name in state.form else name.rpartition("-")[2]
