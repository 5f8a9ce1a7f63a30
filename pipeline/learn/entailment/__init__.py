"""A model learns to read a claim beside its evidence."""
