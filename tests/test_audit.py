"""The audit says when it knows nothing."""

from tests import audit

SKIPPED = {"name": "a", "skip_reason": "not found"}
FINE = {"name": "b", "version": "1", "vulns": []}
BAD = {
    "name": "c",
    "version": "2",
    "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}, {"id": "CVE-2", "fix_versions": []}],
}


def test_when_nothing_could_be_asked_it_says_so_and_claims_nothing():
    (said,), status = audit.verdict({"dependencies": [SKIPPED, SKIPPED]})
    assert status == 0
    assert said.startswith("Dependencies: nothing was audited, 0 of 2 packages could be asked about.")


def test_what_is_fine_is_counted_with_what_was_skipped():
    said = audit.verdict({"dependencies": [SKIPPED, FINE]})
    assert said == (["Dependencies: 1 of 2 packages could be asked about, 0 of them vulnerable."], 0)


def test_what_is_vulnerable_is_named_and_fails():
    lines, status = audit.verdict({"dependencies": [FINE, BAD]})
    assert status == 1
    assert lines[:2] == ["c 2: CVE-1, mended in 3", "c 2: CVE-2, mended in none"]
