"""What makes the site an app on a phone or a counter's PC: a manifest, a service worker, a page for a broken network.

None of the three knows who asks. What somebody saw last stays in their own tab (static/js/snapshot.js, docs/adr/0024).
"""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from duty.log import categories
from frontdesk.kernel.ui.sessions import open_to_all

GREEN, GROUND = "#17645f", "#f4f6f5"
ICONS = [("app-192", 192, "any"), ("app-512", 512, "any"), ("mask-512", 512, "maskable")]
DOORS = ("sign_in", "unlock", "switch", "lock", "sign_out")


@require_GET
@open_to_all
def manifest(request):
    """How the site is called and looks once it is installed."""
    icons = [
        {"src": static(f"icons/{name}.png"), "sizes": f"{pixels}x{pixels}", "type": "image/png", "purpose": purpose}
        for name, pixels, purpose in ICONS
    ]
    said = {
        "name": _("Front Desk"), "short_name": _("Front Desk"), "lang": translation.get_language(), "id": "/", "start_url": "/",
        "scope": "/", "display": "standalone", "theme_color": GREEN, "background_color": GROUND, "icons": icons,
        "shortcuts": [{"name": _("New entry"), "url": reverse("log:new")}],
    }  # fmt: skip
    answer = JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
@open_to_all
def worker(request):
    """The service worker, at the root so that it stands behind every page."""
    script = Path(finders.find("js/worker.js")).read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_GET
@open_to_all
def offline(request):
    """The page for a broken network, in the language asked for; it holds nothing of anybody."""
    language = request.GET.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        context = {
            "categories": [(category.code, category.label) for category in categories.CATEGORIES],
            "doors": " ".join(reverse(name) for name in DOORS),
        }
        answer = render(request, "pages/offline.html", context)
    answer["Cache-Control"] = "no-cache"
    return answer
