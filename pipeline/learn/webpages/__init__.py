"""How well saved web pages are read."""
