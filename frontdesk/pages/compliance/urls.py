from django.urls import path

from . import hours, views

app_name = "compliance"
urlpatterns = [
    path("", views.this, name="this_month"),
    path("<month:month>/", views.of_month, name="month"),
    path("<int:year>/", views.of_year, name="year"),
    path("projects/", views.compare, name="all_projects"),
    path("projects/<month:month>/", views.compare, name="projects"),
    path("hours/<month:month>/", hours.hours_of, name="hours"),
    path("hours/<month:month>/windows/", hours.set_window, name="set_window"),
    path("<month:month>/<slug:number>/", views.of_clause, name="clause"),
    path("desks/<id:pk>/<month:month>/", views.of_desk, name="desk"),
]
