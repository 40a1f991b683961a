"""Every place where a room or a plugin may step in, one class a family.

The verb of a hook says how it is called (docs/hooks.md): `register_*` once, at the start; `adjust_*` and
`check_*` inside a service, before commit, on a batch; `when_*` likewise, for rooms of the core alone; `on_*`
after commit, one job a plugin; `*_menu`, `*_panels`, `*_actions`, `*_history` while a page is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from core.extension.channels import Channel
from core.extension.devices import DeviceDriver
from core.extension.items import ItemType
from core.extension.markers import hookspec
from core.extension.schedules import Schedule
from core.extension.types import (
    Action,
    Adjustment,
    ContractSection,
    CustomerColumn,
    CustomerFilter,
    DraftView,
    Happening,
    InvoiceView,
    LadderPreset,
    MenuEntry,
    Occasion,
    Panel,
    Permission,
    Search,
    Veto,
)


class Register:
    """Called once, at the start. An exception stops the start and names the plugin."""

    @hookspec
    def register_item_types(self) -> Iterable[ItemType]:
        """The kinds of thing that a contract can hold.

        Example: `return [InternetItem()]`. Two types of one name stop the start.
        """
        return []

    @hookspec
    def register_channels(self) -> Iterable[Channel]:
        """Ways to reach customers, in the order they are offered.

        Example: `return [EmailChannel()]`. Two channels of one name stop the start.
        """
        return []

    @hookspec
    def register_device_drivers(self) -> Iterable[DeviceDriver]:
        """Kinds of devices that can be made to agree with the contracts.

        Example: `return [MikrotikDriver()]`. Two drivers of one name stop the start.
        """
        return []

    @hookspec
    def register_occasions(self) -> Iterable[Occasion]:
        """What customers are told about, each with its text, which the provider may rewrite.

        Example: `return [Occasion("suspended", "Suspensão", 40, SUBJECT, BODY, SHORT, WORDS, figures)]`.
        """
        return []

    @hookspec
    def register_permissions(self) -> Iterable[Permission]:
        """Rights that roles may hold, each declared once.

        Example: `return [Permission("tv.edit", "Editar TV", roles=("admin",))]`.
        """
        return []

    @hookspec
    def register_contract_sections(self) -> Iterable[ContractSection]:
        """Parts of the contract form, saved in its transaction, shown in the tab *Notas fiscais*.

        Example: `return [ContractSection("nfcom", "NFCom", NfcomForm, "nfcom/section.html", load, save)]`.
        """
        return []

    @hookspec
    def register_ladder_presets(self) -> Iterable[LadderPreset]:
        """Ladders that a contract or a layout may start from, offered in the form after the provider's own.

        Example: `return [LadderPreset("gentle", "Branda · 5 / 30 / 90", LadderTerms(message_after_days=5, …))]`.
        """
        return []

    @hookspec
    def register_customer_columns(self) -> Iterable[CustomerColumn]:
        """Columns of the customers' list. `cells` gets the ids of one page and must not query row by row.

        Example: `return [CustomerColumn("owed", "Deve hoje (R$)", 90, owed_cells, numeric=True)]`.
        """
        return []

    @hookspec
    def register_customer_filters(self) -> Iterable[CustomerFilter]:
        """Chips above the customers' list; `ids` gives a SELECT of customer ids.

        Example: `return [CustomerFilter("late", "Em atraso", 20, late_customers)]`.
        """
        return []

    @hookspec
    def register_searches(self) -> Iterable[Search]:
        """Searchers behind the one search box.

        Example: `return [Search("Faturas", 30, find_invoices, permission="billing.view")]`.
        """
        return []

    @hookspec
    def register_schedules(self) -> Iterable[Schedule]:
        """Work that comes back by itself: every so often while something is due, or daily from an hour on.

        Example: `return [Schedule("tv", "Grade da TV", "tv.jobs.fetch", Every(timedelta(hours=6)))]`.
        Two schedules of one key stop the start.
        """
        return []


class Shape:
    """Called inside the service, before commit, on a batch, under a savepoint.

    An exception is a veto of the contract it concerns, found by halving the batch, with its text for a person.
    """

    @hookspec
    def adjust_invoices(self, invoices: Sequence[InvoiceView]) -> Iterable[Adjustment]:
        """Lines to add to invoices about to be issued (dry runs and previews included). None adds nothing.

        A total never falls below zero: what would take it there is cut off.
        Example: `return [Adjustment(i.contract_id, "Taxa de cobrança", Decimal("2.50")) for i in invoices]`.
        """
        return []

    @hookspec
    def check_invoices(self, invoices: Sequence[InvoiceView]) -> Iterable[Veto]:
        """Invoices that must not be issued now; the contract is named in the run's report. None lets all pass.

        Example: `return [Veto(i.contract_id, "Falta o código do plano") for i in invoices if …]`.
        """
        return []


class When:
    """For rooms of the core alone: called inside the service, before commit. An exception undoes the whole."""

    @hookspec
    def when_terms_change(self, contract_id: int, before: Any, after: Any, day: date) -> None:
        """The billing terms of a contract change on a day (`before` is None for a new contract)."""

    @hookspec
    def when_start_moves(self, contract_id: int, before: date, after: date) -> None:
        """The activation date of a contract was changed. Raise to undo the save."""

    @hookspec
    def when_contract_returns(self, contract_id: int, ended_on: date, day: date) -> None:
        """An ended contract is active again from `day` on."""

    @hookspec
    def when_payment_received(self, contract_id: int, paid_on: date, day: date) -> None:
        """Money of a contract came in and was used, credit included: `day` is that of the news. Once a payment."""

    @hookspec
    def when_invoice_cancelled(self, contract_id: int, day: date) -> None:
        """A person cancelled an invoice of a contract, and its credit was used."""

    @hookspec
    def when_notice_taken(self, key: str, contract_id: int, day: date) -> None:
        """A channel took the message of a key, `day` being the business day; called for each channel that does."""

    @hookspec
    def when_notice_bounced(self, key: str, contract_id: int, day: date) -> None:
        """A message that was taken came back, or no channel is left to try: nobody has the message of this key."""

    @hookspec
    def when_holidays_change(self, day: date) -> None:
        """The provider's holidays changed; effective due dates of what is open are reckoned anew."""


class On:
    """Called after commit, one job a plugin; an exception is retried and never disturbs another plugin.

    Events carry ids: read the current state, and expect to be called twice.
    """

    @hookspec
    def on_contract_saved(self, contract_id: int) -> None:
        """A contract was made, changed, ended or reactivated."""

    @hookspec
    def on_invoice_issued(self, invoice_id: int) -> None:
        """An invoice was issued."""

    @hookspec
    def on_invoice_settled(self, invoice_id: int) -> None:
        """An invoice was paid whole."""

    @hookspec
    def on_invoice_cancelled(self, invoice_id: int) -> None:
        """A person cancelled an invoice."""

    @hookspec
    def on_access_wanted(self, account_id: int) -> None:
        """What an internet account should have was set anew. A suspension comes only once its hour has come."""

    @hookspec
    def on_stage_changed(self, contract_id: int, event_id: int) -> None:
        """A contract moved on its ladder, up or down."""


class Pages:
    """Called while a page is drawn, under a savepoint; an exception leaves a notice in its place."""

    @hookspec
    def staff_menu(self) -> Iterable[MenuEntry]:
        """Lines of the sidebar.

        Example: `return [MenuEntry("Cobrar", "Faturas", "file-invoice", "billing.invoices", 10)]`.
        """
        return []

    @hookspec
    def dashboard_panels(self) -> Iterable[Panel]:
        """Cards of the dashboard: what someone must do, or is glad to know. Nothing to say, no card.

        Places "top" (alarms), "card" (three side by side) and "main".
        """
        return []

    @hookspec
    def customer_panels(self, customer_id: int) -> Iterable[Panel]:
        """Parts of a customer's page; places "main" and "aside"."""
        return []

    @hookspec
    def contract_panels(self, contract_id: int) -> Iterable[Panel]:
        """Parts of a contract's page; places "top", "main" and "aside"."""
        return []

    @hookspec
    def contract_actions(self, contract_id: int) -> Iterable[Action]:
        """Buttons of a contract's page."""
        return []

    @hookspec
    def contract_history(self, contract_id: int, limit: int) -> Iterable[Happening]:
        """Lines of a contract's history, newest first, `limit` of them at most; the page puts all rooms' in order.

        Example: `return [Happening(row.at, f"{row.by} trocou o decodificador") for row in newest(contract_id, limit)]`.
        """
        return []

    @hookspec
    def draft_panels(self, draft: DraftView) -> Iterable[Panel]:
        """What the contract form shows as one types; places "aside", "ladder" and "help:<field>"."""
        return []

    @hookspec
    def invoice_panels(self, invoice_id: int) -> Iterable[Panel]:
        """Parts of an invoice's page; places "main" and "aside"."""
        return []

    @hookspec
    def message_portal_panels(self, contract_ids: Sequence[int], day: date) -> Iterable[Panel]:
        """How a late customer pays these contracts today, in the message portal: under 15 kB, no script needed."""
        return []


FAMILIES = (Register, Shape, When, On, Pages)
ROOMS_ONLY = "when_"
