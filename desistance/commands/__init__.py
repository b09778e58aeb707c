"""The terminal's door: ``desistance COMMAND``. Each file is one command with ``describe`` and ``run``."""
