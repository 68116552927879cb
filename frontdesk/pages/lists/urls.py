from django.urls import path

from . import views

PARTS = {
    "": views.page_of,
    "confirm": views.confirm_of,
    "export": views.export_of,
    "template": views.template_of,
}


def address(what, part):
    """The path of a part of a list's pages, 'households/export/', and its name, 'list_households_export'."""
    return f"{what.slug}/{part}/".replace("//", "/"), f"list_{what.slug}_{part}".rstrip("_")


urlpatterns = [path("", views.lists, name="lists")]
for what in views.ALL:
    for part, view_of in PARTS.items():
        where, name = address(what, part)
        urlpatterns.append(path(where, view_of(what), name=name))
