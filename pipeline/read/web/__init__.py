"""Stage 1: pages of the web, fetched safely; nothing else in the package opens a socket."""
