"""Questions about the IOM cohort."""
