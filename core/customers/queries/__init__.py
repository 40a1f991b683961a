"""Customers, read."""
