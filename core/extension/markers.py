"""The markers of hook specifications and of their implementations."""

from __future__ import annotations

import pluggy

PROJECT = "malha"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
