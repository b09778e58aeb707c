"""Pure decisions of the desk: how entries are paged, grouped and hinted at, and how work that is due is ordered and worded."""
