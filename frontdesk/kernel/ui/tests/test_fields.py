"""A field of ours is laid out as crispy's own template has it, whatever its kind and whatever is wrong with it."""

import re

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template

from frontdesk.kernel.ui.inputs import DeskMoment, Keyed, Pictures


class Everything(Keyed):
    text = forms.CharField(
        label="a < b", help_text="c", widget=forms.TextInput(attrs={"class": "own", "autofocus": True})
    )
    area = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    number = forms.IntegerField(required=False)
    password = forms.CharField(widget=forms.PasswordInput)
    moment = DeskMoment(label="")
    choice = forms.ChoiceField(choices=[("", "—"), ("group", [("1", "one"), ("2", "<two>")])])
    several = forms.MultipleChoiceField(choices=[("1", "one")], widget=forms.CheckboxSelectMultiple, required=False)
    one_of = forms.ChoiceField(choices=[("1", "one")], widget=forms.RadioSelect)
    tick = forms.BooleanField(required=False, help_text="tick it")
    files = Pictures(required=False)


def flat(html):
    """Without the space between tags, and with quotes written in the way of one engine."""
    html = re.sub(r"\s+", " ", html.replace("&#x27;", "&#39;").replace("&quot;", "&#34;"))
    return re.sub(r" ?([<>]) ?", r"\1", html)


def by_itself(field):
    return Template("{% load crispy_forms_filters %}{{ field|as_crispy_field }}").render(Context({"field": field}))


@pytest.mark.parametrize(
    "sent", [None, {"key": "k"}, {"text": "<i>&'\"", "number": "x", "choice": "2"}], ids=["fresh", "empty", "filled"]
)
def test_it_is_as_crispy_has_it(sent):
    ours, theirs = (Everything(sent, initial={"key": "k"}) for _ in range(2))
    theirs.helper.field_template = None
    assert flat(render_crispy_form(ours)) == flat(render_crispy_form(theirs))
    ours, theirs = (Everything(sent, initial={"key": "k"}) for _ in range(2))
    theirs.helper.field_template = None
    for name in ours.fields:
        assert flat(by_itself(ours[name])) == flat(by_itself(theirs[name]))
