"""People and the places they work at. Nothing here is evidence; what is evidence is a sealed record."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .names import sort_key


class Role(models.TextChoices):
    """The roles. Rights come from a posting in one of them and from nothing else."""

    DESK_CLERK = "desk_clerk", _("Desk clerk")
    BUTLER = "butler", _("Butler")
    SUPERVISOR = "supervisor", _("Supervisor")
    PROJECT_LEAD = "project_lead", _("Project lead")
    SECURITY_MANAGER = "security_manager", _("Security manager")
    ENGINEERING_SUPERVISOR = "engineering_supervisor", _("Engineering supervisor")
    BACK_OFFICE = "back_office", _("Back-office staff")
    SUPPORT = "support", _("Desk support")
    AUDITOR = "auditor", _("Auditor")
    HEAD_OFFICE = "head_office", _("Company head office")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username, name, password=None, **fields):
        user = self.model(username=username, name=name, **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who can sign in. People leave by `is_active`, never by deletion: their name stands in the book."""

    username = models.CharField(_("user name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    name_sort = models.CharField(max_length=200, editable=False, db_index=True)
    staff_no = models.CharField(_("staff number"), max_length=20, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=[("zh-hans", "简体中文"), ("en", "English")], default="zh-hans"
    )
    can_support_desk = models.BooleanField(_("may support the desk"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    password_set_at = models.DateTimeField(null=True, editable=False)
    password_is_temporary = models.BooleanField(default=False, editable=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        ordering = ["name_sort", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.name_sort = sort_key(self.name)
        super().save(**kwargs)

    @cached_property
    def all_postings(self):
        """Every posting with its project, read once for the life of this instance (one request)."""
        return list(self.postings.select_related("project"))

    def postings_at(self, at):
        return [posting for posting in self.all_postings if posting.runs_at(at)]

    def roles_at(self, project_id, at):
        """The set of roles held at a project at a moment."""
        return frozenset(posting.role for posting in self.postings_at(at) if posting.project_id == project_id)

    def project_ids_with(self, roles, at):
        """The projects at which one of `roles` is held at a moment."""
        return {posting.project_id for posting in self.postings_at(at) if posting.role in roles}


class Contact(models.Model):
    """Where somebody of the staff can be reached outside the system. Theirs to give and to change; nobody needs one."""

    person = models.OneToOneField(User, on_delete=models.PROTECT, related_name="contact")
    email = models.EmailField(_("e-mail"), max_length=120, blank=True)
    mobile = models.CharField(
        _("mobile"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^\+?[0-9][0-9 -]{4,18}\Z", _("Digits only, such as 13800001234."))],
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self):
        return str(self.person)


def new_key():
    return uuid.uuid4().hex


class Project(models.Model):
    """One property project 物业项目. Every row of the system belongs to one, and no project sees another (R02)."""

    code = models.SlugField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("project name"), max_length=80)
    centre_name = models.CharField(_("service centre"), max_length=80)
    address = models.CharField(_("address"), max_length=200, blank=True)
    hotline = models.CharField(_("hotline"), max_length=30, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    settings_key = models.CharField(max_length=32, default=new_key, editable=False)
    history = HistoricalRecords(excluded_fields=["settings_key"])

    class Meta:
        ordering = ["code"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def __str__(self):
        return self.name


class Desk(models.Model):
    """One front desk 前台 of a project: it has one book and one chain of seals."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="desks")
    name = models.CharField(_("desk name"), max_length=80)
    history = HistoricalRecords()

    class Meta:
        ordering = ["project_id", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "name"], name="desk_name_once_per_project")]
        verbose_name = _("front desk")
        verbose_name_plural = _("front desks")

    def __str__(self):
        return self.name


class PostingQuerySet(models.QuerySet):
    def at(self, at):
        return self.filter(starts_at__lte=at).filter(Q(ends_at=None) | Q(ends_at__gt=at))

    def on_duty_roles(self):
        return self.filter(role__in=[Role.BUTLER, Role.DESK_CLERK])


class Posting(models.Model):
    """Who holds which role, where, from–to. An acting supervisor 代理主管 is a supervisor's posting with an end (R04)."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="postings")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="postings")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    acting = models.BooleanField(_("acting"), default=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"), null=True, blank=True)
    history = HistoricalRecords()
    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["project_id", "role", "id"]
        constraints = [
            models.CheckConstraint(
                name="posting_ends_after_it_starts",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end must come after the start. Look at the two times."),
            ),
            models.CheckConstraint(
                name="posting_acting_is_a_supervisor_with_an_end",
                condition=Q(acting=False) | Q(role=Role.SUPERVISOR, ends_at__isnull=False),
                violation_error_message=_("Only a supervisor can be stood in for, and only until a stated time."),
            ),
            models.CheckConstraint(
                name="posting_as_support_has_an_end",
                condition=~Q(role=Role.SUPPORT) | Q(ends_at__isnull=False),
                violation_error_message=_("Support lasts from one time to another. Say until when."),
            ),
        ]
        indexes = [models.Index(fields=["project", "role", "starts_at"])]
        verbose_name = _("posting")
        verbose_name_plural = _("postings")

    def __str__(self):
        return f"{self.person} · {self.title}"

    @property
    def title(self):
        """The role as it is printed beside a name."""
        return str(_("Acting supervisor")) if self.acting else self.get_role_display()

    def runs_at(self, at):
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)
