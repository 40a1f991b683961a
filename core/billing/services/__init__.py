"""Billing, written: a verb a module, each its own transaction."""
