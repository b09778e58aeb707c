"""What the assessment room calls things: levels, groups, scores, needs and plans, and the dated limits of each."""
