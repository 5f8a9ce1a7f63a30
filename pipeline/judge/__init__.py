"""Stage 5: a Claim and its Matches become Findings."""
