"""A list to take over, and its confirmation: what was shown travels signed, so that nothing is kept before."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.exports import tables
from frontdesk.kernel.ui.forms import Password

SALT = "frontdesk.pages.lists"
LASTS = 3600  # seconds in which a preview may be confirmed


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File (XLSX, or CSV in UTF-8 or GBK)"), required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,text/csv"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Or lines, pasted or typed"), required=False, max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )  # fmt: skip

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload and upload.size > tables.MOST_BYTES:
            raise ValidationError(_("The file is larger than 2 MB. Take it over in parts."))
        return upload

    def given(self):
        """(name, bytes) of what was given: the file, else the lines."""
        upload = self.cleaned_data.get("file")
        return (upload.name, upload.read()) if upload else ("", self.cleaned_data.get("text", "").encode())

    def clean(self):
        said = super().clean()
        if not said.get("file") and not said.get("text") and not self.errors:
            raise ValidationError(_("Choose a file, or paste lines with their headings."))
        return said


class ConfirmForm(forms.Form):
    """shown: the lines of the preview; change: whether what is there already is changed too."""

    shown = forms.CharField(widget=forms.HiddenInput, max_length=900_000)
    change = forms.BooleanField(label=_("Change what is there already, as listed below"), required=False)
    password = Password(help_text=_("Your own, as signature."))

    def __init__(self, *args, what, desk, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.whose = [what.slug, desk.pk, person.pk]
        if not what.is_signed:
            del self.fields["password"]

    def clean_shown(self):
        """[[line number, cells]], when it is the same person's preview of the same list at the same desk."""
        try:
            *whose, raw = signing.loads(self.cleaned_data["shown"], salt=SALT, max_age=LASTS)
        except signing.BadSignature:
            whose, raw = None, []
        if whose != self.whose:
            raise ValidationError(_("This preview is older than an hour, or not yours. Choose the file again."))
        return raw


def sign(what, desk, person, raw):
    """The lines of a preview, packed and signed for its form."""
    return signing.dumps([what.slug, desk.pk, person.pk, raw], salt=SALT, compress=True)
