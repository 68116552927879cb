"""The fields of a form, of which a page may have many."""

from django import template
from django.template.loader import get_template

register = template.Library()


@register.simple_tag(takes_context=True)
def field_of_form(context, field):
    """A field as jinja2/components/fields.html has it; for crispy, which renders a template for each field."""
    macros = get_template("components/fields.html", using="jinja2").template.module  # type: ignore[attr-defined]
    return macros.field(field, context.get("error_text_inline"))
