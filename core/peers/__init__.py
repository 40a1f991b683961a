"""Servers and simulators that `make run`, the tests and the bench start for themselves."""
