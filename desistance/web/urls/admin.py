"""Users and roles, and information-sharing agreements."""

from django.urls import path

from desistance.web.views import admin, agreements

urlpatterns = [
    path("admin/users/", admin.users, name="admin-users"),
    path("admin/users/invite/", admin.invite, name="admin-invite"),
    path("admin/users/<int:staff>/", admin.user, name="admin-user"),
    path("admin/users/<int:staff>/give/", admin.give, name="admin-give"),
    path("admin/users/<int:staff>/state/", admin.state, name="admin-state"),
    path("admin/users/<int:staff>/reset/", admin.reset, name="admin-reset"),
    path("admin/users/<int:staff>/posts/<int:post>/end/", admin.end, name="admin-end"),
    path("admin/users/<int:staff>/posts/<int:post>/confirm/", admin.confirm, name="admin-confirm"),
    path("admin/posts/<int:post>/", admin.post, name="admin-post"),
    path("admin/roles/", admin.roles, name="admin-roles"),
    path("governance/agreements/", agreements.listing, name="agreements"),
    path("governance/agreements/new/", agreements.new, name="agreement-new"),
    path("governance/agreements/<int:agreement>/", agreements.one, name="agreement"),
    path("governance/agreements/<int:agreement>/edit/", agreements.edit, name="agreement-edit"),
    path("governance/agreements/<int:agreement>/review/", agreements.review, name="agreement-review"),
    path("governance/agreements/<int:agreement>/end/", agreements.end, name="agreement-end"),
]
