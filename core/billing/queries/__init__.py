"""Billing, read: the facts that the rules take, and what the pages show."""
