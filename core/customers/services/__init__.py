"""What can be done to a registration, a verb a module."""
