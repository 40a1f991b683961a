"""The proof of a suspension: all that happened in one delinquency of one contract, laid out to be sent to others.

`gather` reads, `story` and `law` put it into blocks of text (`blocks`), which the page, the PDF and the hash share.
"""
