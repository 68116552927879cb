"""What the desk is asked: categories and sub-categories with stable codes, their keys and usual priorities.

Figures are the trade's usual ones and defaults only; the regulation names none of them.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.TextChoices):
    P1 = "P1", _("critical")
    P2 = "P2", _("urgent")
    P3 = "P3", _("ordinary")
    P4 = "P4", _("low")


class Fact(StrEnum):
    """What a category cannot do without (R38)."""

    WHERE = "where"
    CONTACT = "contact"


@dataclass(frozen=True)
class Sub:
    code: str
    label: str
    priority: str = ""


@dataclass(frozen=True)
class Category:
    """code: stable; key: the one key that chooses it; needs: facts without which it is not complete."""

    code: str
    label: str
    key: str
    priority: str
    needs: tuple[Fact, ...] = ()
    subs: tuple[Sub, ...] = ()


WHERE, CONTACT = Fact.WHERE, Fact.CONTACT
CATEGORIES = (
    Category("ENQ", _("Enquiry"), "1", "P4", (), (
        Sub("fees", _("fees")), Sub("rules", _("rules")), Sub("decoration", _("decoration")),
        Sub("parking", _("parking")), Sub("move_in", _("moving in")), Sub("documents", _("documents")),
        Sub("directions", _("directions")),
    )),
    Category("HLP", _("Help"), "2", "P2", (WHERE,), (
        Sub("locked_out", _("locked out")), Sub("lost_person", _("lost child or elder")),
        Sub("medical", _("medical"), "P1"), Sub("carrying", _("carrying")), Sub("translation", _("translation")),
    )),
    Category("REP", _("Repair"), "3", "P3", (WHERE, CONTACT), (
        Sub("water", _("water supply")), Sub("burst_pipe", _("burst pipe"), "P2"), Sub("power", _("electricity")),
        Sub("power_cut", _("no power"), "P2"), Sub("drains", _("drains")), Sub("backflow", _("back-flow"), "P2"),
        Sub("gas", _("gas"), "P1"), Sub("doors", _("doors and locks")), Sub("lift", _("lift"), "P2"),
        Sub("low_voltage", _("entry phone, cameras, network")), Sub("lighting", _("public lighting")),
        Sub("leak", _("roof or wall leak")), Sub("fire_equipment", _("fire equipment")), Sub("other", _("other")),
    )),
    Category("CMP", _("Complaint"), "4", "P3", (CONTACT,), (
        Sub("attitude", _("attitude")), Sub("repair_quality", _("quality of repair")), Sub("security", _("security")),
        Sub("cleaning", _("cleaning")), Sub("greening", _("greening")), Sub("parking", _("parking")),
        Sub("fees", _("fees")), Sub("noise", _("noise and neighbours")), Sub("pets", _("pets")),
        Sub("facilities", _("facilities")), Sub("developer", _("developer's defects")),
    )),
    Category("SUG", _("Suggestion"), "5", "P4"),
    Category("PRA", _("Praise"), "6", "P4"),
    Category("SVC", _("Paid or convenience service"), "7", "P4", (WHERE, CONTACT), (
        Sub("paid", _("paid service at home")), Sub("convenience", _("convenience loan")),
        Sub("special", _("special order")),
    )),
    Category("SEC", _("Security"), "8", "P2", (WHERE,), (
        Sub("theft", _("theft")), Sub("quarrel", _("quarrel")), Sub("intruder", _("intruder")),
        Sub("vehicle", _("vehicle")), Sub("falling_objects", _("falling objects")),
    )),
    Category("INC", _("Incident"), "9", "P1", (WHERE,), (
        Sub("fire", _("fire")), Sub("lift_entrapment", _("person trapped in a lift")), Sub("flood", _("flood")),
        Sub("power_failure", _("power failure")), Sub("gas", _("gas")), Sub("injury", _("injury")),
        Sub("brawl", _("brawl")), Sub("storm", _("storm")), Sub("public_health", _("public health")),
        Sub("mass_event", _("mass event")),
    )),
    Category("REG", _("Register"), "g", "P4", (), (
        Sub("visitor", _("visitor")), Sub("key", _("key")), Sub("release_pass", _("release pass")),
        Sub("access_card", _("access card")), Sub("decoration_permit", _("decoration permit")),
    )),
    Category("INT", _("Internal"), "n", "P3", (), (
        Sub("instruction", _("instruction")), Sub("notice", _("notice")),
        Sub("inspection_finding", _("inspection finding")),
    )),
    Category("OTH", _("Other"), "0", "P4"),
)  # fmt: skip
BY_CODE = {category.code: category for category in CATEGORIES}
CODES = tuple(BY_CODE)
CHOICES = [(category.code, category.label) for category in CATEGORIES]


def subs_of(code):
    """{sub-category code: Sub} of a category; empty for an unknown one."""
    return {sub.code: sub for sub in BY_CODE[code].subs} if code in BY_CODE else {}


def default_priority(category, subcategory=""):
    """The usual priority of a category, sharpened by its sub-category."""
    sub = subs_of(category).get(subcategory)
    return (sub and sub.priority) or BY_CODE[category].priority


def least_priority(category, grade):
    """The priority that a complaint's grade asks for at least, or '' when it asks for none."""
    return {"serious": "P2", "major": "P2"}.get(grade, "") if category == "CMP" else ""


def label(category, subcategory=""):
    """'Repair · burst pipe', in the language of the screen; the bare code for one that is not known."""
    known = BY_CODE.get(category)
    sub = subs_of(category).get(subcategory)
    first = str(known.label) if known else category
    return f"{first} · {sub.label}" if sub else first
