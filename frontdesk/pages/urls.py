from django.urls import include, path

from . import access_log, accounts, install, live, notices, paper_check, people, settings_page, views
from .setup import views as setup

urlpatterns = [
    path("", include("frontdesk.pages.printing.urls")),
    path("", views.workbench, name="workbench"),
    path("app.webmanifest", install.manifest, name="manifest"),
    path("worker.js", install.worker, name="worker"),
    path("offline/", install.offline, name="offline"),
    path("live/", live.live, name="live"),
    path("help/", include("frontdesk.pages.help.urls")),
    path("compliance/", include("frontdesk.pages.compliance.urls")),
    path("search/", views.search, name="search"),
    path("setup/", setup.setup, name="setup"),
    path("setup/project/", setup.setup_project, name="setup_project"),
    path("setup/account/", setup.setup_account, name="setup_account"),
    path("settings/first-day/", setup.first_day, name="first_day"),
    path("settings/first-day/hours/", setup.first_day_hours, name="first_day_hours"),
    path("settings/project/", setup.project, name="project"),
    path("settings/projects/new/", setup.another_project, name="another_project"),
    path("archive/check/", paper_check.check_paper, name="check_paper"),
    path("archive/access/", access_log.access_log, name="access_log"),
    path("settings/", settings_page.settings_page, name="settings"),
    path("settings/lists/", include("frontdesk.pages.lists.urls")),
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
