"""What may be arranged and recorded in the diary: pure, dated, with reasons."""
