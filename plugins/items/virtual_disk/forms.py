"""What a person says of space on disk."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form

from malha import CountField

MISSING = "Diga quantos GB, de 1 a 10000."


class VirtualDiskForm(Form):
    """Its data is `{"gigabytes": n}`, a whole number from 1 to 10000."""

    gigabytes = CountField(_("Espaço"), least=1, most=10000, needed=MISSING)
