"""Who looked at what, and when: what is shown on request only leaves a line, and here they are read (R44, R45)."""

from collections import defaultdict

from django import forms
from django.apps import apps
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duty.log import book
from duty.log.models import Entry, LogBook, VolumeExported
from frontdesk.kernel.people.models import Posting, Role, User
from frontdesk.kernel.records.models import AccessLine
from frontdesk.kernel.ui import params
from frontdesk.kernel.ui.forms import ColleagueChoice
from frontdesk.kernel.ui.inputs import DeskDay
from frontdesk.kernel.ui.permissions import needs_role

PAGE = 100
OPENERS = frozenset({Role.SUPERVISOR, Role.PROJECT_LEAD, Role.AUDITOR, Role.ADMINISTRATOR})


class FilterForm(forms.Form):
    """By whom, what sort, on which local day."""

    person = ColleagueChoice(label=_("Who"), queryset=User.objects.none(), required=False, empty_label=_("everybody"))
    what = forms.ChoiceField(label=_("What"), choices=[("", _("everything")), *AccessLine.What.choices], required=False)
    day = DeskDay(label=_("Day"), required=False)

    def __init__(self, *args, project_id, **kwargs):
        super().__init__(*args, **kwargs)
        known = Posting.objects.filter(project_id=project_id).values("person")
        self.fields["person"].queryset = User.objects.filter(pk__in=known)


@require_GET
@needs_role(OPENERS)
def access_log(request):
    """The lines of the project, newest first; a filter that makes no sense says so and filters nothing."""
    form = FilterForm(request.GET, project_id=request.desk.project_id)
    asked = form.cleaned_data if form.is_valid() else {}
    lines = AccessLine.objects.filter(project=request.desk.project_id).select_related("person")
    if asked.get("person"):
        lines = lines.filter(person=asked["person"])
    if asked.get("what"):
        lines = lines.filter(what=asked["what"])
    if asked.get("day"):
        since, until = book.bounds(asked["day"])
        lines = lines.filter(at__gte=since, at__lt=until)
    if before := params.whole(request, "before"):
        lines = lines.filter(pk__lt=before)
    found = list(lines.order_by("-id")[: PAGE + 1])
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "form": form,
        "lines": _described(found[:PAGE]),
        "older": found[PAGE - 1].pk if len(found) > PAGE else None,
        "kept": kept.urlencode(),
        "filtered": any(asked.values()),
    }
    return render(request, "pages/access_log.html", context, status=422 if form.errors else 200)


def _described(lines):
    """[(line, kind, place)]: what was looked at, in words; of an entry its volume and serial."""
    names = {model.seal_kind: model._meta.verbose_name for model in apps.get_models() if hasattr(model, "seal_kind")}
    ids = defaultdict(set)
    for line in lines:
        ids[line.about_kind].add(line.about_id)
    entries = Entry.objects.filter(pk__in=ids[Entry.seal_kind]).values_list("pk", "book__number", "serial")
    places = {(Entry.seal_kind, pk): f"{number} / {serial:04d}" for pk, number, serial in entries}
    for model in (LogBook, VolumeExported):
        places |= {(model.seal_kind, pk): str(one) for pk, one in model.objects.in_bulk(ids[model.seal_kind]).items()}
    found = []
    for line in lines:
        place = places.get((line.about_kind, line.about_id), line.about_id)
        found.append((line, names.get(line.about_kind, line.about_kind), place))
    return found
