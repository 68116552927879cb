"""Known vulnerabilities of what is installed: python -m tests.audit. Part of bin/lint.

pip-audit says "no known vulnerabilities" also when it could ask about nothing, as through a mirror without advisories.
This says how many packages it could ask about, and fails when one of them is known to be vulnerable.
"""

import json
import subprocess
import sys

COMMAND = [
    sys.executable,
    "-m",
    "pip_audit",
    "--local",
    "--format",
    "json",
    "--progress-spinner",
    "off",
    "--timeout",
    "5",
]


def verdict(report):
    """(sentences, exit status) for pip-audit's JSON."""
    asked = [package for package in report["dependencies"] if "skip_reason" not in package]
    bad = [package for package in asked if package["vulns"]]
    lines = [
        f"{package['name']} {package['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'none'}"
        for package in bad
        for found in package["vulns"]
    ]
    count = f"{len(asked)} of {len(report['dependencies'])} packages could be asked about"
    if not asked:
        return [f"Dependencies: nothing was audited, {count}. Run bin/lint where PyPI's advisories can be reached."], 0
    return [*lines, f"Dependencies: {count}, {len(bad)} of them vulnerable."], 1 if bad else 0


def main():
    try:
        done = subprocess.run(COMMAND, capture_output=True, text=True, check=False, timeout=60)
        report = json.loads(done.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        report = {"dependencies": []}
    sentences, status = verdict(report)
    print("\n".join(sentences))
    return status


if __name__ == "__main__":
    sys.exit(main())
