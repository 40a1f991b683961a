"""Staff users, their roles and permissions, and their sessions."""
