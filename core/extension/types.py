"""The small frozen things that hooks take and give."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """What a plugin says of itself. `id` is unique across kinds and begins the names of its tables."""

    id: str
    name: str
    version: str = "1"


@dataclass(frozen=True, slots=True)
class Permission:
    """A right that a role may hold, such as `contracts.edit`; `roles` hold it from the start."""

    key: str
    label: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the sidebar. `endpoint` is a Flask endpoint; who lacks its permission does not see it."""

    section: str
    label: str
    icon: str
    endpoint: str
    order: int = 50
    key: str | None = None
    count: int | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawn part of a page. `place` names where on it, `order` sorts within the place."""

    html: Markup
    place: str = "main"
    order: int = 50


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of a contract's history: when (UTC), a sentence, and where more of it is, in the words of `link`."""

    at: datetime
    words: str
    url: str | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button at the top of a page: words of verb and object. One page has at most one `primary`."""

    label: str
    url: str
    icon: str = ""
    key: str | None = None
    primary: bool = False
    order: int = 50
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a list. `tone` is "", ok, warn, bad or info, drawn as dot and word where `pill`."""

    text: str
    tone: str = ""
    pill: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerColumn:
    """A column of the customers' list, computed for the ids of one page at a time, never row by row.

    Columns that stand on the same rows name the same `read`: each is called once a page with the ids, and a
    column's `cells` gets what its own gave, one argument each, instead of the ids.
    """

    key: str
    label: str
    order: int
    cells: Callable[..., Mapping[int, Cell]]
    numeric: bool = False
    read: Sequence[Callable[[Sequence[int]], Any]] = ()


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """A chip of the customers' list. `ids` is a SELECT of the customer ids that it keeps."""

    key: str
    label: str
    order: int
    ids: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something found by the search on top of every page, and why it matched."""

    title: str
    detail: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """A searcher: gets the text and how many hits are wanted at most."""

    label: str
    order: int
    find: Callable[[str, int], Sequence[SearchHit]]
    permission: str = ""


@dataclass(frozen=True, slots=True)
class ContractSection:
    """A part of the contract form, saved in its transaction, such as the tab *Notas fiscais*.

    `load` gives the form's data for a contract (None: a new one); `save` keeps it.
    """

    key: str
    title: str
    form_class: type[Any]
    template: str
    load: Callable[[int | None], Mapping[str, Any]]
    save: Callable[[int, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class LadderPreset:
    """A ladder to start from: `key` names it in the form, `terms` are its steps (`LadderTerms`)."""

    key: str
    name: str
    terms: Any


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something that customers are told about, with the text it has until the provider writes another.

    `body` and `short` are Jinja templates over the names in `words` (name: what it is). `figures` gives their
    values for a contract on a day, for a preview; None where the occasion does not fit that contract. A text that
    prints a value of None is refused, and the default text takes its place: guard with `{% if … %}`.
    `required`: the words without which a text breaks the regulator's rule; the provider is warned, and it is recorded.
    `examples` gives contracts that a text may be tried on, on a day, the best one first.
    """

    key: str
    label: str
    order: int
    subject: str
    body: str
    short: str
    words: Mapping[str, str]
    figures: Callable[[int, date], Mapping[str, Any] | None]
    required: tuple[str, ...] = ()
    examples: Callable[[date], Sequence[int]] = field(default=lambda day: ())


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """A proposed invoice as plugins see it, before it is kept. Amounts in R$, lines as (kind, words, amount)."""

    contract_id: int
    issue_date: date
    due_date: date
    total: Decimal
    lines: tuple[tuple[str, str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A line that a plugin adds to a proposed invoice: signed R$, with words that say why."""

    contract_id: int
    description: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Veto:
    """Why the invoice of one contract must not be issued now, for a person to read."""

    contract_id: int
    sentence: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A contract form as it is being filled in, for the panels beside it.

    `billing` and `ladder` are the terms, None where a field cannot be read; `bad` names such fields.
    `items` are item facts, `extras` the form's extra items, both with negative ids for those not saved yet.
    `values` are the terms that can be read, by name, whatever the others are.
    """

    contract_id: int | None
    customer_id: int | None
    starts_on: date | None
    billing: Any
    ladder: Any
    items: tuple[Any, ...] = ()
    extras: tuple[Any, ...] = ()
    bad: frozenset[str] = field(default_factory=frozenset)
    today: date | None = None
    bank_account_id: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
