"""The bundled PostgreSQL: started, found and stopped, for a machine that has no database server.

Decides where the files of the database lie, who owns the process, when the server is ready and what its three
roles may do. Does not migrate, does not load anything, and is never used in production, where `DATABASE_URL`
names a server of the agency's own. Standard library only: settings and `run.py` use it before Django is there.

    server = start(data_folder)        # the same call finds a server that is already running
    server.url("app")                  # postgresql:// over a socket in a folder that only we can enter
    stop(data_folder)
"""

from desistance.foundation.postgres.account import data_folder
from desistance.foundation.postgres.home import PostgresRefused, Role
from desistance.foundation.postgres.server import Server, is_ready, running, start, stop

__all__ = ["PostgresRefused", "Role", "Server", "data_folder", "is_ready", "running", "start", "stop"]
