"""How logins and addresses are written, what an account needs, and whose an account seems to be."""
