"""Customers: registration, phones, e-mails, addresses, portal login, and the words they are found by."""
