"""The code of a book's newest checkpoint, for the foot of whatever is printed: {% checkpoint desk %}."""

import base64

from django import template

from frontdesk.kernel.records import checkpoints, paper

register = template.Library()


@register.inclusion_tag("records/_checkpoint.html")
def checkpoint(desk):
    """Short form and QR code; nothing for a desk that has no checkpoint yet."""
    found = checkpoints.newest(desk.pk)
    if found is None:
        return {}
    code = paper.short(found)
    picture = base64.b64encode(paper.svg(code).encode()).decode()
    return {"checkpoint": found, "code": code, "picture": f"data:image/svg+xml;base64,{picture}"}
