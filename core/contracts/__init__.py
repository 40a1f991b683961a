"""Contracts: templates, items, extra items, all terms (billing and ladder), the stage a contract stands on."""
