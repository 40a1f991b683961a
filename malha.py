"""What a plugin imports: `from malha import hookimpl, ItemType, …`."""

from core.api import *  # noqa: F403  # this module is core.api under the name that plugins use
from core.api import __all__ as __all__
