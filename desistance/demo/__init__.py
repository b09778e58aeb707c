"""The demonstration partnership of the North East: synthetic agencies, staff and people, made through the rooms' own actions."""
