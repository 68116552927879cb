"""Each row of the table in docs/trust.md: which tests show it, what its figure says, and when it is reached.

The tests are those of bin/test, where they run at a small size. `holds` is asked at any size, `large` at full size only.
"""

from collections.abc import Callable
from dataclasses import dataclass

RECORDS = "frontdesk/kernel/records/tests"
NOTICES = "frontdesk/kernel/notices/tests"
BACKUPS = "frontdesk/kernel/backups/tests"


class _ZeroElse(dict):
    def __missing__(self, name):
        return 0


@dataclass(frozen=True)
class Row:
    """figure: how the numbers are said; `holds` and `large`: from the numbers, whether they are what they must be."""

    name: str
    goal: str
    figure: str
    tests: tuple[str, ...]
    holds: Callable[[dict], bool]
    large: Callable[[dict], bool] = lambda n: True
    quick: tuple[str, ...] = ()  # of the tests, those that bin/prove --quick runs; all of them when it says nothing

    def chosen(self, *, quick):
        return self.quick if quick and self.quick else self.tests

    def judge(self, numbers, *, quick):
        """(figure in words, reached?). What no test counted is 0, which no goal is content with at full size."""
        known = _ZeroElse(numbers)
        return self.figure.format_map(known), bool(numbers) and self.holds(known) and (quick or self.large(known))


ROWS = (
    Row(
        "kill",
        "≥ 200 rounds, ≥ 5,000 acknowledged; 0 lost; chain valid; durability settings asserted live",
        "{rounds} rounds, {acknowledged} acknowledged, {lost} lost; {durable} durability settings",
        (f"{RECORDS}/test_killed.py",),
        lambda n: n["lost"] == 0 and n["durable"] > 0,
        lambda n: n["rounds"] >= 200 and n["acknowledged"] >= 5000,
    ),
    Row(
        "writers",
        "PostgreSQL 50 × 200: gapless, 0 errors, p99 < 1 s. SQLite 10 × 200 with think time: gapless, 0 errors",
        "{writers} writers, {entries} entries, {gaps} gaps, {errors} errors, p99 {p99:.3f} s",
        (f"{RECORDS}/test_concurrency.py::test_writers_who_come_at_once_get_serials_without_a_gap",
         f"{RECORDS}/test_concurrency.py::test_several_processes_write_into_one_book"),
        lambda n: n["errors"] == n["gaps"] == 0 and (n["p99"] < 1 or n["writers"] == 10),
        lambda n: n["entries"] >= 2000,
    ),
    Row(
        "tampering",
        "10,000 entries; every byte of every sealed column, deletion, swap, insertion, duplicate, transplanted signature, "
        "cut tail, full recomputation, old backup: 100 % detected, first bad row named",
        "{entries} entries, {tried} falsifications and {recomputed} recomputed ones, {unseen} unseen",
        (f"{RECORDS}/test_large_book.py",),
        lambda n: n["unseen"] == 0 < n["recomputed"],
        lambda n: n["entries"] >= 10_000,
        quick=(f"{RECORDS}/test_large_book.py::test_whoever_recomputes_the_seals_is_seen_by_the_checkpoint_outside",
               f"{RECORDS}/test_tampering.py::test_no_column_of_a_seal_is_changed_unseen"),
    ),
    Row(
        "guards",
        "UPDATE, DELETE, TRUNCATE, REPLACE, upsert, bulk, raw, cascade: all refused, after every migration step",
        "{doors} doors of {tables} tables tried, {opened} opened; guards stood after {steps} steps of migrations",
        (f"{RECORDS}/test_guards.py", f"{RECORDS}/test_guards_kept.py"),
        lambda n: n["opened"] == 0 < n["doors"],
        lambda n: n["steps"] > 0,
        quick=(f"{RECORDS}/test_guards.py::test_what_is_written_is_not_changed_or_removed_through_any_door[records_seal]",
               f"{RECORDS}/test_guards.py::test_what_is_written_is_not_changed_or_removed_through_any_door[log_entry]"),
    ),
    Row(
        "authorisation",
        "100 % of the URLconf × every role × own and other project × GET and POST; an undeclared route fails",
        "{cells} cells, {wrong} wrong",
        ("tests/test_access.py",),
        lambda n: n["wrong"] == 0 < n["cells"],
        quick=("tests/test_access.py::test_each_role_opens_what_is_declared_for_it_and_nothing_else[auditor]",
               "tests/test_access.py::test_another_projects_records_are_not_there",
               "tests/test_access.py::test_only_the_doors_are_open_to_all"),
    ),
    Row(
        "signing",
        "wrong password, same person, not on the roster, deactivated, sheet changed, replayed, killed: 0 partial signatures",
        "{tried} attempts, {partial} partial signatures",
        ("handover/tests/test_signing.py", "handover/tests/test_signing_at_once.py", "handover/tests/test_signing_killed.py",
         f"{RECORDS}/test_signing.py"),
        lambda n: n["partial"] == 0 and n["tried"] > 0,
        quick=("handover/tests/test_signing.py",),
    ),
    Row(
        "idempotency",
        "50 identical posts at once → 1 entry",
        "{posts} posts, {entries} entry, {errors} errors",
        ("tests/test_sent_at_once.py",),
        lambda n: n["entries"] == 1 and n["errors"] == 0,
        lambda n: n["posts"] >= 50,
    ),
    Row(
        "fuzz",
        "≥ 20,000 inputs over every form and query parameter: 0 × 500",
        "{inputs} inputs, 0 × 500",
        (
            "tests/test_bad_input.py", "inspections/tests/test_nonsense.py", "duty/log/tests/test_archive_nonsense.py",
            "frontdesk/pages/tests/test_first_day_nonsense.py",
        ),
        lambda n: n["inputs"] > 0,
        lambda n: n["inputs"] >= 20_000,
        quick=("tests/test_bad_input.py::test_nonsense_in_any_form_and_query_of_any_page_is_answered",),
    ),
    Row(
        "deadlines",
        "broker down at publish, worker killed, clock still over 9:30 and the 25th, fresh schedule, two beats, Redis restarted: "
        "exactly 1 in-app notice, caught up ≤ 5 min",
        "{outages} outages, {notices} notices, each once; caught up in {seconds:.1f} s",
        ("tests/test_deadlines.py", "tests/test_queue.py", f"{NOTICES}/test_at_once.py", f"{NOTICES}/test_broker.py"),
        lambda n: n["notices"] == 2 * n["outages"] and n["seconds"] <= 300,
        quick=("tests/test_deadlines.py",),
    ),
    Row(
        "restore",
        "backup under load → restore → verify ≤ 10 min for 100,000 entries; stale or edited backup refused",
        "{entries} entries, backup of {megabytes} MB made, put back and verified in {seconds:.0f} s",
        (f"{BACKUPS}/test_backup.py", f"{BACKUPS}/test_refused.py"),
        lambda n: n["seconds"] <= 600,
        lambda n: n["entries"] >= 100_000,
        quick=(f"{BACKUPS}/test_backup.py::test_what_was_acknowledged_before_a_backup_under_load_is_in_it",
               f"{BACKUPS}/test_refused.py::test_one_that_is_older_than_the_checkpoint_outside"),
    ),
    Row(
        "soak",
        "30 simulated days in ≤ 30 min: 0 errors, resident memory grows < 10 %",
        "{days} days, {requests} requests, {records} records, {errors} errors, memory {growth:+.1%} to {megabytes:.0f} MB",
        ("tests/test_soak.py",),
        lambda n: n["errors"] == 0 and n["growth"] < 0.10,
        lambda n: n["days"] >= 30,
    ),
    Row(
        "faults",
        "under load: PostgreSQL crashes; Redis gone; worker and web process killed; disk full: recording goes on "
        "or fails with a clear page, 0 lost",
        "{faults} faults, {acknowledged} acknowledged, {lost} lost",
        ("tests/test_faults.py",),
        lambda n: n["lost"] == 0 < n["faults"],
    ),
    Row(
        "headers",
        "every route: CSP, HSTS ≥ 1 year, nosniff, frame-ancestors, no-store; check --deploy --fail-level WARNING clean",
        "{answers} answers of {routes} routes, {bare} without a header; check --deploy: {warnings} warnings",
        ("tests/test_headers.py",),
        lambda n: n["bare"] == n["warnings"] == 0 and n["routes"] > 0,
    ),
)  # fmt: skip
