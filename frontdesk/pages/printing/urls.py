from django.urls import path

from .views import lists, papers, room

app_name = "printing"
urlpatterns = [
    path("archive/print/", room.room, name="room"),
    path("archive/print/ask/", room.ask, name="ask"),
    path("archive/print/progress/", room.progress, name="progress"),
    path("archive/print/<id:pk>/stop/", room.stop, name="stop"),
    path("archive/print/<id:pk>/file/", room.file, name="file"),
    path("archive/print/checklist/", papers.blank_checklist, name="checklist"),
    path("log/<day:date>/pdf/", papers.day, name="day"),
    path("log/entries/<id:pk>/sheet/pdf/", papers.sheet, name="sheet"),
    path("incidents/<id:pk>/pdf/", papers.incident, name="incident"),
    path("roster/<month:month>/versions/<id:version>/pdf/", papers.roster, name="roster"),
    path("handover/sheets/<id:pk>/pdf/", papers.handover, name="handover"),
    path("lists/<slug:slug>/<slug:kind>/", lists.download, name="list"),
]
