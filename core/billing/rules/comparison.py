"""A run whose total differs too much from the month before is shown to a person first. Source: RULES §3, DESIGN §2."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Comparison:
    """The month before and the one proposed: totals in R$, counts of invoices, the share allowed in percent.

    `writes`: whether the run would keep anything at all.
    """

    before: Decimal
    proposed: Decimal
    count_before: int
    count_proposed: int
    limit_percent: Decimal
    writes: bool = True

    @property
    def difference_percent(self) -> Decimal | None:
        """How much more (or less) is proposed, in percent of the month before; None without one.

        >>> Comparison(Decimal(200), Decimal(190), 2, 2, Decimal(10)).difference_percent
        Decimal('-5.0')
        """
        if not self.before:
            return None
        return ((self.proposed - self.before) * 100 / self.before).quantize(Decimal("0.1"))

    @property
    def off(self) -> bool:
        """Whether the difference is above the share allowed; never where there is no month before, or nothing to do."""
        if not self.before or not self.writes:
            return False
        return abs(self.proposed - self.before) * 100 > self.limit_percent * self.before
