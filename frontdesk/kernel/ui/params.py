"""Query parameters: read strictly, or said to be wrong with a 404."""

from django.http import Http404


def whole(request, name):
    """A positive whole number of up to 18 digits from the query, or None when it is not given."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18 and int(text) > 0):
        raise Http404(name)
    return int(text)
