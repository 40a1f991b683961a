"""Shipped to plugin authors: builders that state only what matters, conformance suites."""
