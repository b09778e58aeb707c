"""Tokens for other systems."""

from django.urls import path

from desistance.web.views import tokens

urlpatterns = [
    path("admin/tokens/", tokens.listing, name="tokens"),
    path("admin/tokens/new/", tokens.new, name="token-new"),
    path("admin/tokens/<int:token>/revoke/", tokens.revoke, name="token-revoke"),
]
