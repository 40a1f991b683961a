"""A bare Flask page: what every other page is measured beside."""

from flask import Flask

app = Flask("bare")
app.add_url_rule("/", "hello", lambda: "olá")
