"""What a password has to be like, besides what Django's own validators ask; said in the language of the screen."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough:
    """At least so many characters."""

    def __init__(self, least):
        self.least = least

    def validate(self, password, user=None):
        if len(password) < self.least:
            raise ValidationError(_("Take at least %(n)s characters.") % {"n": self.least}, code="password_too_short")

    def get_help_text(self):
        return _("At least %(n)s characters, no common word, nothing like your own name.") % {"n": self.least}
