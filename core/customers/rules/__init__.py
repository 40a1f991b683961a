"""What a registration must be, and how one is found; pure."""
