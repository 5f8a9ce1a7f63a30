"""Layer 10: a model learns to read a claim beside its evidence."""
