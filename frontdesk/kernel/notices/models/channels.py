from urllib.parse import urlsplit

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from frontdesk.kernel.people.models import Role


class Channel(models.Model):
    """A way out of the house for the notices of a project: mail to each person, or a robot in a group chat.

    The address of a robot holds its key and the secret signs its messages: neither is shown again after it was
    saved, and the history has neither. What is shown is the `hint`.
    """

    class Kind(models.TextChoices):
        MAIL = "mail", _("Mail")
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")

    class Minimum(models.TextChoices):
        ALL = "all", _("every notice")
        URGENT = "urgent", _("only what is urgent")

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="channels")
    kind = models.CharField(_("channel for notices"), max_length=10, choices=Kind.choices)
    role = models.CharField(_("whose notices"), max_length=30, choices=Role.choices, blank=True)
    minimum = models.CharField(_("what is sent"), max_length=10, choices=Minimum.choices, default=Minimum.ALL)
    address = models.CharField(_("address of the robot"), max_length=300, blank=True)
    secret = models.CharField(_("secret"), max_length=100, blank=True)
    hint = models.CharField(max_length=80, blank=True, editable=False)
    active = models.BooleanField(_("switched on"), default=True)
    history = HistoricalRecords(excluded_fields=["address", "secret"])

    class Meta:
        ordering = ["-active", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                name="channel_robot_has_an_address",
                condition=Q(kind="mail", address="", secret="") | (~Q(kind="mail") & ~Q(address="")),
                violation_error_message=_(
                    "A robot needs its address: copy it from the group's settings. "
                    "Mail has none, so leave it empty there."
                ),
            ),
            models.UniqueConstraint(
                fields=["project", "kind", "address"],
                name="channel_once_per_project",
                violation_error_message=_("This channel is there already. Switch it on instead."),
            ),
        ]
        verbose_name = _("channel for notices")
        verbose_name_plural = _("channels for notices")

    def __str__(self):
        return f"{self.get_kind_display()} {self.hint}".strip()

    @property
    def is_group(self):
        """Whether one message is read by many, so that each thing is said there once."""
        return self.kind != self.Kind.MAIL

    def remember_hint(self):
        """The host and the last four characters of the key: enough to know which robot it is."""
        self.hint = f"{urlsplit(self.address).hostname} …{self.address[-4:]}" if self.address else ""


class QuietHours(models.Model):
    """Local hours in which what is not urgent waits outside; an end before the start runs past midnight.

    Without a role they are everybody's. Notices inside the system do not wait.
    """

    project = models.ForeignKey("people.Project", on_delete=models.PROTECT, related_name="quiet_hours")
    role = models.CharField(_("for whom"), max_length=30, choices=Role.choices, blank=True)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    history = HistoricalRecords()

    class Meta:
        ordering = ["role", "starts", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "role"],
                name="quiet_hours_once_per_role",
                violation_error_message=_("There are quiet hours for them already. Remove those first."),
            ),
            models.CheckConstraint(
                name="quiet_hours_end",
                condition=~Q(starts=F("ends")),
                violation_error_message=_("Quiet hours cannot end when they begin. Give another end."),
            ),
        ]
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")

    def __str__(self):
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"
