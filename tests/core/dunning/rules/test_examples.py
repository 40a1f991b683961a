"""The examples in the docstrings of the ladder's rules are true."""

import doctest
from types import ModuleType

import pytest

from core.dunning.rules import ladder, projection, table


@pytest.mark.parametrize("module", [ladder, projection, table], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_are_true(module: ModuleType) -> None:
    found = doctest.testmod(module)

    assert found.attempted > 0
    assert found.failed == 0
