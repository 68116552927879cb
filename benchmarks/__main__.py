"""Runs the measurements: one JSON object a line, then a table. See bin/bench."""

import argparse
import contextlib
import json
import os
import sys
import tempfile


def main():
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--quick", action="store_true", help="small books and few repetitions: shows that it runs")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--sizes", default="", help="entries in the book, e.g. 1000,100000")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",") if size] or ([500] if options.quick else [1000, 100_000])
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="fd-bench-"))
        os.environ |= {"FRONTDESK_HOME": home, "FRONTDESK_DEMO": "0", "DJANGO_SETTINGS_MODULE": "frontdesk.settings"}
        os.environ["DATABASE_URL"] = "sqlite://"
        if options.database == "postgresql":
            from tests import servers

            os.environ["DATABASE_URL"] = stack.enter_context(servers.postgres(durable=True))
        import django

        django.setup()
        sys.exit(run(options, sizes))


def run(options, sizes):
    from django.core.management import call_command

    from . import measure
    from .context import Context

    unknown = set(options.names) - set(measure.ALL)
    if unknown:
        sys.exit(f"No measurement is called {', '.join(sorted(unknown))}; there are {', '.join(measure.ALL)}.")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    found = []
    for size in sizes:
        with Context.of(size, quick=options.quick) as context:
            for name in options.names or measure.ALL:
                for result in measure.ALL[name](context):
                    result["database"] = options.database
                    found.append(result)
                    print(json.dumps(result, ensure_ascii=False), flush=True)
    print()
    for result in found:
        size = result.get("entries") or result.get("records")
        verdict = "" if result["ok"] else "  MISSED"
        print(
            f"{result['database']:<11}{size:>9}  {result['name']:<28}{result['ratio']:>9}  {result['target']:<8}{verdict}"
        )
    if os.getloadavg()[0] > (os.cpu_count() or 1) * 1.5:
        print("\nThe machine was busy with other things: believe only the ratios, and not much.")
    return 0 if all(result["ok"] for result in found) else 1


if __name__ == "__main__":
    main()
