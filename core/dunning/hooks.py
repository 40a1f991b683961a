"""What dunning puts on the pages of the other rooms."""

from __future__ import annotations
