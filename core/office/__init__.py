"""Office: the staff's dashboard and search, the provider's own data, holidays, plugins."""
