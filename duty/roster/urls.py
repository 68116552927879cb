from django.urls import path

from . import views

app_name = "roster"
urlpatterns = [
    path("settings/hours/", views.hours, name="hours"),
    path("settings/hours/set/", views.set_hours, name="set_hours"),
    path("settings/calendar/", views.calendar, name="calendar"),
    path("settings/calendar/<int:year>/", views.calendar, name="calendar_year"),
    path("settings/calendar/<int:year>/day/", views.plan_day, name="plan_day"),
    path("settings/calendar/<int:year>/paste/", views.paste_days, name="paste_days"),
    path("settings/calendar/days/<id:pk>/forget/", views.forget_day, name="forget_day"),
]
