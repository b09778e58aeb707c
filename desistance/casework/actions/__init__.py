"""Arranging contacts and recording what came of them."""
