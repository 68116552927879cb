"""Taking a call in, and putting a field of it right."""

from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.people.models import User
from frontdesk.kernel.ui import masks
from frontdesk.kernel.ui.inputs import DeskMoment, Keyed, Pictures, posted_people

from .. import categories
from ..commands import Intake
from ..models import Channel, Department, Resident, Rings
from ..models.entries import CallerKind

SUBCATEGORIES = [
    ("", "—"),
    *(
        (category.label, [(f"{category.code}.{sub.code}", sub.label) for sub in category.subs])
        for category in categories.CATEGORIES
        if category.subs
    ),
]


# Beside an empty telephone field: the number, masked, that comes from the register with who was chosen.
KEPT_PHONE = '{% include "log/_kept_phone.html" with number=form.kept_phone %}'


class CallerForm(Keyed):
    """Who called: chosen from the register of households, or as it was heard. project_id: set by whoever inherits."""

    project_id: int
    resident = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)
    caller_name = forms.CharField(
        label=_("Caller"), max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip

    @property
    def kept_phone(self):
        """What KEPT_PHONE says when the form is shown again."""
        said = getattr(self, "cleaned_data", {})
        resident = said.get("resident")
        return masks.phone(resident.phone) if resident and not said.get("phone") else ""

    def clean_resident(self):
        """Who was chosen from the register of the project; None where nobody was."""
        pk = self.cleaned_data["resident"]
        if pk is None:
            return None
        here = Resident.objects.living_there().filter(project_id=self.project_id).select_related("household")
        resident = here.filter(pk=pk).first()
        if resident is None:
            raise forms.ValidationError(_("This household is not known here. Choose it again."))
        return resident


class IntakeForm(CallerForm):
    """Form F1: a call in the order in which it is heard. Only the category and what is wanted are always asked."""

    channel = forms.ChoiceField(
        label=_("Channel"), choices=Channel.choices, initial=Channel.CALL, widget=forms.RadioSelect
    )
    rings = forms.ChoiceField(
        label=_("Rings"), choices=[("", _("not counted")), *Rings.choices], required=False, widget=forms.RadioSelect
    )
    where = forms.CharField(
        label=_("Unit, name, telephone or place"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    category = forms.ChoiceField(label=_("Category"), choices=categories.CHOICES, widget=forms.RadioSelect)
    subcategory = forms.ChoiceField(
        label=_("More exactly"), choices=lambda: SUBCATEGORIES, required=False
    )  # else copied for each form
    description = forms.CharField(
        label=_("What is wanted"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is wanted.")},
    )  # fmt: skip
    immediate_result = forms.CharField(
        label=_("Settled on the spot"), max_length=1000, required=False,
        help_text=_("Filled in, the matter is done at once."),
    )  # fmt: skip
    occurred_at = DeskMoment(label=_("Happened at"), required=False, help_text=_("Leave empty for now."))
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[("", _("as usual for the category")), *categories.Priority.choices],
        required=False,
    )
    caller_kind = forms.ChoiceField(label=_("The caller is"), choices=[("", "—"), *CallerKind.choices], required=False)
    customer_request = forms.CharField(label=_("Customer's wish"), max_length=500, required=False)
    appointed_at = DeskMoment(label=_("Appointed for"), required=False)
    department = forms.ChoiceField(label=_("Department"), choices=[("", "—"), *Department.choices], required=False)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("myself")
    )
    outgoing_reason = forms.CharField(label=_("Why the hotline was used to call out"), max_length=200, required=False)
    outgoing_approver = forms.ModelChoiceField(label=_("Allowed by"), queryset=User.objects.none(), required=False)
    outgoing_emergency = forms.BooleanField(label=_("It was an emergency"), required=False)
    files = Pictures(label=_("Picture or PDF"), required=False)

    def __init__(self, *args, project_id, at, **kwargs):
        super().__init__(*args, **kwargs)
        self.project_id = project_id
        people = posted_people(project_id, at)
        self.fields["owner"].queryset = people
        self.fields["outgoing_approver"].queryset = people

    def look(self):
        return Layout(
            "key", "resident",
            Div(Field("channel", template="components/segmented.html"),
                Field("rings", template="components/segmented.html"), css_class="intake-row"),
            Div(Div(Field("where"), HTML('<div id="found" aria-live="polite"></div>'), css_class="intake-where"),
                Div("caller_name"), Div("phone", HTML(KEPT_PHONE)), css_class="intake-grid"),
            Field("category", template="components/segmented.html"),
            "subcategory", "description", "immediate_result",
            Fieldset(_("More"),
                Div("occurred_at", "priority", "caller_kind", "customer_request", "appointed_at", "department", "owner",
                    "files", css_class="more-grid"),
                Div("outgoing_reason", "outgoing_approver", "outgoing_emergency", css_class="more-grid outgoing"),
                template="components/more.html"),
        )  # fmt: skip

    def clean_subcategory(self):
        return self.cleaned_data["subcategory"].partition(".")[2]

    def clean(self):
        chosen, sub = self.cleaned_data.get("category"), self.cleaned_data.get("subcategory")
        if sub and sub not in categories.subs_of(chosen):
            self.add_error("subcategory", _("This sub-category does not belong to the category. Choose again."))
        if self.cleaned_data.get("channel") != Channel.CALL:
            self.cleaned_data["rings"] = ""
        return self.cleaned_data

    def intake(self):
        """The cleaned form as what the command takes."""
        data = dict(self.cleaned_data)
        where, resident = data.pop("where").strip(), data["resident"]
        data.pop("key")
        unit_no = resident.household.unit_no if resident else ""
        place = ""
        if where and where != unit_no:
            if not resident and looks_like_unit(where):
                unit_no = where
            else:
                place = where
        return Intake(**{**data, "files": tuple(data["files"])}, unit_no=unit_no, place=place)


def looks_like_unit(text):
    """'8-1-1203', '8栋1203', '1203' are units; '大堂' is a place."""
    return len(text) <= 30 and text[:1].isdigit() and sum(letter.isdigit() for letter in text) >= 3
