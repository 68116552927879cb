"""Who works at a project, as a list: a line for each role of each person."""

from collections import defaultdict

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frontdesk.kernel.appointments.commands import appoint, set_staff_facts
from frontdesk.kernel.appointments.rules import APPOINTERS
from frontdesk.kernel.people import commands as people
from frontdesk.kernel.people.models import Posting, Role, User

from .columns import Column, choice, words, yes
from .comparison import Change, Comparison, List

MOST = 60  # a password takes a fifth of a second to hash, on purpose
ROLES = [(role.value, role.label) for role in Role if role != Role.SUPPORT]  # support lasts for an hour or two
OTHER_ROLES = {
    "管家": "butler", "楼栋管家": "butler", "前台": "desk_clerk", "前台文员": "desk_clerk", "主管": "supervisor",
    "项目经理": "project_lead", "项目负责人": "project_lead", "保安经理": "security_manager",
    "工程主管": "engineering_supervisor",
}  # fmt: skip


def username(text):
    if text and not people.USERNAME.fullmatch(text):
        raise ValueError(
            gettext("%(text)s is no user name: 2 to 40 letters, digits, dots or dashes") % {"text": text[:20]}
        )
    return text


COLUMNS = (
    Column("name", _("Name"), words(40), ("员工姓名", "人员"), needed=True),
    Column("role", _("Role"), choice(ROLES, OTHER_ROLES), ("职务", "角色", "岗位名称"), needed=True),
    Column("username", _("User name"), username, ("账号", "登录名", "account", "login")),
    Column("staff_no", _("Staff number"), words(20), ("员工编号", "编号")),
    Column("can_support_desk", _("May support the desk"), yes(empty=None), ("支援前台",)),
)
HEADINGS = {column.name: column.heading for column in COLUMNS}


class Here:
    """The people of a project, found by user name, by staff number, or by name; and the roles that they hold now."""

    def __init__(self, desk, at):
        postings = list(Posting.objects.filter(project_id=desk.project_id).select_related("person"))
        self.roles = defaultdict(set)
        self.username, self.staff_no, self.name = {}, {}, defaultdict(set)
        for posting in postings:
            person = posting.person
            if posting.runs_at(at) and not posting.acting:
                self.roles[person].add(posting.role)
            self.username[person.username.lower()] = person
            if person.staff_no:
                self.staff_no[person.staff_no] = person
            self.name[person.name].add(person)

    def find(self, row):
        """The person a line speaks of, or None for somebody new. ValueError with a sentence when that cannot be said."""
        if row["username"]:
            person = self.username.get(row["username"].lower())
            if person is None and User.objects.filter(username__iexact=row["username"]).exists():
                raise ValueError(gettext("the user name %(name)s is taken; choose another") % {"name": row["username"]})
        elif row["staff_no"]:
            person = self.staff_no.get(row["staff_no"])
        else:
            called = self.name[row["name"]]
            if len(called) > 1:
                raise ValueError(
                    gettext("more than one is called %(name)s; give the user name") % {"name": row["name"]}
                )
            person = next(iter(called), None)
        if person and person.name != row["name"]:
            said = gettext("the account %(account)s belongs to %(name)s; put the name or the account right")
            raise ValueError(said % {"account": person.username, "name": person.name})
        if person and not person.is_active:
            raise ValueError(gettext("this account is no longer active; take the line out"))
        return person


def compare(desk, rows, by, at):
    found, seen, called, here = Comparison(), {}, {}, Here(desk, at)
    for line, row in rows:
        who = next((kind, row[kind].lower()) for kind in ("username", "staff_no", "name") if row[kind])
        try:
            if (who, row["role"]) in seen:
                raise ValueError(gettext("the same as line %(n)s") % {"n": seen[who, row["role"]]})
            seen[who, row["role"]] = line
            first, name = called.setdefault(who, (line, row["name"]))
            if name != row["name"]:
                said = gettext("line %(n)s gives %(account)s to %(name)s; give each person their own")
                raise ValueError(said % {"n": first, "account": who[1], "name": name})
            person = here.find(row)
            if person == by and row["role"] not in here.roles[person]:
                raise ValueError(gettext("nobody gives a role to themselves"))
        except ValueError as why:
            found.wrong.append((line, str(why)))
            continue
        if person is None:
            found.new.append((line, {**row, "who": who}))
        elif differences := _differences(person, here.roles[person], row):
            found.changed.append(Change(line, person.name, differences, {**row, "person": person}))
        else:
            found.same += 1
    return found


def _differences(person, roles, row):
    labels = dict(Role.choices)
    found = []
    if row["role"] not in roles:
        now = ", ".join(sorted(str(labels[role]) for role in roles)) or "—"
        found.append((HEADINGS["role"], now, f"+ {labels[row['role']]}"))
    if row["staff_no"] and row["staff_no"] != person.staff_no:
        found.append((HEADINGS["staff_no"], person.staff_no or "—", row["staff_no"]))
    if row["can_support_desk"] is not None and row["can_support_desk"] != person.can_support_desk:
        spoken = {True: gettext("Yes"), False: gettext("No")}
        found.append((HEADINGS["can_support_desk"], spoken[person.can_support_desk], spoken[row["can_support_desk"]]))
    return found


def prepare(comparison):
    """A one-time password for each new account; to hash them takes a while, on purpose."""
    return [people.one_time_password() for _who in {row["who"] for _line, row in comparison.new}]


def write(desk, comparison, change, prepared, by, at, proof):
    made, told = {}, []
    for _line, row in comparison.new:
        if row["who"] not in made:
            once = prepared.pop() if prepared else people.one_time_password()
            person = people.create_account(
                username=row["username"] or people.free_username(row["name"]), name=row["name"], staff_no=row["staff_no"],
                can_support_desk=bool(row["can_support_desk"]), hashed=once.hashed, by=by, at=at,
            )  # fmt: skip
            made[row["who"]] = person
            told.append((person.name, person.username, once.plain))
        _appoint(desk, made[row["who"]], row["role"], by, at, proof)
    for one in comparison.changed if change else ():
        person, row = one.row["person"], one.row
        set_staff_facts(
            project_id=desk.project_id, person=person, staff_no=row["staff_no"] or person.staff_no,
            can_support_desk=person.can_support_desk if row["can_support_desk"] is None else row["can_support_desk"],
            by=by, at=at,
        )  # fmt: skip
        if row["role"] not in person.roles_at(desk.project_id, at):
            _appoint(desk, person, row["role"], by, at, proof)
    return told


def _appoint(desk, person, role, by, at, proof):
    appoint(project_id=desk.project_id, person=person, role=role, starts_at=at, by=by, at=at, proof=proof)


def rows(desk, at):
    postings = Posting.objects.at(at).filter(project_id=desk.project_id, acting=False).exclude(role=Role.SUPPORT)
    spoken = {True: gettext("Yes"), False: gettext("No")}
    for posting in postings.select_related("person").order_by("person__name_sort", "person_id", "role"):
        person = posting.person
        yield [
            person.name, posting.get_role_display(), person.username, person.staff_no, spoken[person.can_support_desk],
        ]  # fmt: skip


LIST = List(
    slug="staff", title=_("Staff"), what=_("Who works here and in which role; new people get an account."),
    keepers=APPOINTERS, columns=COLUMNS, example="李梅,前台客服,li.mei,T031,否",
    compare=compare, write=write, rows=rows, home="people", prepare=prepare, is_signed=True, most=MOST,
)  # fmt: skip
