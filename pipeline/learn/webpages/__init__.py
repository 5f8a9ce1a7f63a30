"""Layer 12: how well saved web pages are read."""
