"""Fairness of scores."""
