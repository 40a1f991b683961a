"""The scenario runner: what would this contract have cost? Source: RULES, the scenario file."""
