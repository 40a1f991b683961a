"""What a customer sees: the message portal, and later the customer's central."""
