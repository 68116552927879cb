"""A handover while it is prepared: ticks, questions, checks and counts. Nothing here is evidence; the signed sheet is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .articles import Article
from .checks import CheckItem

PERSON = {"to": settings.AUTH_USER_MODEL, "on_delete": models.PROTECT, "related_name": "+"}


class Handover(models.Model):
    """One change of hands at a desk, on its way to a signed sheet.

    `half_*`: who has signed while the other has not, what they saw and the stroke of their hand; dropped when the sheet
    changes. `state` follows from the sheet, and `records verify` compares the two. `reads_since`: what was written from
    then on is to be read.
    """

    class Kind(models.TextChoices):
        OPENING = "opening", _("opening")
        CHANGE = "change", _("change of shift")
        CLOSING = "closing", _("closing")

    class State(models.TextChoices):
        OPEN = "open", _("being prepared")
        SIGNED = "signed", _("signed")
        DROPPED = "dropped", _("given up")

    desk = models.ForeignKey("people.Desk", on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    from_date = models.DateField(_("day of the shift handed over"), null=True)
    from_code = models.CharField(_("shift handed over"), max_length=4, blank=True)
    to_date = models.DateField(_("day of the shift that takes over"), null=True)
    to_code = models.CharField(_("shift that takes over"), max_length=4, blank=True)
    outgoing = models.ForeignKey(**PERSON, null=True, verbose_name=_("hands over"))
    incoming = models.ForeignKey(**PERSON, null=True, verbose_name=_("takes over"))
    arrived_at = models.DateTimeField(_("arrived"), null=True)
    minutes_early = models.SmallIntegerField(_("minutes before the shift"), null=True)
    reads_since = models.DateTimeField(_("reads from"), null=True)
    started_at = models.DateTimeField(_("begun"))
    started_by = models.ForeignKey(**PERSON)
    read_to = models.PositiveBigIntegerField(_("read up to"), null=True)
    nothing_omitted = models.BooleanField(_("nothing is left unrecorded"), default=False)
    no_matters = models.BooleanField(_("nothing happened in this shift"), default=False)
    no_questions = models.BooleanField(_("no questions"), default=False)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    witness_name = models.CharField(_("witness of the control room"), max_length=40, blank=True)
    half_by = models.ForeignKey(**PERSON, null=True)
    half_at = models.DateTimeField(null=True)
    half_terminal = models.CharField(max_length=45, blank=True)
    half_digest = models.CharField(max_length=64, blank=True)
    half_stroke = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk"],
                condition=Q(state="open"),
                name="one_handover_at_a_time",
                violation_error_message=_("A handover is under way at this desk already. Finish it or give it up."),
            ),
            models.CheckConstraint(
                name="nobody_takes_over_from_themselves",
                condition=Q(outgoing=None) | Q(incoming=None) | ~Q(outgoing=F("incoming")),
                violation_error_message=_("Two different people hand over and take over. Choose who hands over."),
            ),
        ]
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")

    def __str__(self):
        return f"{self.get_kind_display()} {self.from_code}→{self.to_code}"

    def get_absolute_url(self):
        return f"/handover/{self.pk}/"

    @property
    def signers(self):
        """The ids of those who have to sign, in the order in which they stand on the sheet."""
        return [person for person in (self.outgoing_id, self.incoming_id) if person]


class ItemMark(models.Model):
    """Whoever comes has understood this item. R52, R53."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=12)
    source = models.PositiveBigIntegerField()
    understood_at = models.DateTimeField(_("understood"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handover", "kind", "source"], name="one_mark_an_item")]
        verbose_name = _("mark of an item")
        verbose_name_plural = _("marks of items")

    def __str__(self):
        return f"{self.kind} {self.source}"


class Question(models.Model):
    """A question of whoever comes, about one item or in general, and its answer. R52."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="questions")
    about = models.CharField(_("about"), max_length=40, blank=True)
    text = models.CharField(_("question"), max_length=500)
    asked_at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.text


class CheckResult(models.Model):
    """How one check item was found. entry: the repair that a dead line made; photo: SHA-256 of a picture. R30, R54."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="checks")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="+")
    ok = models.BooleanField(_("in order"))
    note = models.CharField(_("what is wrong"), max_length=300, blank=True)
    photo = models.CharField(max_length=64, blank=True)
    photo_type = models.CharField(max_length=20, blank=True)
    entry = models.ForeignKey("log.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "item"], name="one_result_an_item"),
            models.CheckConstraint(
                name="a_fault_has_a_note",
                condition=Q(ok=True) | ~Q(note=""),
                violation_error_message=_("Say what is wrong."),
            ),
        ]
        verbose_name = _("check result")
        verbose_name_plural = _("check results")

    def __str__(self):
        return f"{self.item} {self.ok}"


class Count(models.Model):
    """What was counted before the expected number was shown; money in fen. entry: the matter that a difference became. R55.

    `first_counted` is kept when somebody counts again.
    """

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="counts")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    counted = models.PositiveIntegerField(_("counted"))
    first_counted = models.PositiveIntegerField(_("counted first"))
    condition = models.CharField(_("condition"), max_length=100, blank=True)
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)
    entry = models.ForeignKey("log.Entry", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["article__position", "article_id"]
        constraints = [models.UniqueConstraint(fields=["handover", "article"], name="one_count_an_article")]
        verbose_name = _("count")
        verbose_name_plural = _("counts")

    def __str__(self):
        return f"{self.article} {self.counted}"
