"""Plans and devices on screen: a list and a form each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core.access import queries, services
from core.access.forms import SPEEDS, DeviceForm, PlanForm
from core.access.saving import saved
from core.identity.permissions import requires


def mount(blueprint: Blueprint) -> None:
    """Add these pages to the blueprint of access."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/planos", "plans_list", plans_list)
    blueprint.add_url_rule("/planos/novo", "new_plan", new_plan, methods=both)
    blueprint.add_url_rule("/planos/<int:plan_id>", "edit_plan", edit_plan, methods=both)
    blueprint.add_url_rule("/planos/<int:plan_id>/ativo", "switch_plan", switch_plan, methods=["POST"])
    blueprint.add_url_rule("/dispositivos", "devices_list", devices_list)
    blueprint.add_url_rule("/dispositivos/novo", "new_device", new_device, methods=both)
    blueprint.add_url_rule("/dispositivos/<int:device_id>", "edit_device", edit_device, methods=both)
    blueprint.add_url_rule(
        "/dispositivos/<int:device_id>/ativo", "switch_device", switch_device, methods=["POST"]
    )


@requires("access.view")
def plans_list() -> str:
    """The plans."""
    rows = [(plan, queries.reduced_words(plan)) for plan in queries.plans()]
    return render_template("access/plans.html", rows=rows)


@requires("access.edit")
def new_plan() -> Any:
    """A new plan."""
    form = PlanForm()
    key = saved(form, lambda: services.save_plan(None, form.typed()))
    return _kept("access.plans_list", _("Plano guardado.")) if key else _plan_page(form, None)


@requires("access.edit")
def edit_plan(plan_id: int) -> Any:
    """Change a plan."""
    plan = queries.plan(plan_id) or abort(404)
    form = PlanForm(obj=plan, data={name: getattr(plan, f"{name}_kbps") for name in SPEEDS})
    key = saved(form, lambda: services.save_plan(plan_id, form.typed()))
    return _kept("access.plans_list", _("Plano guardado.")) if key else _plan_page(form, plan)


def _plan_page(form: PlanForm, plan: Any) -> str:
    return render_template("access/plan_form.html", form=form, plan=plan)


@requires("access.edit")
def switch_plan(plan_id: int) -> Any:
    """Offer a plan, or no longer."""
    services.set_plan_active(plan_id, request.form.get("ativo") == "sim")
    return redirect(url_for("access.plans_list"))


@requires("access.view")
def devices_list() -> str:
    """The devices."""
    return render_template("access/devices.html", rows=queries.devices())


@requires("access.edit")
def new_device() -> Any:
    """A new device."""
    form = DeviceForm()
    key = saved(form, lambda: services.save_device(None, form.typed()))
    return _kept("access.devices_list", _("Dispositivo guardado.")) if key else _device_page(form, None)


@requires("access.edit")
def edit_device(device_id: int) -> Any:
    """Change a device."""
    device = queries.device(device_id) or abort(404)
    form = DeviceForm(obj=device)
    key = saved(form, lambda: services.save_device(device_id, form.typed()))
    return _kept("access.devices_list", _("Dispositivo guardado.")) if key else _device_page(form, device)


def _device_page(form: DeviceForm, device: Any) -> str:
    return render_template("access/device_form.html", form=form, device=device)


@requires("access.edit")
def switch_device(device_id: int) -> Any:
    """Offer a device, or no longer."""
    services.set_device_active(device_id, request.form.get("ativo") == "sim")
    return redirect(url_for("access.devices_list"))


def _kept(endpoint: str, words: str) -> Any:
    flash(words, "ok")
    return redirect(url_for(endpoint))
