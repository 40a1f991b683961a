"""Malha's core: the rooms are listed in core/README.md."""
