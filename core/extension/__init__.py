"""All that a plugin author must know: hookspecs, driver contracts and the plugin manager."""
