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
    path("people/<reference:reference>/seen/", person.seen, name="person-seen"),
    path("people/<reference:reference>/timeline/", person.timeline, name="person-timeline"),
    path("people/<reference:reference>/entries/<str:holding>/<int:record>/", person.one_entry, name="entry"),
    path("people/<reference:reference>/show/<str:group>/<int:fact>/", person.show_number, name="person-show"),
]
