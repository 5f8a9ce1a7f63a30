"""Layer 10: what the tool is worth: samples to judge, judgements, scores with intervals."""
