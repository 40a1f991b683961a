"""Dunning: the ladder that a contract climbs when it is not paid."""
