"""manage.py records verify|guards|checkpoint|rebuild [--json] — exit status 0 only when all is well."""

import json
import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from frontdesk.kernel.records import catalogue, guards, verify


class Command(BaseCommand):
    help = "Verify the sealed records, list their guards, print the heads to keep outside, rebuild projections."

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in {
            "verify": "recompute every seal, record and projection",
            "guards": "list the guarded tables; fail when a guard is missing",
            "checkpoint": "print the head of every chain, to be kept outside this database",
            "rebuild": "make every projection anew from the sealed records",
        }.items():
            sub = verbs.add_parser(verb, help=words)
            sub.add_argument("--json", action="store_true", help="one JSON object instead of sentences")
            if verb == "verify":
                sub.add_argument(
                    "--against", metavar="FILE", help="heads kept outside, as `records checkpoint --json` printed them"
                )

    def handle(self, *, verb, **options):
        answer, sentences, bad = getattr(self, verb)(options)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for sentence in sentences:
                self.stdout.write(sentence)
        if bad:
            self.stderr.write(bad)
            sys.exit(1)

    def verify(self, options):
        began = time.monotonic()
        count, faults = verify.verify(checkpoints=self._kept(options["against"]))
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
        heads = verify.heads()
        return {"ok": True, "heads": heads}, [f"desk {h['desk']}: {h['size']} seals, {h['head']}" for h in heads], ""

    def rebuild(self, options):
        rows = {projection.name: projection.rebuild() for projection in catalogue.projections}
        return {"ok": True, "rows": rows}, [f"{name}: {count} rows" for name, count in rows.items()], ""

    def _kept(self, path):
        if not path:
            return ()
        try:
            kept = [(head["chain"], head["size"], head["head"]) for head in json.loads(Path(path).read_text())["heads"]]
        except (OSError, ValueError, KeyError, TypeError):
            kept = [(None, None, None)]
        if any([type(part) for part in head] != [str, int, str] for head in kept):
            raise CommandError(f"{path} is not a file that `records checkpoint --json` printed.")
        return [{"chain": chain, "size": size, "head": head} for chain, size, head in kept]
