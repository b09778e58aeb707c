"""The ground under the house: sets a machine up, starts the demonstration and runs the gates and tests.

Standard library only, because it runs before anything is installed. It knows the house by its commands
(`python -m desistance ...`); of its code it imports only the bundled database.
"""
