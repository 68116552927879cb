"""The sheets F5, F6, F8: a few fields first, the rest under a fold."""

from decimal import ROUND_HALF_UP, Decimal

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.ui.inputs import DeskMoment, Keyed

from ..models import Complaint, ServiceOrder, WorkOrder
from ..models.sheets import MOST_FEN


class Money(forms.DecimalField):
    """Yuan on the screen, whole fen in the record."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=Decimal(MOST_FEN) / 100, decimal_places=2, **kwargs)

    def prepare_value(self, value):
        return f"{value / 100:.2f}" if isinstance(value, int) else value

    def clean(self, value):
        yuan = super().clean(value)
        return None if yuan is None else int((yuan * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def typed_as(field, **kwargs):
    """Django's form field for a column, but for money and moments, which have their own."""
    if field.name.endswith("_fen"):
        return Money(label=_("%(what)s (yuan)") % {"what": field.verbose_name}, required=False)
    if field.get_internal_type() == "DateTimeField":
        return DeskMoment(label=field.verbose_name, required=not field.blank)
    if field.get_internal_type() == "CharField" and (field.max_length or 0) > 500:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
    return field.formfield(**kwargs)


class SheetForm(Keyed):
    """Made from a sheet's columns. expected: the version that is on the screen."""

    first: tuple[str, ...] = ()
    model: type

    expected = forms.IntegerField(min_value=0, max_value=32_000, widget=forms.HiddenInput)

    def __init__(self, *args, sheet=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("expected", sheet.version if sheet else 0)
        for name in self.model.written_fields():
            self.fields[name] = typed_as(self.model._meta.get_field(name))
            if sheet:
                self.initial.setdefault(name, getattr(sheet, name))

    def look(self):
        rest = [name for name in self.model.written_fields() if name not in self.first]
        return Layout(
            "key", "expected", Div(*self.first, css_class="more-grid"),
            Fieldset(_("More"), Div(*rest, css_class="more-grid"), template="components/more.html"),
        )  # fmt: skip

    def values(self):
        return {name: self.cleaned_data[name] for name in self.model.written_fields()}


class WorkOrderForm(SheetForm):
    model, first = WorkOrder, ("trade", "fault", "area", "technician", "work_done", "confirmed")


class ComplaintForm(SheetForm):
    model, first = Complaint, ("grade", "validity", "demand", "department", "promised_by")


class ServiceOrderForm(SheetForm):
    model, first = ServiceOrder, ("sort", "item", "appointed_at", "amount_fen", "price_told", "performer")


FORMS = {WorkOrder: WorkOrderForm, Complaint: ComplaintForm, ServiceOrder: ServiceOrderForm}
