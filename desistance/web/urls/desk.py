"""Addresses of what belongs to the reader: my day, notices, recently viewed, drafts."""

urlpatterns: list = []
