"""Putting a field of an entry right; a unit together with who called from it."""

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.ui import masks
from frontdesk.kernel.ui.inputs import DeskMoment, Keyed

from .. import categories
from ..models import Channel, Rings
from ..models.entries import CallerKind
from .desk import KEPT_PHONE, CallerForm


class CorrectionForm(Keyed):
    """One field put right: what it should say, and why. `expected` is what the user saw."""

    new = forms.CharField(label=_("Should be"), required=False, max_length=2000)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, error_messages={"required": _("Say why this is corrected.")}
    )
    expected = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args, field, category, **kwargs):
        super().__init__(*args, **kwargs)
        choices = {
            "channel": [pair for pair in Channel.choices if pair[0] != Channel.HOTLINE_OUT],
            "rings": Rings.choices,
            "caller_kind": CallerKind.choices,
            "category": categories.CHOICES,
            "subcategory": [(sub.code, sub.label) for sub in categories.subs_of(category).values()],
        }.get(field)
        if choices is not None:
            self.fields["new"] = forms.ChoiceField(label=_("Should be"), choices=[("", "—"), *choices], required=False)
        elif field == "occurred_at":
            self.fields["new"] = DeskMoment(label=_("Should be"))
        elif field in {"description", "customer_request"}:
            self.fields["new"].widget = forms.Textarea(attrs={"rows": 3})
        self.fields["new"].widget.attrs["autofocus"] = True
        self.order_fields(["new", "reason", "expected", "key"])

    def also(self):
        """{field: what it should say} of what is put right in the same act."""
        return {}

    def clean_new(self):
        value = self.cleaned_data["new"]
        return (
            value.astimezone(timezone.get_default_timezone()).isoformat()
            if hasattr(value, "isoformat")
            else value.strip()
        )


class UnitCorrectionForm(CallerForm, CorrectionForm):
    """The unit, found in the register as for a new entry; and, in the same act, the name and telephone that go with it."""

    def __init__(self, *args, project_id, now, **kwargs):
        super().__init__(*args, field="unit_no", category=None, **kwargs)
        self.project_id = project_id
        self.fields["new"].widget.attrs["autocomplete"] = "off"
        for name, text in now.items():
            said = (
                _("Now %(text)s. Left empty, it stays.") if text else _("Nothing is written. Left empty, it stays so.")
            )
            self.fields[name].help_text = said % {"text": masks.phone(text) if name == "phone" else text}

    def look(self):
        return Layout(
            "key", "expected", "resident",
            Div("new", HTML('<div id="found" aria-live="polite"></div>'), css_class="intake-where"),
            "reason",
            Div(Div("caller_name"), Div("phone", HTML(KEPT_PHONE)), css_class="more-grid"),
        )  # fmt: skip

    def also(self):
        """The telephone in the register goes with the name in the register, not with somebody else's."""
        data = self.cleaned_data
        resident, name, phone = data["resident"], data["caller_name"].strip(), data["phone"].strip()
        if resident and not phone and name == resident.name:
            phone = resident.phone
        return {field: text for field, text in (("caller_name", name), ("phone", phone)) if text}
