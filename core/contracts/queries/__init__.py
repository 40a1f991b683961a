"""Contracts, read."""
