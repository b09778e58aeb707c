"""What a page says, as somebody reads it."""

import html
import re
from typing import Any


def text_of(response: Any) -> str:
    """The page's text on one line, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(response.content.decode())).split())
