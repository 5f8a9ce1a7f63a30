"""What holding one sentence against another is worth, where numbers decide."""
