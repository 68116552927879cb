"""The register of households as a list: a line for everybody who lives at a unit, or one for an empty unit."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duty.log import commands
from duty.log.models import Household, Resident
from duty.log.rules import DECIDERS
from frontdesk.kernel.ui import masks

from .columns import Column, choice, day, number, unit, words
from .comparison import Change, Comparison, List

OTHER_KINDS = {"产权人": "owner", "租客": "tenant", "承租人": "tenant", "家人": "family", "住户": "family"}
COLUMNS = (
    Column("unit_no", _("Unit number"), unit, ("房间", "房间号", "单元号", "room"), needed=True),
    Column("name", _("Name"), words(40), ("住户姓名", "业主姓名", "客户姓名", "resident")),
    Column("phone", _("Telephone"), number, ("手机", "手机号", "联系电话", "mobile", "phone")),
    Column("kind", _("Lives there as"), choice(Resident.Kind.choices, OTHER_KINDS), ("身份", "客户身份", "类型")),
    Column("moved_in", _("Since"), day, ("入住日期", "入伙日期", "moved in")),
)


def compare(desk, rows, by, at):
    found, seen = Comparison(), {}
    units = set(Household.objects.filter(project_id=desk.project_id).values_list("unit_no", flat=True))
    living = Resident.objects.living_there().filter(project_id=desk.project_id).select_related("household")
    known = {(one.household.unit_no, one.name): one for one in living}
    for line, row in rows:
        place = (row["unit_no"], row["name"])
        if place in seen:
            found.wrong.append((line, gettext("the same as line %(n)s") % {"n": seen[place]}))
            continue
        seen[place] = line
        if not row["name"] and (row["phone"] or row["kind"]):
            found.wrong.append((line, gettext("a telephone number or a kind needs a name")))
        elif place in known:
            _compare_one(found, line, row, known[place])
        elif not row["name"] and row["unit_no"] in units:
            found.same += 1
        else:
            found.new.append((line, row))
    return found


def _compare_one(found, line, row, one):
    """A line about somebody who is registered: an empty cell says nothing, and changes nothing."""
    said = {
        "phone": (masks.phone(one.phone), masks.phone(row["phone"]), one.phone.replace(" ", "") != row["phone"]),
        "kind": (one.get_kind_display(), dict(Resident.Kind.choices).get(row["kind"]), one.kind != row["kind"]),
        "moved_in": (one.moved_in or "", row["moved_in"], one.moved_in != row["moved_in"]),
    }
    headings = {column.name: column.heading for column in COLUMNS}
    differences = [(headings[name], old, new) for name, (old, new, differs) in said.items() if differs and row[name]]
    if differences:
        about = f"{row['unit_no']} {row['name']}"
        found.changed.append(
            Change(line, about, differences, {**row, "resident": one.pk, "kind": row["kind"] or one.kind})
        )
    else:
        found.same += 1


def write(desk, comparison, change, prepared, by, at, proof):
    changed = [(one.row["resident"], _home(one.row)) for one in comparison.changed] if change else []
    commands.take_over_households(
        project_id=desk.project_id, homes=[_home(row) for _line, row in comparison.new], changes=changed, by=by, at=at
    )
    return []


def _home(row):
    kind = row["kind"] or Resident.Kind.OWNER
    return commands.Home(row["unit_no"], row["name"], row["phone"], kind, row["moved_in"])


def rows(desk, at):
    homes = Household.objects.filter(project_id=desk.project_id).prefetch_related("residents")
    for home in homes:
        living = [one for one in home.residents.all() if not one.moved_out]
        for one in living:
            yield [home.unit_no, one.name, one.phone, one.get_kind_display(), one.moved_in]
        if not living:
            yield [home.unit_no, "", "", "", ""]


LIST = List(
    slug="households", title=_("Households"), what=_("Units, who lives there, and their telephone numbers."),
    keepers=DECIDERS, columns=COLUMNS, example="8-1-1203,王建国,13800001234,业主,2019-06-01",
    compare=compare, write=write, rows=rows, home="log:register_of_households",
)  # fmt: skip
