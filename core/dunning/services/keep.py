"""Keep moves on the ladder: the step, the new notice, the stage, the wanted access, the messages.

One road for all that moves a contract, up or down, alone or in a batch. The contracts must be locked, and their
facts read after that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from core.access.rules.wanted import state_of_stage
from core.access.services.wanted import Wish, want
from core.contracts.models import ACTIVE
from core.contracts.services.stage import end_at_stage, set_stages
from core.dunning.models import LadderEvent, LadderNotice, LadderState
from core.dunning.queries.facts import Standing
from core.dunning.rules.facts import LadderFacts, Notice, Stage
from core.dunning.rules.keys import event_key, notice_key
from core.dunning.services.figures import figures_of
from core.dunning.services.notice import take_back
from core.extension.devices import AccessState
from core.foundation import audit, clock, outbox
from core.foundation.bulk import reserve_ids, upsert_rows, write_rows
from core.foundation.preferences import preference
from core.notices.services.queue import Order, queue_messages

EVENT_COLUMNS = "id contract_id on_day event stage_before stage words data notice_id actor_name at".split()
NOTICE_COLUMNS = "id contract_id on_day invoice_ids taken_on".split()
OCCASIONS = {
    "message_started": "message",
    "throttled": "throttled",
    "suspended": "suspended",
    "cancelled": "cancelled",
    "restored": "restored",
    "trust_unlocked": "unlocked",
}


def _access(facts: LadderFacts) -> AccessState:
    return state_of_stage(facts.stage, ACTIVE)


@dataclass(slots=True)
class Change:
    """A contract before, its facts after, and what is told of it.

    `event` is None for a move in silence. `notice` is a new one. `unlock_by`: who gave the trust unlock in force.
    `told`: the customer hears of it, where there are words for it.
    """

    before: Standing
    after: LadderFacts
    event: str | None
    words: str
    data: Mapping[str, Any] = field(default_factory=dict)
    notice: Notice | None = None
    unlock_by: str | None = None
    told: bool = True
    event_id: int | None = None
    notice_id: int | None = None

    @property
    def contract_id(self) -> int:
        return self.before.contract_id

    @property
    def moved(self) -> bool:
        """Whether the stage is another one."""
        return self.after.stage is not self.before.facts.stage

    @property
    def occasion(self) -> str | None:
        """What the customer is told it by, None for nothing."""
        return OCCASIONS.get(self.event or "") if self.told else None

    @property
    def felt(self) -> bool:
        """Whether the internet is another one."""
        return _access(self.after) is not _access(self.before.facts)

    @property
    def now(self) -> Standing:
        """The contract as it stands after it."""
        notice_id = self.notice_id or self.before.notice_id
        return replace(self.before, facts=self.after, notice_id=notice_id)

    @property
    def key(self) -> str:
        """The key of the messages that tell of it: of the notice itself, where it is one."""
        return notice_key(self.notice_id or 0) if self.notice else event_key(self.event_id or 0)


def keep(session: Session, changes: Sequence[Change], day: date) -> None:
    """Write moves in the running transaction."""
    _keep_notices(session, changes, day)
    _keep_events(session, [one for one in changes if one.event], day)
    _keep_states(session, changes)
    _set_stages(session, [one for one in changes if one.moved], day)
    want(_wishes(changes, day))
    take_back([one.now for one in changes], day)
    _tell(changes, day)
    _emit([one for one in changes if one.event and one.moved])


def _keep_notices(session: Session, changes: Sequence[Change], day: date) -> None:
    noticed = [one for one in changes if one.notice]
    for change, key in zip(noticed, reserve_ids(session, LadderNotice, len(noticed)), strict=True):
        change.notice_id = key
    rows = [
        (one.notice_id, one.contract_id, day, sorted(one.notice.invoices), None)
        for one in noticed
        if one.notice
    ]
    write_rows(session, LadderNotice, NOTICE_COLUMNS, rows)


def _keep_events(session: Session, changes: Sequence[Change], day: date) -> None:
    at, who = clock.now(), audit.actor().name
    for change, key in zip(changes, reserve_ids(session, LadderEvent, len(changes)), strict=True):
        change.event_id = key
    write_rows(session, LadderEvent, EVENT_COLUMNS, (_event_row(one, day, who, at) for one in changes))


def _event_row(change: Change, day: date, who: str, at: Any) -> tuple[Any, ...]:
    before, after = change.before.facts.stage, change.after.stage
    notice_id = change.notice_id or change.before.notice_id
    return (
        change.event_id,
        change.contract_id,
        day,
        change.event,
        before.value,
        after.value,
        change.words,
        dict(change.data),
        notice_id,
        who,
        at,
    )


def _keep_states(session: Session, changes: Sequence[Change]) -> None:
    upsert_rows(session, LadderState, [_state_row(one) for one in changes])


def _state_row(change: Change) -> dict[str, Any]:
    facts, unlock = change.after, change.after.unlock
    return {
        "contract_id": change.contract_id,
        "notice_id": change.notice_id or change.before.notice_id,
        "suspended_since": facts.suspended_since,
        "done_on": facts.done_on,
        "unlock_on": unlock.day if unlock else None,
        "unlock_days": unlock.days if unlock else None,
        "unlock_from": unlock.lifted_from.value if unlock else None,
        "unlock_over": bool(unlock and unlock.over),
        "unlock_by": (change.unlock_by or change.before.unlock_by) if unlock else None,
    }


def _set_stages(session: Session, changes: Sequence[Change], day: date) -> None:
    ended = [one for one in changes if one.after.stage is Stage.CANCELLED]
    end_at_stage(session, [(one.contract_id, one.words) for one in ended], Stage.CANCELLED.value, day)
    going_on = [one for one in changes if one.after.stage is not Stage.CANCELLED]
    set_stages(session, [(one.contract_id, one.after.stage.value) for one in going_on], day)


def _wishes(changes: Sequence[Change], day: date) -> list[Wish]:
    """What changes for the accounts. A suspension waits for its hour; everything else is at once."""
    morning = clock.hour_of(day, preference("dunning.suspend_from_hour"))
    wishes = []
    for one in changes:
        if one.before.active and one.felt:
            state = _access(one.after)
            later = morning if state is AccessState.SUSPENDED else None
            wishes.append(Wish(one.contract_id, state, one.words, later))
    return wishes


def _tell(changes: Sequence[Change], day: date) -> None:
    told = [(one, one.occasion) for one in changes]
    heard = [(one, occasion) for one, occasion in told if occasion]
    if not heard:
        return
    figures = figures_of([(one.before, one.after) for one, _ in heard], day)
    orders = [
        Order(one.key, occasion, one.contract_id, one.before.customer_id, words, day)
        for (one, occasion), words in zip(heard, figures, strict=True)
    ]
    queue_messages(orders, clock.now())


def _emit(changes: Sequence[Change]) -> None:
    if changes:
        payloads = [{"contract_id": one.contract_id, "event_id": one.event_id} for one in changes]
        outbox.emit_many("on_stage_changed", payloads)
