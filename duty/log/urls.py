from django.urls import path

from .views import book, entries, lookup

app_name = "log"
urlpatterns = [
    path("log/", book.log, name="book"),
    path("log/new/", entries.new_entry, name="new"),
    path("log/households/", lookup.households, name="households"),
    path("log/outgoing/", book.outgoing, name="outgoing"),
    path("log/<day:date>/", book.log_of_day, name="day"),
    path("log/entries/<id:pk>/", entries.entry, name="entry"),
    path("log/entries/<id:pk>/note/", entries.add_note, name="note"),
    path("log/entries/<id:pk>/close/", entries.close, name="close"),
    path("log/entries/<id:pk>/reopen/", entries.reopen, name="reopen"),
    path("log/entries/<id:pk>/call-back/", entries.call_back, name="call_back"),
    path("log/entries/<id:pk>/owner/", entries.give, name="give"),
    path("log/entries/<id:pk>/correct/", entries.correct, name="correct"),
    path("log/entries/<id:pk>/correct/<slug:field>/", entries.correct, name="correct_field"),
    path("log/entries/<id:pk>/phone/", entries.reveal_phone, name="phone"),
    path("log/attachments/<id:pk>/", entries.attachment, name="attachment"),
    path("matters/", book.matters, name="matters"),
]
