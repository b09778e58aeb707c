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


_refuse_unsafe_role()
