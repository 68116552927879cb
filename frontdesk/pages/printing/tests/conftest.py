"""A Monday at the desk on paper: a repair with its steps, a correction, a late line, a complaint, a signed handover."""

from datetime import timedelta

import pytest

from duty.log import commands
from frontdesk.kernel.exports.tests.papers import read
from handover.tests.conftest import hands, moment, planned

__all__ = ["hands", "planned"]


@pytest.fixture
def monday(hands, record, cast, at):
    """{name: what it is} of everything that was written on 23 November; times from 10:05 on."""
    leak = record(
        category="REP", subcategory="burst_pipe", channel="call", rings="2", unit_no="8-1-1203", caller_name="李先生",
        caller_kind="owner", phone="13800001234", description="厨房水槽下角阀漏水", customer_request="上午都在家",
    )  # fmt: skip
    by = {"by": cast.clerk, "at": at + timedelta(minutes=3)}
    commands.dispatch(entry_id=leak.pk, department="engineering", whom="周师傅", text="先关总阀", **by)
    commands.correct_entry(
        entry_id=leak.pk, field="unit_no", new="8-1-1303", reason="房号听错，已回拨核对", expected="8-1-1203", **by
    )
    late = record(
        category="ENQ", description="问装修押金怎么退", minutes=90, occurred_at=at, immediate_result="验收合格后退"
    )
    noise = record(
        category="CMP", subcategory="noise", channel="visit", caller_name="王女士", phone="13900005678", unit_no="2-1-501",
        description="楼上深夜装修", minutes=100,
    )  # fmt: skip
    commands.save_sheet(
        entry_id=noise.pk, values={"grade": "serious", "validity": "valid", "demand": "停止夜间施工"}, expected=0,
        by=cast.clerk, at=at + timedelta(minutes=101),
    )  # fmt: skip
    sheet = hands.change()
    record(
        category="INC",
        subcategory="lift_entrapment",
        place="5栋1号梯",
        description="轿厢内三人",
        minutes=425,
        by=cast.butler,
    )
    return {"leak": leak, "late": late, "noise": noise, "sheet": sheet, "evening": moment(20)}


@pytest.fixture
def printed(client_of, now, monday, supervisor):
    """printed(path, person=supervisor) → (reader, its text without spaces); asked at 20:00."""
    now.move_to(monday["evening"])

    def printed(path, person=supervisor):
        answer = client_of(person).get(path)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        reader = read(answer.content)
        return reader, "".join("".join(page.extract_text() for page in reader.pages).split())

    return printed
