"""Pure rules of a contract: its terms and what may not be agreed."""
