"""Runs the measurements: one JSON object a line, then each ratio with its target, and how they grow. See bin/bench."""

import argparse
import contextlib
import json
import os
import sys
import tempfile

FLAT = 1.2  # what does not depend on the length of the book costs at most so many times as much in the longest one


def main():
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--quick", action="store_true", help="small books and few repetitions: shows that it runs")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--sizes", default="", help="entries in the book; 10000,100000 unless told")
    parser.add_argument("--kept", metavar="URL", help="a database that stays: books that are in it are measured again")
    parser.add_argument("--elog", metavar="PATH", help="ELOG's server, elogd, to be measured beside; left out without")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    usual = [500] if options.quick else [10_000, 100_000]
    sizes = [int(size) for size in options.sizes.split(",") if size] or usual
    with contextlib.ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory(prefix="fd-bench-"))
        os.environ |= {"FRONTDESK_HOME": home, "FRONTDESK_DEMO": "0", "DJANGO_SETTINGS_MODULE": "frontdesk.settings"}
        os.environ["DATABASE_URL"] = options.kept or "sqlite://"
        if options.database == "postgresql" and not options.kept:
            from tests import servers

            os.environ["DATABASE_URL"] = stack.enter_context(servers.postgres(durable=True))
        import django

        django.setup()
        sys.exit(run(options, sizes))


def run(options, sizes):
    from django.core.management import call_command
    from django.db import connection

    from . import measure
    from .context import Context

    unknown = set(options.names) - set(measure.ALL)
    if unknown:
        sys.exit(f"No measurement is called {', '.join(sorted(unknown))}; there are {', '.join(measure.ALL)}.")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    names, found = options.names or list(measure.ALL), []

    def tell(result):
        result["database"] = connection.vendor
        found.append(result)
        print(json.dumps(result, ensure_ascii=False), flush=True)

    for size in sizes:
        with Context.of(size, quick=options.quick, elog=options.elog) as context:
            for name in names:
                if size == sizes[0] or name not in measure.ONCE:
                    for result in measure.ALL[name](context):
                        tell(result)
    for result in growth(found, sizes):
        tell(result)
    print()
    print_results(found)
    print_growth(found, sizes)
    if os.getloadavg()[0] > (os.cpu_count() or 1) * 1.5:
        print("\nThe machine was busy with other things: believe only the ratios, and not much.")
    return 0 if all(result["ok"] for result in found) else 1


def at_each_size(found, sizes):
    """{name: its results from the shortest book to the longest}, where there is one for each."""
    named = {}
    for result in found:
        if result.get("entries", result.get("records")) in sizes:
            named.setdefault(result["name"], []).append(result)
    return {name: results for name, results in named.items() if len(results) == len(sizes) > 1}


def growth(found, sizes):
    """A result for each one that is not to depend on the length of the book: its ratio in the longest to that in the shortest."""
    for name, results in at_each_size(found, sizes).items():
        if results[0].get("flat"):
            times = results[-1]["ratio"] / results[0]["ratio"]
            yield {
                "name": f"{name}: growth", "ratio": round(times, 3), "target": f"≤ {FLAT}", "ok": times <= FLAT,
                "from": sizes[0], "to": sizes[-1],
            }  # fmt: skip


def print_results(found):
    for result in found:
        size = result.get("entries") or result.get("records") or result.get("to")
        verdict = "" if result["ok"] else "  MISSED"
        print(
            f"{result['database']:<11}{size:>9}  {result['name']:<36}{result['ratio']:>9}  {result['target']:<8}{verdict}"
        )


def print_growth(found, sizes):
    rows = at_each_size(found, sizes)
    if rows:
        print(f"\n{'ratio at so many entries':<36}" + "".join(f"{size:>11}" for size in sizes) + "     growth")
    for name, results in rows.items():
        ratios = [result["ratio"] for result in results]
        times = f"{ratios[-1] / ratios[0]:.2f} ×" if ratios[0] else ""
        print(f"{name:<36}" + "".join(f"{ratio:>11}" for ratio in ratios) + f"{times:>11}")


if __name__ == "__main__":
    main()
