"""What has no business word: money, calendar, clock, database, secrets, settings, audit, outbox."""
