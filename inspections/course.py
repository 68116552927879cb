"""Where a finding stands, derived from its steps: commands keep it, `records verify` compares, rebuild restores (R62)."""

from .models import FindingStep

Kind = FindingStep.Kind
FIELDS = (
    "desk_id",
    "owner_id",
    "due",
    "cause_at",
    "measure_at",
    "measure_by_id",
    "done_at",
    "closed_at",
    "closed_by_id",
)


def derive(finding, steps):
    """{column: value} of a finding's Rectification. steps: its FindingSteps, oldest first.

    A measure that was found not to be effective is none: cause and history stay, another measure has to be decided.
    """
    held = dict.fromkeys(FIELDS)
    held |= {"desk_id": finding.desk_id, "owner_id": finding.owner_id, "due": finding.due}
    for step in steps:
        match step.kind:
            case Kind.CAUSE:
                held["cause_at"] = step.recorded_at
            case Kind.MEASURE:
                held |= {"measure_at": step.recorded_at, "measure_by_id": step.recorded_by_id, "done_at": None}
                held["owner_id"] = step.person_id or held["owner_id"]
                held["due"] = step.due or held["due"]
            case Kind.DONE:
                held["done_at"] = step.recorded_at
            case Kind.NOT_EFFECTIVE:
                held |= {"measure_at": None, "measure_by_id": None, "done_at": None}
            case Kind.VERIFIED:
                held |= {"closed_at": step.recorded_at, "closed_by_id": step.recorded_by_id}
    return held
