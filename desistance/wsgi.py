"""The WSGI application that gunicorn serves."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desistance.settings")
application = get_wsgi_application()


def _refuse_unsafe_role() -> None:
    """Stop with a sentence where, in production, the database role could change the audit trail."""
    from desistance.commands.doctor import refuse_unsafe_role  # noqa: PLC0415 - once Django is set up
    from desistance.foundation.decisions import Refusal  # noqa: PLC0415 - once Django is set up

    try:
        refuse_unsafe_role()
    except Refusal as refused:
        sys.stderr.write(f"{refused.words}\n")
        raise SystemExit(1) from None


def _load_pages() -> None:
    """import every page and operation before gunicorn makes its workers: they share them, and the first visitor waits less."""
    from django.db import connections  # noqa: PLC0415 - once Django is set up
    from django.urls import get_resolver  # noqa: PLC0415 - once Django is set up

    len(get_resolver().url_patterns)  # they are imported when they are first asked for
    connections.close_all()  # a connection must not be shared by processes


_refuse_unsafe_role()
_load_pages()
