from django.http import HttpResponse
from django.urls import include, path

from frontdesk.kernel.ui.sessions import open_to_all
from frontdesk.urls import handler400, handler403, handler404, handler500  # noqa: F401  (errors as in the house)


@open_to_all
def hello(request):
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), path("", include("frontdesk.urls"))]
