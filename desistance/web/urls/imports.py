"""Addresses of imports."""

from django.urls import path

from desistance.web.views import import_deciding, import_mending, import_undoing, imports

urlpatterns = [
    path("data/imports/", imports.imports, name="imports"),
    path("data/imports/upload/", imports.upload, name="import-upload"),
    path("data/imports/<int:number>/", imports.shown, name="import"),
    path("data/imports/<int:number>/load/", imports.load, name="import-load"),
    path("data/imports/<int:number>/undo/", import_undoing.undo, name="import-undo"),
    path("data/imports/<int:number>/rows/", imports.rows, name="import-rows"),
    path("data/imports/<int:number>/rows/held.csv", imports.held_csv, name="import-held-csv"),
    path("data/imports/<int:number>/rows/<int:line>/compare/", import_deciding.compare, name="import-row-compare"),
    path("data/imports/<int:number>/rows/<int:line>/fix/", import_mending.fix, name="import-row-fix"),
    path("data/imports/<int:number>/rows/<int:line>/put-back/", import_mending.back, name="import-row-put-back"),
    path("data/imports/<int:number>/suggested/<slug:kind>/", import_mending.suggested, name="import-suggested"),
    path(
        "data/imports/<int:number>/suggested/<slug:kind>/<int:line>/",
        import_mending.suggested,
        name="import-suggested-row",
    ),
    path("data/imports/<int:number>/rows/<int:line>/skip/", imports.decide, {"to": "skip"}, name="import-row-skip"),
    path("data/imports/<int:number>/rows/<int:line>/hold/", imports.decide, {"to": "hold"}, name="import-row-hold"),
]
