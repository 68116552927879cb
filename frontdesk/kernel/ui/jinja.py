"""What a template in a folder `jinja2` may use: translations and the desk's times. Only a part that a page repeats is one."""

import jinja2
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from .templatetags import desk


def environment(**options):
    """For Django's backend, which escapes everything unless told otherwise. What is not there is an error, not a gap."""
    options |= {"undefined": jinja2.StrictUndefined, "extensions": ["jinja2.ext.i18n"]}
    env = jinja2.Environment(**options)
    # Asked for at each call, so in the language of the request. The names are those of jinja2.ext.i18n.
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals["url"] = url
    env.filters |= {"day": desk.day, "clock": desk.clock, "until": desk.until}
    return env


def url(name, *args):
    """{{ url('log:entry', 1) }}: as Django's tag."""
    return reverse(name, args=args)
