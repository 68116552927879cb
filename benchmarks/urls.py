from django.http import HttpResponse
from django.urls import include, path

from frontdesk.kernel.ui.sessions import open_to_all


@open_to_all
def hello(request):
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), path("", include("frontdesk.urls"))]
