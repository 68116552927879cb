"""The ways out of the house: channels, quiet hours, and whether the clockwork runs."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from frontdesk.kernel.notices import commands
from frontdesk.kernel.notices.models import Channel, Delivery, QuietHours, Sweep
from frontdesk.kernel.notices.rules import KEEPERS, stands_still
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.people.refusal import Forbidden, Refused
from frontdesk.kernel.ui.acting import run_filled
from frontdesk.kernel.ui.permissions import needs_role

TROUBLED = 200
EVERYBODY = [("", gettext_lazy("everybody")), *Role.choices]


class ChannelForm(forms.Form):
    """A way out. Address and secret are a robot's, and are not shown again."""

    kind = forms.ChoiceField(label=gettext_lazy("Channel for notices"), choices=Channel.Kind.choices)
    address = forms.CharField(
        label=gettext_lazy("Address of the robot"), max_length=2000, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        help_text=gettext_lazy("Copied from the group's robot settings; empty for mail."),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("Secret for signing"), max_length=100, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("DingTalk and Feishu show one. Neither is shown here again."),
    )  # fmt: skip
    role = forms.ChoiceField(label=gettext_lazy("Whose notices"), choices=EVERYBODY, required=False)
    minimum = forms.ChoiceField(label=gettext_lazy("What is sent"), choices=Channel.Minimum.choices)


class QuietForm(forms.Form):
    """Local times of day; an end before the start is the next morning's."""

    role = forms.ChoiceField(label=gettext_lazy("For whom"), choices=EVERYBODY, required=False)
    starts = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends = forms.TimeField(label=gettext_lazy("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


@needs_role(KEEPERS)
def channels(request):
    """The page, and with POST a new channel."""
    if request.method != "POST":
        return _show(request)
    form = ChannelForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.add_channel, project_id=request.desk.project_id):
        messages.success(request, _("The channel is switched on. Send a test message to see that it works."))
        return redirect("channels")
    return _show(request, channel_form=form)


@require_POST
@needs_role(KEEPERS)
def set_quiet_hours(request):
    form = QuietForm(request.POST)
    if form.is_valid() and run_filled(request, form, commands.set_quiet_hours, project_id=request.desk.project_id):
        messages.success(request, _("The quiet hours are kept."))
        return redirect("channels")
    return _show(request, quiet_form=form)


def _show(request, channel_form=None, quiet_form=None):
    project_id = request.desk.project_id
    kept = list(Channel.objects.filter(project=project_id))
    newest = Delivery.objects.newest_of(kept)
    clockwork, deliveries = Sweep.row(), Delivery.objects.filter(channel__in=kept)
    context = {
        "channels": [(channel, newest.get(channel.pk)) for channel in kept],
        "quiet": QuietHours.objects.filter(project=project_id),
        "channel_form": channel_form or ChannelForm(),
        "quiet_form": quiet_form or QuietForm(),
        "clockwork": clockwork,
        "sweep_stands": stands_still(clockwork.at, at=request.at),
        "worker_stands": stands_still(clockwork.delivered_at, at=request.at),
        "waiting": deliveries.waiting().count(),
        "troubled": _alike(deliveries.troubled().select_related("channel")[:TROUBLED]),
    }
    wrong = any(form is not None and form.errors for form in (channel_form, quiet_form))
    return render(request, "pages/notices.html", context, status=422 if wrong else 200)


def _alike(deliveries):
    """[(delivery, count)]: the newest of those that failed in the same way by the same channel, and how many there are."""
    found = {}
    for delivery in deliveries:
        alike = (delivery.channel_id, delivery.state, delivery.last_error, delivery.last_answer)
        newest, count = found.get(alike, (delivery, 0))
        found[alike] = (newest, count + 1)
    return list(found.values())


@require_POST
@needs_role(KEEPERS)
def switch_channel(request, pk):
    """On when `active` is 1, off otherwise."""
    channel = get_object_or_404(Channel, pk=pk, project=request.desk.project_id)
    active = request.POST.get("active") == "1"
    said = _("The channel is switched on.") if active else _("The channel is switched off.")
    return _answer(request, said, commands.switch_channel, channel_id=channel.pk, active=active)


@require_POST
@needs_role(KEEPERS)
def send_test(request, pk):
    channel = get_object_or_404(Channel, pk=pk, project=request.desk.project_id)
    said = _("The test message is in the outbox and goes out within a minute. Reload this page to see what came of it.")
    return _answer(request, said, commands.send_test, channel_id=channel.pk)


@require_POST
@needs_role(KEEPERS)
def end_quiet_hours(request, pk):
    hours = get_object_or_404(QuietHours, pk=pk, project=request.desk.project_id)
    return _answer(request, _("The quiet hours are removed."), commands.end_quiet_hours, quiet_hours_id=hours.pk)


def _answer(request, said, command, **about):
    """Run a command of one button, and say on the page what came of it."""
    try:
        command(by=request.user, at=request.at, **about)
    except Forbidden as no:
        raise PermissionDenied(str(no)) from no
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, said)
    return redirect("channels")
