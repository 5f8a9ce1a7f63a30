"""Layer 12: what holding one sentence against another is worth, where numbers decide."""
