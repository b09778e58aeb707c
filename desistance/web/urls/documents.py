"""Addresses of a person's documents."""

from django.urls import path

from desistance.web.views import documents

DOCUMENTS = "people/<reference:reference>/documents/"
ONE = f"{DOCUMENTS}<int:document_id>/"

urlpatterns = [
    path(DOCUMENTS, documents.documents_page, name="person-documents"),
    path(f"{DOCUMENTS}new/", documents.add, name="document-new"),
    path(f"{ONE}replace/", documents.add, name="document-replace"),
    path(f"{ONE}withdraw/", documents.withdraw, name="document-withdraw"),
    path(f"{ONE}file/", documents.hand_out, name="document-file"),
]
