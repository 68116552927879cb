"""Every address of the house. What each asks of its visitor stands beside its view."""

from django.urls import include, path, register_converter

from frontdesk.kernel.ui import converters, errors

register_converter(converters.Id, "id")
register_converter(converters.Day, "day")
register_converter(converters.Month, "month")

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", include("frontdesk.kernel.ui.urls")),
    path("", include("duty.roster.urls")),
    path("", include("duty.log.urls")),
    path("", include("handover.urls")),
    path("", include("inspections.urls")),
    path("", include("frontdesk.pages.urls")),
]
