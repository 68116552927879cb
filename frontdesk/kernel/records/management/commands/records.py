"""manage.py records verify|guards|checkpoint|rotate-key|export|rebuild — exit status 0 only when all is well."""

import json
import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from frontdesk.kernel.records import catalogue, checkpoints, export, guards, keys, outside, verify
from frontdesk.kernel.records.models import Chain

VERBS = {
    "verify": "recompute every seal, record and projection",
    "guards": "list the guarded tables; fail when a guard is missing",
    "checkpoint": "print the public key and the newest checkpoint of every chain, to be kept outside this database",
    "rotate-key": "make a new key for checkpoints, signed by the old one; the first key too",
    "export": "write one archive that verify.py proves without this software",
    "rebuild": "make every projection anew from the sealed records",
}


class Command(BaseCommand):
    help = "Verify the sealed records, sign checkpoints to keep outside, export them with their proof, rebuild projections."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        subs = {verb: verbs.add_parser(verb, help=words) for verb, words in VERBS.items()}
        for sub in subs.values():
            sub.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
        subs["verify"].add_argument(
            "--against", metavar="FILE", help="what was kept outside: signed notes, or heads as JSON"
        )
        subs["verify"].add_argument("--processes", type=int, default=1, metavar="N", help="how many look at the chains")
        subs["verify"].add_argument(
            "--stored",
            action="store_true",
            help="only the seals as they are stored: quicker, and says nothing of the records",
        )
        subs["checkpoint"].add_argument("--write", action="store_true", help="sign what every chain is now")
        subs["rotate-key"].add_argument("--lost", action="store_true", help="the old key cannot sign any more")
        subs["rotate-key"].add_argument("--first", action="store_true", help="only when there is none yet")
        subs["export"].add_argument("path", help="the new file; verify.py is put beside it")
        subs["export"].add_argument("--desk", type=int, metavar="ID", help="of this desk only")
        subs["export"].add_argument(
            "--from", type=int, dest="first", metavar="SEQ", default=1, help="first seal, with --desk"
        )
        subs["export"].add_argument("--to", type=int, dest="last", metavar="SEQ", help="last seal, with --desk")
        subs["export"].add_argument(
            "--without-personal",
            action="store_true",
            help="leave out names, numbers and free text; the proof stays whole",
        )

    def handle(self, *, verb, **options):
        answer, sentences, bad = getattr(self, verb.replace("-", "_"))(options)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for sentence in sentences:
                self.stdout.write(sentence)
        if bad:
            self.stderr.write(bad)
            sys.exit(1)

    def verify(self, options):
        try:
            kept = outside.read(options["against"]) if options["against"] else ()
        except outside.Unreadable as no:
            raise CommandError(str(no)) from no
        if not 1 <= options["processes"] <= 64:
            raise CommandError("--processes takes a number from 1 to 64.")
        began = time.monotonic()
        count, faults = verify.verify(checkpoints=kept, processes=options["processes"], stored=options["stored"])
        seconds = round(time.monotonic() - began, 3)
        answer = {
            "ok": not faults,
            "records": count,
            "seconds": seconds,
            "first_bad": faults[0].as_dict() if faults else None,
        }
        words = f"{count} records in {seconds} s: {'NOT as written' if faults else 'all is well'}"
        return answer, [words, *map(str, faults)], str(faults[0]) if faults else ""

    def guards(self, options):
        wrong = guards.missing()
        answer = {"ok": not wrong, "tables": guards.tables(), "missing": wrong}
        return answer, guards.tables(), str(guards.GuardsMissing(wrong)) if wrong else ""

    def checkpoint(self, options):
        bad = self._sign_all() if options["write"] else ""
        said = outside.text()
        heads = verify.heads()
        answer = {"ok": not bad, "heads": heads, "public_key": outside.public_key(), "notes": said}
        words = said or "Nothing was signed yet. Sign what there is with: manage.py records checkpoint --write"
        return answer, [words], bad

    def _sign_all(self):
        """Sign every chain; what could not be signed, in a sentence, or ''."""
        now = timezone.now()
        try:
            keys.current(at=now)
        except keys.Unusable as no:
            return str(no)
        unsigned = [
            desk
            for desk, size in Chain.objects.order_by("desk_id").values_list("desk_id", "last_seq")
            if size and checkpoints.write(desk, at=now) is None
        ]
        return f"Desk {unsigned[0]} could not be signed; see what `records verify` says." if unsigned else ""

    def rotate_key(self, options):
        try:
            at = timezone.now()
            key = keys.first(at=at) if options["first"] else keys.rotate(at=at, lost=options["lost"])
        except keys.Unusable as no:
            raise CommandError(str(no)) from no
        said = outside.public_key()
        return {"ok": True, "number": key.number, "public_key": said}, [f"Key {key.number} at {keys.path()}:", said], ""

    def export(self, options):
        try:
            made = export.write(
                options["path"], desk_id=options["desk"], first=options["first"], last=options["last"],
                personal=not options["without_personal"], at=timezone.now(),
            )  # fmt: skip
        except export.Unwritable as no:
            raise CommandError(str(no)) from no
        parts = ", ".join(f"{made[part]} {part}" for part in ("seals", "checkpoints", "attachments"))
        return (
            {"ok": True, **made},
            [f"{parts} in {made['path']}", f"Verify it anywhere: python3 verify.py {made['path']}"],
            "",
        )

    def rebuild(self, options):
        rows = {projection.name: projection.rebuild() for projection in catalogue.projections}
        return {"ok": True, "rows": rows}, [f"{name}: {count} rows" for name, count in rows.items()], ""
