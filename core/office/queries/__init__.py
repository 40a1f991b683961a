"""What the office's pages show."""
