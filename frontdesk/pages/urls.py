from django.urls import include, path

from . import access_log, accounts, notices, paper_check, people, settings_page, views

urlpatterns = [
    path("", include("frontdesk.pages.printing.urls")),
    path("", views.workbench, name="workbench"),
    path("search/", views.search, name="search"),
    path("archive/check/", paper_check.check_paper, name="check_paper"),
    path("archive/access/", access_log.access_log, name="access_log"),
    path("settings/", settings_page.settings_page, name="settings"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/new/", accounts.new_person, name="new_person"),
    path("settings/people/<id:pk>/password/", accounts.new_password, name="new_password"),
    path("settings/people/<id:pk>/end/", people.end_posting, name="end_posting"),
    path("settings/notices/", notices.channels, name="channels"),
    path("settings/notices/<id:pk>/switch/", notices.switch_channel, name="switch_channel"),
    path("settings/notices/<id:pk>/test/", notices.send_test, name="test_channel"),
    path("settings/notices/quiet/", notices.set_quiet_hours, name="set_quiet_hours"),
    path("settings/notices/quiet/<id:pk>/end/", notices.end_quiet_hours, name="end_quiet_hours"),
]
