"""Billing: periods, proration, invoices, receipts, credit, what is owed and what settles it, the run."""
