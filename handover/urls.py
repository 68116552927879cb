from django.urls import path

from .views import desk, figures, loans, settings, signing, work

app_name = "handover"
OPEN = "handover/<id:pk>/"
SHEET = "handover/sheets/<id:pk>/"
urlpatterns = [
    path("handover/", desk.overview, name="overview"),
    path("handover/take-over/", desk.take_over, name="take_over"),
    path("handover/prepare/", desk.prepare, name="prepare"),
    path("handover/alert/", desk.call_relief, name="call_relief"),
    path("handover/release/", desk.release, name="release"),
    path("handover/figures/", figures.figures, name="figures"),
    path("handover/figures/<month:month>/", figures.figures, name="figures_month"),
    path("handover/loans/", loans.loans, name="loans"),
    path("handover/loans/lend/", loans.lend, name="lend"),
    path("handover/loans/<id:pk>/back/", loans.give_back, name="give_back"),
    path("handover/attachments/<id:pk>/", signing.attachment, name="attachment"),
    path(SHEET, signing.sheet, name="sheet"),
    path(SHEET + "read/", signing.read_sheet, name="read_sheet"),
    path(SHEET + "countersign/", signing.countersign, name="countersign"),
    path(SHEET + "print/", signing.print_sheet, name="print"),
    path(OPEN, work.handover, name="handover"),
    path(OPEN + "read/", work.read, name="read"),
    path(OPEN + "read/save/", work.mark_read, name="mark_read"),
    path(OPEN + "outgoing/", work.choose_outgoing, name="choose_outgoing"),
    path(OPEN + "ask/", work.ask, name="ask"),
    path(OPEN + "questions/<id:question>/", work.answer, name="answer"),
    path(OPEN + "notes/<id:entry>/", work.note, name="note"),
    path(OPEN + "desk/", work.checks, name="checks"),
    path(OPEN + "count/", work.counts, name="counts"),
    path(OPEN + "count/<id:article>/", work.explain, name="explain"),
    path(OPEN + "sign/", signing.sign, name="sign"),
    path(OPEN + "refuse/", signing.refuse, name="refuse"),
    path(OPEN + "drop/", desk.drop, name="drop"),
    path("settings/articles/", settings.articles, name="articles"),
    path("settings/articles/usual/", settings.set_up, name="set_up"),
    path("settings/articles/set/", settings.set_article, name="set_article"),
    path("settings/articles/checks/", settings.set_check_item, name="set_check_item"),
]
