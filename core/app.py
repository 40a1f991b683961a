"""The app: a table of contents, one line a concern."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from flask import Flask
from sqlalchemy.orm import configure_mappers

from core import web
from core.extension import manager
from core.extension.calls import try_registers
from core.foundation import database, secrets, settings
from core.foundation.database import db

# Each room with hooks, from the right of the arrow to the left: a panel of billing follows one of contracts.
ROOMS = (
    "core.identity.hooks",
    "core.customers.hooks",
    "core.notices.hooks",
    "core.access.hooks",
    "core.banking.hooks",
    "core.contracts.hooks",
    "core.billing.hooks",
    "core.dunning.hooks",
    "core.portal.hooks",
    "core.office.hooks",
)
BLUEPRINTS = (
    "core.identity.views",
    "core.customers.views",
    "core.notices.views",
    "core.access.views",
    "core.banking.views",
    "core.contracts.views",
    "core.billing.views",
    "core.dunning.views",
    "core.portal.views",
    "core.office.views",
)


MODELS = (
    "core.foundation.outbox",
    "core.foundation.tasks",
    "core.foundation.holidays",
    "core.identity.models",
    "core.customers.models",
    "core.notices.models",
    "core.access.models",
    "core.banking.models",
    "core.contracts.models",
    "core.billing.models",
    "core.dunning.models",
)


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """The web application, also the home of every command and job.

    `overrides` win over the environment. Raises SettingsError or PluginError where the start makes no sense.
    """
    app = Flask("core", static_folder="static", template_folder="templates")
    configure(app, settings.load(overrides))
    open_database(app)
    manager.install(app, ROOMS, app.config["MALHA"].plugins)
    web.sign_in(app)  # first, so that a form sent after its session ended asks to sign in, not for a token
    web.secure(app)
    web.present(app)
    web.mount(app, BLUEPRINTS)
    with app.app_context():
        try_registers()
    return app


def configure(app: Flask, chosen: settings.Settings) -> None:
    """Settings, keys and what Flask and its extensions read of them."""
    app.config["MALHA"] = chosen
    app.config["SECRET_KEY"] = secrets.session_key(chosen)
    app.config["SQLALCHEMY_DATABASE_URI"] = chosen.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = database.options(chosen)
    app.config["MAX_CONTENT_LENGTH"] = 4 * 1024 * 1024
    app.config["MAX_FORM_MEMORY_SIZE"] = 2 * 1024 * 1024
    app.config["TESTING"] = chosen.testing
    app.extensions["malha.keys"] = secrets.build_ring(chosen)


def open_database(app: Flask) -> None:
    """The database, its connections made ready, and every room's tables known."""
    for module in MODELS:
        import_module(module)
    configure_mappers()  # once a process, here: else each of a worker's forks does it again
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
