"""When a message may go, when it is tried again, and what a text may say. Pure."""
