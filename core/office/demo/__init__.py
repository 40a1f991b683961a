"""The demo provider: some 300 customers and a year of invoices, the same ones every time for the same day."""
