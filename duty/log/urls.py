from django.urls import path

from .views import answers, book, entries, lookup, on_call, queues, settings, sheets, steps, telephone

app_name = "log"
urlpatterns = [
    path("log/", book.log, name="book"),
    path("log/new/", entries.new_entry, name="new"),
    path("log/households/", lookup.households, name="households"),
    path("log/outgoing/", book.outgoing, name="outgoing"),
    path("log/telephone/", telephone.missed_calls, name="missed_calls"),
    path("log/telephone/import/", telephone.import_calls, name="import_calls"),
    path("log/telephone/import/confirm/", telephone.confirm_import, name="confirm_import"),
    path("log/telephone/fault/", telephone.report_fault, name="report_fault"),
    path("log/telephone/three-rings/", telephone.set_three_rings, name="set_three_rings"),
    path("log/telephone/calls/<id:pk>/return/", telephone.return_call, name="return_call"),
    path("log/telephone/<int:year>-<int:month>/", telephone.telephone_month, name="telephone_month"),
    path("log/<day:date>/", book.log_of_day, name="day"),
    path("log/entries/<id:pk>/", entries.entry, name="entry"),
    path("log/entries/<id:pk>/correct/", entries.correct, name="correct"),
    path("log/entries/<id:pk>/correct/<slug:field>/", entries.correct, name="correct_field"),
    path("log/entries/<id:pk>/phone/", entries.reveal_phone, name="phone"),
    *[path(f"log/entries/<id:pk>/{step.slug}/", entries.view_of(step), name=step.slug) for step in steps.STEPS],
    path("log/entries/<id:pk>/sheet/", sheets.sheet, name="sheet"),
    path("log/entries/<id:pk>/sheet/save/", sheets.save_sheet, name="save_sheet"),
    path("log/entries/<id:pk>/sheet/print/", sheets.print_sheet, name="print_sheet"),
    path("registers/<slug:slug>/", sheets.register, name="register"),
    path("log/attachments/<id:pk>/", entries.attachment, name="attachment"),
    path("settings/targets/", settings.target_times, name="target_times"),
    path("settings/targets/set/", settings.set_target_times, name="set_target_times"),
    path("settings/escalation/", settings.escalation_rules, name="escalation_rules"),
    path("settings/escalation/set/", settings.set_escalation_rule, name="set_escalation_rule"),
    path("settings/escalation/<id:pk>/end/", settings.end_escalation_rule, name="end_escalation_rule"),
    path("matters/", book.matters, name="matters"),
    path("matters/ageing/", queues.age_of_matters, name="ageing"),
    path("escalations/", queues.escalations, name="escalations"),
    path("call-outs/", queues.call_outs, name="call_outs"),
    path("on-call/", on_call.on_call, name="on_call"),
    path("on-call/fill/", on_call.fill_post, name="fill_post"),
    path("on-call/drill/", on_call.start_drill, name="start_drill"),
    path("on-call/drill/<id:pk>/<slug:kind>/", on_call.answer_drill, name="answer_drill"),
    path("on-call/<id:pk>/ring/<slug:whom>/", on_call.attempt, name="attempt"),
    path("on-call/<int:year>-<int:month>/", on_call.on_call_month, name="on_call_month"),
    path("measures/", queues.measures, name="measures"),
    path("incidents/", queues.incidents, name="incidents"),
    path("incidents/<id:pk>/", queues.incident, name="incident"),
    path("incidents/<id:pk>/report/", queues.incident_report, name="incident_report"),
    *[
        path(f"{answer.folder}/<id:pk>/{answer.slug}/", answers.view_of(answer), name=f"{answer.kind}-{answer.slug}")
        for answer in answers.ANSWERS
    ],
]
