"""Pure rules of the ladder: facts of a contract and a day in, the step of that night out."""
