"""Bank accounts: what the contract's field *Banco* picks, which plugin serves it, its settings."""
