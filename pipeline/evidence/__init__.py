"""The reference-evidence table: load it, check it, search it."""
