"""The contract's forms: what a person typed, read without guessing, and echoed exactly as typed."""
