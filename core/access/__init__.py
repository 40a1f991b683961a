"""Access: devices, plans and internet accounts, and which contract an account belongs to."""
