"""Messages to customers: their texts, the channels that take them, and what became of each."""
