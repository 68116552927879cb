from django.urls import include, path

from . import notices, people, settings_page, views

urlpatterns = [
    path("", views.workbench, name="workbench"),
    path("compliance/", include("frontdesk.pages.compliance.urls")),
    path("search/", views.search, name="search"),
    path("settings/", settings_page.settings_page, name="settings"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/<id:pk>/end/", people.end_posting, name="end_posting"),
    path("settings/notices/", notices.channels, name="channels"),
    path("settings/notices/<id:pk>/switch/", notices.switch_channel, name="switch_channel"),
    path("settings/notices/<id:pk>/test/", notices.send_test, name="test_channel"),
    path("settings/notices/quiet/", notices.set_quiet_hours, name="set_quiet_hours"),
    path("settings/notices/quiet/<id:pk>/end/", notices.end_quiet_hours, name="end_quiet_hours"),
]
