"""The WSGI entry: `gunicorn wsgi:app`. Refuses to start while migrations are pending."""

import gc
import sys

from core.app import create_app
from core.extension.branches import branches
from core.foundation import migrations

app = create_app()
with app.app_context():
    if waiting := migrations.pending(branches()):
        sys.exit(f"malha: migrations pending: {', '.join(waiting)}; run `malha db upgrade`")

# What the start has made stays: the collector need not look at it again at every page.
gc.collect()
gc.freeze()
