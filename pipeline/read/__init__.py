"""Stage 1: bytes become an Article."""
