"""What notices puts on the pages of the other rooms, and into the core's registers."""

from __future__ import annotations
