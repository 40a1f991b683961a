"""What a person says of e-mail boxes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form

from malha import CountField

MISSING = "Diga quantas caixas, de 1 a 500."


class EmailForm(Form):
    """Its data is `{"boxes": n}`, a whole number from 1 to 500."""

    boxes = CountField(_("Caixas"), least=1, most=500, needed=MISSING)
