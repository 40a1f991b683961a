"""What is done with messages: made, sent, bounced; texts, channels and consent kept."""
