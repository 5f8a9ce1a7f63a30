"""What the tool is worth: samples to judge, judgements, scores with intervals."""
