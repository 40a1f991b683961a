"""What can be done to a contract, a verb a module."""
