from django.urls import path

from .views import findings, inspecting, reading, settings, spot, words

app_name = "inspections"
DAY = "reading/<day:day>/"
DRAW = "inspections/spot/<id:pk>/"
urlpatterns = [
    path("inspections/", inspecting.home, name="home"),
    path("inspections/new/<slug:kind>/", inspecting.new, name="new"),
    path("inspections/<id:pk>/", inspecting.inspection, name="inspection"),
    path("inspections/attachments/<id:pk>/", inspecting.attachment, name="attachment"),
    path("inspections/<month:month>/", inspecting.month, name="month"),
    path("inspections/spot/", spot.draws, name="draws"),
    path("inspections/spot/draw/", spot.draw, name="make_draw"),
    path("inspections/spot/choose/", spot.choose, name="choose"),
    path("inspections/spot/<day:day>/<slug:code>/", spot.inspect_chosen, name="inspect_chosen"),
    path(DRAW, spot.one_draw, name="draw"),
    path(DRAW + "show/", spot.reveal, name="reveal"),
    path(DRAW + "inspect/", spot.inspect_drawn, name="inspect_drawn"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<id:pk>/", findings.finding, name="finding"),
    *[path(f"findings/<id:pk>/{step.slug}/", findings.view_of(step), name=step.slug) for step in findings.STEPS],
    path("reading/", reading.readings, name="readings"),
    path("reading/off-duty/", reading.note_off_duty, name="note_off_duty"),
    path(DAY, reading.day, name="reading"),
    path(DAY + "sign/", reading.sign, name="sign_reading"),
    path(DAY + "instruct/<id:pk>/", reading.instruct, name="instruct"),
    path("daily-notices/", words.notices, name="notices"),
    path("daily-notices/give/", words.give_notice, name="give_notice"),
    path("daily-notices/<id:pk>/tick/", words.tick, name="tick"),
    path("coaching/", words.coaching, name="coaching"),
    path("coaching/write/", words.coach, name="coach"),
    path("settings/inspections/", settings.settings, name="settings"),
    path("settings/inspections/often/", settings.set_frequency, name="set_frequency"),
    path("settings/inspections/items/", settings.set_items, name="set_items"),
]
