"""Pure rules of billing: dates and amounts in, proposals out."""
