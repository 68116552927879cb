"""What a template in a folder `jinja2` may use: translations and the desk's times. Only a part that a page repeats is one."""

import jinja2
from crispy_forms.utils import default_field_template
from django import forms
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from .templatetags import desk

TYPED = (forms.TextInput, forms.NumberInput, forms.EmailInput, forms.PasswordInput, forms.Textarea)


def environment(**options):
    """For Django's backend, which escapes everything unless told otherwise. What is not there is an error, not a gap."""
    options |= {"undefined": jinja2.StrictUndefined, "extensions": ["jinja2.ext.i18n"]}
    env = jinja2.Environment(**options)
    # Asked for at each call, so in the language of the request. The names are those of jinja2.ext.i18n.
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals["url"] = url
    env.filters |= {"day": desk.day, "clock": desk.clock, "until": desk.until}
    env.filters |= {"as_crispy_has_it": as_crispy_has_it, "kind": kind, "widget": widget}
    return env


def url(name, *args):
    """{{ url('log:entry', 1) }}: as Django's tag."""
    return reverse(name, args=args)


def kind(field):
    """Bootstrap's class for the widget of a field; '' for the kinds that are laid out differently."""
    if isinstance(field.field.widget, forms.Select):
        return "form-select"
    if isinstance(field.field.widget, TYPED):
        return "form-control"
    return ""


def widget(field, kind):
    """The widget of a field with the classes that crispy gives it."""
    classes = [field.field.widget.attrs.get("class"), type(field.field.widget).__name__.lower(), kind]
    if field.errors:
        classes.append("is-invalid")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


def as_crispy_has_it(field, inline):
    """The whole field as crispy's own template lays it out."""
    shown = {"form_show_errors": True, "form_show_labels": True, "error_text_inline": inline}
    return default_field_template().render({"field": field, **shown})
