"""A file arrives whole or not at all: one that was cut off on its way never reaches a view."""

from collections.abc import Callable
from typing import Any, Final

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError

LAST_LINE: Final = 4
"""Two dashes and a line end after the last boundary; some clients leave the line end out."""


class WholeUploads(FileUploadHandler):
    """Reads along and looks for the last boundary. Django itself takes a form whose end never came for a shorter one."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's own name for it
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Remember the last bytes of the form as they are read."""
        self._last = b""
        self._end = b"--" + boundary + b"--"
        read: Callable[..., bytes] = input_data.read

        def reading_along(*size: int) -> bytes:
            piece = read(*size)
            self._last = (self._last + piece)[-len(self._end) - LAST_LINE :]
            return piece

        input_data.read = reading_along

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand every piece on to the handlers that keep files."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""

    def upload_complete(self) -> None:
        """Refuse a form that has no end: the connection was cut, or the file changed while it was sent."""
        if self._end not in self._last:
            raise MultiPartParserError("The form was cut off before its end.")
