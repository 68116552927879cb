"""A book with at least one of every kind of sealed record in it, made by the commands that the desk uses."""

import io
from datetime import timedelta

from PIL import Image

from duty.log import commands as log
from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.people.models import Role
from frontdesk.kernel.records import attachments
from frontdesk.kernel.records.proof import Proof

MINUTE = timedelta(minutes=1)
SAID = [
    {"channel": "call", "rings": "2", "category": "REP", "subcategory": "lift", "unit_no": "3-2-1203",
     "caller_name": "查女士", "phone": "13800138000", "caller_kind": "owner", "place": "3栋2单元电梯",
     "description": "电梯停在五楼，门打不开😟，“快一点”", "customer_request": "请马上派人"},
    {"channel": "visit", "category": "ENQ", "subcategory": "fees", "description": "问物业费怎么交", "immediate_result": "已答复"},
    {"channel": "wechat", "category": "CMP", "subcategory": "noise", "phone": "+86 021-5555 0000", "unit_no": "1-1-0502",
     "description": "楼上深夜装修", "department": "security"},
]  # fmt: skip


def picture(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (24, 16), colour).save(out, format="PNG")
    return out.getvalue()


def write(cast, at, entries=6):
    """Write so many entries, a minute apart from `at`, with what belongs to them; returns the time after the last.

    Every third entry gets a note and a correction; once there are a picture, a signed role change, a new owner
    and a clock that went back by three seconds.
    """
    desk, clerk = cast.desk.pk, cast.clerk
    for number in range(entries):
        said = SAID[number % len(SAID)]
        files = (("门口.png", *attachments.clean(picture())),) if number == 0 else ()
        entry = log.record_entry(
            desk_id=desk, intake=log.Intake(**said, files=files), by=clerk, at=at, key=f"form-{at:%m%d%H%M}-{number}"
        )
        if number % 3 == 0:
            log.add_note(entry_id=entry.pk, text="已派工程部，十分钟到", by=clerk, at=at)
            log.correct_entry(entry_id=entry.pk, field="unit_no", new="3-2-1302", reason="听错", by=clerk, at=at)
        if number == 0:
            log.give_to(entry_id=entry.pk, person=cast.supervisor, text="请跟进", by=clerk, at=at)
            log.record_entry(desk_id=desk, intake=log.Intake(**SAID[1]), by=clerk, at=at - timedelta(seconds=3))
            stand_in(cast, at)
        at += MINUTE
    return at


def stand_in(cast, at):
    """The butler stands in for the supervisor for a day, which the lead signs."""
    appointments.appoint(
        project_id=cast.desk.project_id, person=cast.butler, role=Role.SUPERVISOR, acting=True, reason="培训",
        starts_at=at, ends_at=at + timedelta(days=1), by=cast.lead, at=at,
        proof=Proof(person_id=cast.lead.pk, at=at, terminal="10.0.0.7"),
    )  # fmt: skip
