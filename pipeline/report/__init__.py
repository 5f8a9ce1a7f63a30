"""Stage 6: Findings become a file."""
