"""manage.py roster draft — the automatic draft of a month, from a file or from a desk's own data; changes nothing."""

import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from duty.roster.drafting import explain, reading, rules, sentences, solve
from duty.roster.drafting.solve import WORKERS

LARGEST = 5_000_000  # bytes of a file
MOST_SECONDS = 3600


class Command(BaseCommand):
    help = "Draft a month's roster automatically, and print it with what it costs and how good it could be at most."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        draft = verbs.add_parser("draft", help="draft a month; nothing is changed")
        source = draft.add_mutually_exclusive_group(required=True)
        source.add_argument("--instance", metavar="FILE", help="a month as JSON")
        source.add_argument("--month", metavar="YYYY-MM", help="a month of a desk, with its leave and pinned cells")
        draft.add_argument("--desk", type=int, help="with --month: the desk's number")
        draft.add_argument("--seconds", type=float, default=60, help="how long it may look (60)")
        draft.add_argument("--workers", type=int, default=WORKERS, help=f"strategies side by side ({WORKERS})")
        draft.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *, seconds, workers, **options):
        if not (0 < seconds <= MOST_SECONDS and 0 < workers <= 64):
            raise CommandError(f"--seconds is from 0 to {MOST_SECONDS}, --workers from 1 to 64.")
        month = from_file(options["instance"]) if options["instance"] else from_desk(options["month"], options["desk"])
        try:
            found = solve.solve(month, seconds=seconds, workers=workers)
        except solve.Contradiction as no:
            said = "; ".join(sentences.sentence(month, one) for one in no.findings[:5])
            raise CommandError(f"Pinned cells break rules: {said}") from None
        said = told(month, found)
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else "\n".join(lines(month, said)))


def from_file(name):
    """The Instance in a file; a sentence when it is none."""
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{name}: larger than {LARGEST // 1_000_000} MB; a month is a few kilobytes.")
        return reading.read(json.loads(path.read_text(encoding="utf-8")))
    except OSError as no:
        raise CommandError(f"{name}: {no.strerror}.") from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as no:
        raise CommandError(f"{name}: this is no JSON ({no}).") from None
    except reading.Unreadable as no:
        raise CommandError(f"{name}: {no}") from None


def from_desk(month, desk):
    """The Instance of a desk's month that has been begun."""
    from duty.roster import reports
    from duty.roster.models import Roster

    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise CommandError(f"{month!r} is no month; write it as 2026-12.") from None
    rosters = Roster.objects.filter(month=first).select_related("desk__project")
    rosters = list(rosters.filter(desk=desk) if desk else rosters)
    if len(rosters) != 1:
        raise CommandError(f"There are {len(rosters)} rosters of {month} that have been begun; name one with --desk.")
    return reports.instance_of(rosters[0])


def told(month, found):
    """What the command says, ready for JSON."""
    broken = [sentences.sentence(month, one) for one in rules.violations(month, found.roster)]
    return {
        "name": month.name, "cost": found.cost, "bound": found.bound, "gap": round(found.gap, 4),
        "seconds": round(found.seconds, 2), "first_seconds": round(found.first_seconds, 2),
        "coverage_proven": found.coverage_proven, "proven": found.proven, "violations": broken, "parts": found.parts,
        "gaps": [
            {
                "date": month.days[day].date.isoformat(), "shift": code, "people": people, "butler_only": only_butler,
                "why": {str(person): sentences.reason(why) for person, why in reasons},
            }
            for day, code, people, only_butler, reasons in explain.gaps(month, found.roster)
        ],
        "roster": {str(who): [code or None for code in row] for who, row in found.roster.items()},
    }  # fmt: skip


def lines(month, said):
    """The same for people."""
    yield (
        f"{said['name']}: {said['cost']} points, at least {said['bound']} (gap {said['gap']:.1%}) in {said['seconds']} s"
        + (", proven best" if said["proven"] else "")
    )
    yield f"best coverage after {said['first_seconds']} s" + (", proven" if said["coverage_proven"] else "")
    yield "points: " + (", ".join(f"{rule} {points}" for rule, points in said["parts"].items() if points) or "none")
    yield from (f"BROKEN: {one}" for one in said["violations"])
    for one in said["gaps"]:
        what = "no butler" if one["butler_only"] else f"{one['people']} missing"
        yield f"{one['date']} {one['shift']}: {what} — " + "; ".join(f"{who}: {why}" for who, why in one["why"].items())
    width = max(len(str(person)) for person in month.staff)
    yield " " * width + " " + " ".join(f"{day.date.day:>2}" for day in month.days)
    for person in month.staff:
        yield f"{person!s:<{width}} " + " ".join(f"{code or '·':>2}" for code in said["roster"][str(person.id)])
