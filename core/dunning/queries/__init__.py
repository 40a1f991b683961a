"""The ladder, read: facts of many contracts at a time, who moves in a night, who stands where."""
