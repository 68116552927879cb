"""Who is on call, a drill, the calls about the lift, and what the telephone system recorded of the last full day."""

import hashlib
from datetime import timedelta

from duty.log import commands
from duty.log.models import Drill, OnCallPost, PhoneCall

POSTS = (
    ("project_lead", "lead", "13912340001", "supervisor", "13912340002"),
    ("supervisor", "supervisor", "13912340002", "butler1", "13912340005"),
    ("security_manager", "security", "13912340003", None, ""),
    ("engineering_supervisor", "engineer", "13912340004", "supervisor", "13912340002"),
)
SPAN = 14 * 60  # minutes of service a day
CALLS = 46


def acts(cast):
    """[(moment, act)] of the larger project."""
    if cast.code != "tgc" or cast.days < 2:
        return []
    week = min(9, cast.days - 1)
    return [
        (cast.at(min(cast.days, 29), "8:20"), _fill_posts),
        (cast.at(week, "20:40"), _drill),
        *((cast.at(week, clock), _confirm(kind)) for clock, kind in (
            ("20:43", "supervisor"), ("20:44", "engineering_supervisor"), ("20:52", "project_lead"),
        )),
        (cast.at(1, "21:58"), _telephone_log),
        (cast.at(1, "21:59"), _ring_back),
    ]  # fmt: skip


def _fill_posts(cast, at):
    for kind, holder, phone, deputy, deputy_phone in POSTS:
        commands.fill_post(
            project_id=cast.desk.project_id, kind=kind, holder=cast.people[holder], phone=phone,
            deputy=cast.people[deputy] if deputy else None, deputy_phone=deputy_phone, by=cast.people["lead"], at=at,
        )  # fmt: skip


def _drill(cast, at):
    commands.start_drill(desk=cast.desk, by=cast.people["supervisor"], at=at, text="每月一次，下班后")


def _confirm(kind):
    def confirm(cast, at):
        holder = OnCallPost.objects.get(project=cast.desk.project_id, kind=kind).holder
        commands.answer_drill(
            drill_id=Drill.objects.filter(desk=cast.desk).latest("id").pk, kind=kind, by=holder, at=at
        )

    return confirm


def _telephone_log(cast, at):
    """What a small exchange exports at the end of the day, in its own words and in GBK."""
    rng, opens = cast.rng, cast.at(1, "8:00", second=0)
    lines = ["呼叫时间,主叫号码,振铃时长,接听状态"]
    for minute in sorted(rng.sample(range(5, SPAN - 10), CALLS)):
        rang, wait = (
            opens + timedelta(minutes=minute, seconds=rng.randrange(60)),
            rng.choice((4, 6, 8, 9, 11, 13, 14, 18)),
        )
        missed = rng.random() < 0.07
        number = f"13{rng.randrange(10**9):09d}"
        lines.append(f"{rang:%Y-%m-%d %H:%M:%S},{number},{31 if missed else wait},{'未接' if missed else '已接'}")
    data = "\n".join(lines).encode("gbk")
    commands.import_calls(
        desk=cast.desk, name=f"热线{opens:%m%d}.csv", data=data, sha256=hashlib.sha256(data).hexdigest(), leave_out=False,
        by=cast.people["clerk2"], at=at,
    )  # fmt: skip


def _ring_back(cast, at):
    """The missed callers of the early shift; those of the evening still wait."""
    for call in PhoneCall.objects.waiting().filter(desk=cast.desk):
        if call.started_at.astimezone(cast.zone).hour < 17:
            commands.return_call(call_id=call.pk, reached=True, text="已回拨，已答复", by=cast.people["clerk2"], at=at)
