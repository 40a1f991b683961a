"""The dialog of one item, and what adds it to the form, takes it out and puts it back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _

from core.contracts.forms.items import ItemForm, ReadItem, item_as_typed, read_item
from core.contracts.forms.reading import Raw
from core.contracts.forms.rows import EXTRA_FIELDS, BadRow, item_json, item_of, without
from core.contracts.rules.data import ItemData
from core.contracts.views import blueprint
from core.contracts.views.itemrows import item_rows, labels_of
from core.contracts.views.parts import changed_parts, extra_words, monthly_of
from core.contracts.views.preview import keep, show_form
from core.contracts.views.state import State, posted_state, typed_state
from core.extension.calls import item_types
from core.extension.items import ItemType
from core.foundation.clock import today
from core.foundation.ptbr import num
from core.identity.permissions import requires

OF_THE_DIALOG = ("indice", "i-", "data-", "undone", "carregado")


@dataclass
class Dialog:
    """An item being typed: the form under it, which item (None: a new one), and its type."""

    state: State
    index: int | None
    raw: Raw
    read: ReadItem | None = None

    @cached_property
    def item(self) -> ItemData | None:
        rows = self.state.read.items
        return rows[self.index] if self.index is not None and self.index < len(rows) else None

    @cached_property
    def item_type(self) -> ItemType:
        types = item_types()
        return types.get(self.raw.get("i-type", "")) or next(iter(types.values()), None) or abort(404)

    @cached_property
    def form(self) -> ItemForm:
        form = ItemForm(formdata=self.raw, prefix="i-")
        for name, sentence in (self.read.errors if self.read else {}).items():
            form[name].errors = [sentence]
        return form

    @cached_property
    def own(self) -> Any:
        """The form of the type's own fields, or None."""
        form_class = self.item_type.form_class()
        if form_class is None:
            return None
        typed = any(name.startswith("data-") for name in self.raw)
        data = dict(self.item.data) if self.item and self.item.type == self.item_type.name else {}
        return form_class(formdata=self.raw if typed else None, prefix="data-", data=data)

    @property
    def data(self) -> dict[str, Any]:
        values = self.own.data if self.own is not None else {}
        return {name: value for name, value in values.items() if name != "csrf_token"}

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The contract's form, to travel with the dialog."""
        return [(k, v) for k, v in self.state.raw.items(multi=True) if k not in ("csrf_token", "visto")]

    def as_item(self) -> ItemData | None:
        """The item as typed, or None while its value cannot be read."""
        read = self.read or read_item(self.raw, self.item_type, today())
        if "amount" not in read.values:
            return None
        words = read.values.get("description") or self._words()
        days = (read.values.get("starts_on"), read.values.get("ends_on"))
        key = self.item.id if self.item else None
        return ItemData(key, self.item_type.name, words, self.data, read.values["amount"], *days)

    def _words(self) -> str:
        if self.item_type.needs_description:
            return ""
        return self.item_type.suggested_description(self.data) or self.item_type.label

    def placed(self) -> State:
        """The contract's form with this item in it."""
        item = self.as_item()
        if item is None:
            return self.state
        rows = self.state.raw.getlist("item")
        place = len(rows) if self.index is None else self.index
        return with_items(self.state, [*rows[:place], item_json(item), *rows[place + 1 :]])


def with_items(state: State, rows: list[str]) -> State:
    """The same form with these items."""
    raw = Raw([(k, v) for k, v in state.raw.items(multi=True) if k != "item"])
    for row in rows:
        raw.add("item", row)
    return typed_state(state, raw)


def _dialog() -> Dialog:
    state = posted_state()
    typed = Raw((k, v) for k, v in request.form.items(multi=True) if k.startswith(("i-", "data-")))
    kept = [(k, v) for k, v in state.raw.items(multi=True) if not k.startswith(OF_THE_DIALOG)]
    text = request.form.get("indice", "")
    dialog = Dialog(
        typed_state(state, Raw(kept)), int(text) if text.isdigit() and len(text) < 4 else None, typed
    )
    if not typed and dialog.item:
        dialog.raw = Raw(item_as_typed(dialog.item))
    return dialog


def _show(dialog: Dialog) -> str:
    whole = "contracts/item_page.html" if not request.headers.get("HX-Request") else "contracts/item.html"
    return render_template(whole, dialog=dialog, types=item_types(), totals=_totals(dialog))


def _totals(dialog: Dialog) -> tuple[Decimal, Decimal]:
    """The month without the item's change, and with it."""
    return monthly_of(dialog.state), monthly_of(dialog.placed())


@blueprint.post("/contratos/item")
@requires("contracts.edit")
def item() -> str:
    """The dialog of an item: a new one, or the one of `indice`."""
    dialog = _dialog()
    _suggest(dialog)
    return _show(dialog)


def _suggest(dialog: Dialog) -> None:
    """A value where none is typed, or where the one there was proposed too."""
    typed, proposed = dialog.raw.get("i-amount", "").strip(), dialog.raw.get("i-proposto", "")
    amount = dialog.item_type.suggested_amount(dialog.data)
    if typed in ("", proposed) and amount is not None:
        dialog.raw.setlist("i-amount", [num(amount)])
        dialog.raw.setlist("i-proposto", [num(amount)])


@blueprint.post("/contratos/item/mensalidade")
@requires("contracts.edit")
def item_total() -> str:
    """The monthly total before and after, and a value where one is proposed."""
    dialog = _dialog()
    before = dialog.raw.get("i-amount")
    _suggest(dialog)
    return render_template(
        "contracts/item_total.html",
        dialog=dialog, totals=_totals(dialog), proposed=dialog.raw.get("i-amount") != before,
    )  # fmt: skip


@blueprint.post("/contratos/item/incluir")
@requires("contracts.edit")
def add_item() -> str:
    """Put the item into the form; the dialog again where something cannot be read."""
    dialog = _dialog()
    dialog.read = read_item(dialog.raw, dialog.item_type, today())
    own_is_fine = dialog.own is None or dialog.own.validate()
    refusal = dialog.item_type.check(dialog.data, dialog.state.contract_id) if own_is_fine else None
    if refusal:
        dialog.read.errors["description"] = refusal
    if not own_is_fine or dialog.read.errors:
        return _show(dialog)
    return _show_items(dialog.placed(), closing=True)


@blueprint.post("/contratos/item/retirar")
@requires("contracts.edit")
def remove_item() -> str:
    """Take an item out of the form, with an offer to put it back."""
    state, index = posted_state(), request.form.get("indice", "")
    rows = state.raw.getlist("item")
    if not index.isdigit() or int(index) >= len(rows):
        return _show_items(state)
    return _show_items(with_items(state, without(rows, int(index))), f"{index}:{rows[int(index)]}")


@blueprint.post("/contratos/item/devolver")
@requires("contracts.edit")
def restore_item() -> str:
    """Put the item back that was taken out last."""
    state = posted_state()
    index, _colon, row = request.form.get("undone", "").partition(":")
    rows = state.raw.getlist("item")
    place = int(index) if index.isdigit() and len(index) < 4 else len(rows)
    return _show_items(with_items(state, [*rows[:place], row, *rows[place:]]) if row else state)


def _show_items(state: State, undone: str = "", closing: bool = False) -> str:
    keep(state)
    if not request.headers.get("HX-Request"):
        return show_form(state)
    parts = changed_parts(state, quiet=False)
    name = _undone_label(undone)
    return render_template(
        "contracts/items_changed.html",
        state=state, rows=item_rows(state), total=monthly_of(state), parts=parts, undone=undone,
        undone_label=name, closing=closing,
    )  # fmt: skip


def _undone_label(undone: str) -> str:
    try:
        return labels_of([item_of(undone.partition(":")[2])])[0] if undone else ""
    except BadRow:
        return _("item")


@blueprint.post("/contratos/extras")
@requires("contracts.edit")
def extras() -> str:
    """The rows of extra items with an empty one more, or one less."""
    state = posted_state()
    gone = request.form.get("tirar", "")
    state = typed_state(state, _without_extra(state.raw, int(gone))) if gone.isdigit() else state
    if not request.headers.get("HX-Request"):
        return show_form(state)
    parts = changed_parts(state, quiet=False)
    return render_template("contracts/extras_changed.html", state=state, parts=parts, extra_words=extra_words)


def _without_extra(raw: Raw, index: int) -> Raw:
    left = Raw(raw)
    for name in EXTRA_FIELDS:
        left.setlist(f"extra-{name}", without(raw.getlist(f"extra-{name}"), index))
    return left
