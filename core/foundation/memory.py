"""Python's collector of cycles, kept out of the way of work that makes many small things and no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """No search for cycles inside: a batch's rows and facts are freed by their reference counts alone.

    A fifth of a run of thousands of contracts goes into that search otherwise, and finds nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
