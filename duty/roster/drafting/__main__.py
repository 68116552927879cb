"""The child process that solves; process.py starts it and says what goes in and out. Only here the solver is loaded."""

import json
import sys

from . import reading, solve


def main():
    """Answer one question."""
    asked = json.load(sys.stdin)

    def say(done=False, **said):
        rows = {str(person): [code or None for code in row] for person, row in said.pop("roster").items()}
        print(json.dumps({"done": done, "roster": rows, **said}), flush=True)

    try:
        month = reading.read(asked["month"])
        found = solve.solve(month, seconds=asked["seconds"], workers=asked["workers"] or solve.WORKERS, progress=say)
    except reading.Unreadable as no:
        print(json.dumps({"error": str(no)}))
    except solve.Contradiction as no:
        print(
            json.dumps({"error": f"Pinned cells break rules: {', '.join(sorted({one.code for one in no.findings}))}."})
        )
    else:
        say(
            done=True, roster=found.roster, cost=found.cost, bound=found.bound, seconds=found.seconds, proven=found.proven,
            first_seconds=found.first_seconds, coverage_proven=found.coverage_proven, parts=found.parts,
        )  # fmt: skip


if __name__ == "__main__":
    main()
