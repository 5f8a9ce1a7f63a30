"""Stage 2: an Article becomes a spaCy Doc with marked spans."""
