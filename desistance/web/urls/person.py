"""Addresses of one person's pages that the desk draws."""

from django.urls import path, register_converter

from desistance.web.views import person


class Reference:
    """A person's reference in an address, as people write it; its check symbol is the question's matter."""

    regex = "[Pp]-[0-9A-Za-z]{4}-[0-9A-Za-z]{2}"

    def to_python(self, value: str) -> str:
        """The one written form."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """As it is written."""
        return value


register_converter(Reference, "reference")

urlpatterns = [
    path("people/<reference:reference>/", person.overview, name="person"),
]
