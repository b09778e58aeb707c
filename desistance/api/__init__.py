"""The door for other systems: ``/api/v1``, the same questions and actions as the pages, behind the same gate."""
