"""Chains, seals, and what every sealed record has in common."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from . import canonical


def new_key():
    return uuid.uuid4().hex


class Chain(models.Model):
    """The one chain of a desk: the row that is locked to write, and the head that the next seal follows."""

    desk = models.OneToOneField("people.Desk", on_delete=models.PROTECT, primary_key=True, related_name="chain")
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    last_seq = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default=canonical.GENESIS)
    last_at = models.DateTimeField(null=True)
    has_waiting = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.desk} #{self.last_seq}"


class AppendOnly(models.Model):
    """Rows that are written once. The guards make the database refuse UPDATE, DELETE, TRUNCATE and REPLACE.

    shut_by   (model, column): no further row is let in once that model has a row with the same value in this column
    """

    shut_by: tuple[str, str] | None = None

    class Meta:
        abstract = True


class Seal(AppendOnly):
    """One seal: the canonical text of a record, and the hash that ties it to the seal before (R40)."""

    pk = models.CompositePrimaryKey("chain_id", "seq")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="seals")
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    record_id = models.PositiveBigIntegerField()
    form = models.PositiveSmallIntegerField()
    body = models.TextField()
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "record_id"], name="one_seal_per_record"),
            models.UniqueConstraint(fields=["chain", "prev"], name="one_seal_after_each"),
        ]

    def __str__(self):
        return f"{self.kind} {self.record_id}"


class SealedRecord(AppendOnly):
    """Base of every quality record. A subclass names its kind, its forms and its personal fields.

    seal_kind     stable name, e.g. "log.entry"
    seal_forms    {version: tuple of columns (attnames)}; the newest version is written, all can be verified
    personal      columns that enter the seal as salted commitments (erasable by law, A18)
    """

    seal_kind: str
    seal_forms: dict[int, tuple[str, ...]]
    personal: tuple[str, ...] = ()

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    salts = models.TextField(default="{}", editable=False)

    class Meta:
        abstract = True

    @classmethod
    def newest_form(cls):
        return max(cls.seal_forms)

    def say_nothing_one_way(self):
        """A text column that may be NULL never holds an empty text, so that nobody can turn one into the other."""
        for field in self._meta.concrete_fields:
            if field.null and getattr(self, field.attname) == "":
                setattr(self, field.attname, None)

    def add_salts(self):
        """A fresh salt for each personal field that has a value."""
        filled = [field for field in self.personal if canonical.plain(getattr(self, field)) is not None]
        self.salts = canonical.dump_salts({field: canonical.new_salt() for field in filled})

    def canonical_body(self, form, kept=()):
        values = {field: canonical.plain(getattr(self, field)) for field in self.seal_forms[form]}
        return canonical.body(values, self.personal, canonical.load_salts(self.salts), kept)

    def was_given(self, field):
        """Whether a personal field had a value when it was written, also if it has been erased since."""
        return was_given(self.salts, field)


def was_given(salts, field):
    """The same, asked of a row's salts as they are stored."""
    return f'"{field}":' in salts


def given(field):
    """The condition, for constraints, that a personal field has a value, or had one until it was erased."""
    return Q(**{f"{field}__isnull": False}) | Q(salts__contains=f'"{field}":"{canonical.ERASED}"')


class Waiting(models.Model):
    """A record whose seal waits until the server's clock can be believed again."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="waiting")
    kind = models.CharField(max_length=40)
    record_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record_id"], name="record_waits_once")]

    def __str__(self):
        return f"{self.kind} {self.record_id}"


class ClockStep(SealedRecord):
    """The server's clock went back by more than two seconds: said in the book itself."""

    seal_kind = "records.clock_step"
    seal_forms = {1: ("desk_id", "recorded_at", "recorded_by_id", "clock_said", "book_said")}

    clock_said = models.DateTimeField()
    book_said = models.DateTimeField()

    def __str__(self):
        return f"{self.book_said} → {self.clock_said}"


class Submission(models.Model):
    """A form that was sent: the same person sending the same form again gets the same record, not a second one.

    key: the form's own; said: what was sent, as form_keys tells them, '' where only the key counts.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    key = models.CharField(max_length=36)
    # A default of the database too: processes of the version before go on inserting while it is put in.
    said = models.CharField(max_length=13, blank=True, default="", db_default="")
    record_id = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form", "key"], name="a_form_is_sent_once")]

    def __str__(self):
        return f"{self.form} {self.key}"


class Signature(SealedRecord):
    """One person's signature under one digest, by a proof given at that moment (R56)."""

    class Meaning(models.TextChoices):
        HAND_OVER = "hand_over", _("handed over")
        TAKE_OVER = "take_over", _("taken over")
        READ = "read", _("read")
        REVIEW = "review", _("reviewed")
        APPROVE = "approve", _("approved")
        INSPECT = "inspect", _("inspected")
        CORRECT = "correct", _("corrected")
        ARCHIVE = "archive", _("archived")
        ASK = "ask", _("asked for")

    class Method(models.TextChoices):
        PASSWORD = "password", _("password entered again")

    seal_kind = "records.signature"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "printed_name", "title", "meaning",
            "about_kind", "about_id", "digest", "method", "terminal",
        )
    }  # fmt: skip

    printed_name = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    meaning = models.CharField(max_length=20, choices=Meaning.choices)
    about_kind = models.CharField(max_length=40)
    about_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    method = models.CharField(max_length=20, choices=Method.choices)
    terminal = models.CharField(max_length=45, blank=True)

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_id"])]

    def __str__(self):
        return f"{self.printed_name} {self.get_meaning_display()}"


class Attachment(SealedRecord):
    """A picture or PDF that belongs to a record. The file is named by its SHA-256, which the seal holds."""

    class MediaType(models.TextChoices):
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        PDF = "application/pdf", "PDF"

    seal_kind = "records.attachment"
    seal_forms = {
        1: (
            "desk_id",
            "recorded_at",
            "recorded_by_id",
            "about_kind",
            "about_id",
            "name",
            "media_type",
            "size",
            "sha256",
        )
    }
    personal = ("name",)

    about_kind = models.CharField(max_length=40)
    about_id = models.PositiveBigIntegerField()
    name = models.CharField(max_length=120, null=True)
    media_type = models.CharField(max_length=20, choices=MediaType.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_id"])]
        constraints = [
            models.CheckConstraint(name="attachment_is_not_empty", condition=Q(size__gt=0)),
        ]

    def __str__(self):
        return self.name or self.sha256[:8]


class Erasure(SealedRecord):
    """Which personal fields of which record were erased (A18); the record keeps its line, its place and its hash.

    fields: their names in order, joined by commas. because: the record under which two people have signed. That an
    attachment is named means that its file goes too. Nothing may be emptied without such a record, nor later than in the
    transaction that seals it: the guards hold both.
    """

    seal_kind = "records.erasure"
    seal_forms = {
        1: (
            "desk_id", "recorded_at", "recorded_by_id", "about_kind", "about_id", "fields", "because_kind", "because_id",
        )
    }  # fmt: skip

    about_kind = models.CharField(max_length=40)
    about_id = models.PositiveBigIntegerField()
    fields = models.CharField(max_length=200, blank=True)
    because_kind = models.CharField(max_length=40)
    because_id = models.PositiveBigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="erasure_by_record"),
            models.Index(fields=["because_kind", "because_id"], name="erasure_by_reason"),
        ]
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self):
        return f"{self.about_kind} {self.about_id}: {self.fields}"


class AccessLine(AppendOnly):
    """Who looked at what is shown on request only: a full telephone number, a past volume, an export (R44, R45)."""

    class What(models.TextChoices):
        REVEAL = "reveal", _("showed a masked value")
        PAST_VOLUME = "past_volume", _("opened a past volume")
        PRINT = "print", _("printed")
        EXPORT = "export", _("exported")
        ATTACHMENT = "attachment", _("opened an attachment")

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what = models.CharField(max_length=20, choices=What.choices)
    about_kind = models.CharField(max_length=40)
    about_id = models.PositiveBigIntegerField()
    address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["project", "-id"], name="access_newest_first"),
            models.Index(fields=["about_kind", "about_id", "-id"], name="access_by_record"),
            models.Index(fields=["project", "at", "what"], name="access_by_time"),
        ]

    def __str__(self):
        return f"{self.person} {self.get_what_display()}"


class ConfidentialityPromise(AppendOnly):
    """Somebody promised to keep what the book says to themselves; asked at the first sign-in and every year (R45)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="promises")
    at = models.DateTimeField()
    wording = models.CharField(max_length=500)

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.person} {self.at}"


class CheckpointKey(AppendOnly):
    """The public half of a key that signs checkpoints. `note` is signed by the key itself and by the one before it."""

    number = models.PositiveIntegerField(unique=True)
    public = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"{self.number} {self.public[:16]}"


class Checkpoint(AppendOnly):
    """What a chain was at one moment, as a signed note. It stands beside the chain, not in it; see ADR 17.

    frontier: of the Merkle tree at that size, so that the next checkpoint need not begin anew.
    """

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_index=True)
    note = models.TextField()
    frontier = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "size"], name="one_checkpoint_per_size")]

    def __str__(self):
        return f"{self.chain_id} #{self.size}"
