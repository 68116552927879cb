from django.urls import path

from . import people, views

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("search/", views.search, name="search"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/<id:pk>/end/", people.end_posting, name="end_posting"),
]
