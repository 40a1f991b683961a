"""What dunning puts on the pages of the other rooms, drawn."""

from core.dunning.panels.contract import contract_buttons, timeline
from core.dunning.panels.dashboard import dashboard_cards
from core.dunning.panels.draft import draft_ladder

__all__ = ["contract_buttons", "dashboard_cards", "draft_ladder", "timeline"]
