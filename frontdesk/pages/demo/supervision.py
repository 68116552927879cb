"""The supervisor's month: inspections, readings, points of the day, spot checks, findings on their way, a word to somebody."""

import random
from datetime import timedelta

from duty.log import commands as log
from duty.log.models import Entry, Instruction
from frontdesk.kernel.records.proof import Proof
from inspections import commands, evidence, items, reading
from inspections.models import DailyNotice, DailyReading, Finding, SpotDraw
from inspections.results import Found, Result

LATE_BACK, MISSED_BACK, OFF_BACK, EVENING_BACK = 10, 16, 21, 4
NOTICE_DAYS = 8
SPOTS = (24, 17, 9, 2)
POINTS = (
    "3栋二次供水检修，14:00至16:00停水，来电先致歉再说明时间。",
    "周末访客多，访客登记逐人核对房号，不口头放行。",
    "缴费高峰，票据当面点清；排队超过五人立即叫支援。",
    "今晚有大风预警，提醒高层住户收阳台物品，巡查报告随时登记。",
    "电梯维保换人，维保人员须登记并由工程部陪同。",
    "装修垃圾清运改到下午，投诉一律登记，不作口头答复。",
    "新到门禁卡二十张，领用逐张登记卡号。",
    "业委会换届公示，咨询统一答复口径，见公告栏。",
)


def acts(cast):
    """[(moment, act)] of the larger project, from its second day on."""
    if cast.code != "tgc":
        return []
    found = []
    for back in range(cast.days - 1, -1, -1):
        found += [*_inspections(cast, back), *_readings(cast, back), *_points(cast, back)]
    return [*found, *_spot_checks(cast), *_findings(cast), *_acceptance(cast)]


def _inspections(cast, back):
    """One before half past nine, one at the change of shift; of the last full day see `_acceptance`."""
    rng = random.Random(f"inspections {back}")
    if back == OFF_BACK:
        return [(cast.at(back, "8:20"), _off_duty)]
    made = []
    if back not in {MISSED_BACK, 1}:
        clock = "9:41" if back == LATE_BACK else f"9:{rng.randrange(12, 28)}"
        made.append((cast.at(back, clock), _inspect("daily")))
    if rng.random() < 0.85:
        made.append((cast.at(back, f"13:{rng.randrange(48, 59)}"), _inspect("handover")))
    return made


def _readings(cast, back):
    """Every morning the day before; once a day in the evening already, and the rest of it the next morning."""
    if back == OFF_BACK:
        return []
    days = [back + 2, back + 1] if back == OFF_BACK - 1 else [back + 1]
    made = [(cast.at(back, f"9:{8 + number:02}", second=30), _read(day)) for number, day in enumerate(days)]
    if back == 0:
        made = [(cast.at(0, "9:10", second=20), _read(1, remark="已阅。5栋1号梯困人处置及时，见批示。"))]
    if back == EVENING_BACK:
        made.append((cast.at(back, "18:05"), _read(back)))
    return made


def _points(cast, back):
    """The points of the day, ticked by each shift as it comes."""
    if back >= NOTICE_DAYS:
        return []
    early, late = cast.shifts(back)
    come = [
        *(f"7:{53 + number}" for number in range(len(early))),
        *(f"13:{44 + number}" for number in range(len(late))),
    ]
    ticks = [(cast.at(back, clock), _tick(name)) for clock, name in zip(come, [*early, *late], strict=True)]
    return [(cast.at(back, "7:48"), _give_points(POINTS[back])), *ticks]


def _spot_checks(cast):
    """Drawn, shown, and inspected half an hour later."""
    made = []
    for back in SPOTS:
        if back < cast.days:
            wrong = {"duty_log": "第二条未写何处，只写同上"} if back == 9 else {}
            made += [
                (cast.at(back, "15:02"), _draw), (cast.at(back, "15:03"), _show),
                (cast.at(back, "15:31"), _inspect_drawn(wrong)),
            ]  # fmt: skip
    return made


def _findings(cast):
    """One that was verified, one without a measure whose day has passed, and the third on one item within a month."""
    made = []
    for back, item, note, who in (
        (25, "environment", "等候区茶几有水渍，宣传架缺两种资料", "butler2"),
        (12, "environment", "公告栏停水通知已过期未撤下", "butler1"),
        (5, "service", "来电未报部门和姓名", "butler2"),
    ):
        if back < cast.days:
            failed = _failed(cast, item, note, who, days=3)
            made.append((cast.at(back, "16:20"), _inspect("adhoc", failed, only=[item, "duty_log"])))
    if cast.days > 12:
        made += _settled(
            cast, 12, "16:40", "butler1", "换通知的人和撤通知的人不是同一人", "通知上写撤下日期，早班开台时核对"
        )
    if cast.days > 5:
        made.append((cast.at(5, "16:45"), _step(commands.find_cause, "butler2", "新话术没有贴在电话旁")))
    if cast.days > 3:
        made.append((cast.at(3, "16:10"), _coach("clerk2", "到岗晚六分钟，交接要提前十五分钟；路上有事先打电话。")))
    return made


def _settled(cast, back, clock, who, cause, measure):
    at = cast.at(back, clock)
    return [
        (at, _step(commands.find_cause, who, cause)),
        (at + timedelta(minutes=2), _step(commands.decide_measure, who, measure)),
        (cast.at(back - 1, "10:15"), _step(commands.report_done, who, "已照做")),
        (cast.at(back - 1, "16:30"), _step(commands.verify, "supervisor", "复查有效", effective=True)),
    ]


def _acceptance(cast):
    """The last full day: 9:20 with one finding, verified 16:35; today 9:10 the reading, with one instruction."""
    wrong = "柜台上有一份业户资料未收起，访客可以看到姓名和房号。"
    done = {"correction": "资料已入柜上锁。", "guidance": "当面提醒早班两人：客户资料随用随收。"}
    if cast.days < 2:  # the day on which the book was begun is not inspected yet
        return []
    return [
        (cast.at(1, "9:20"), _inspect("daily", _failed(cast, "environment", wrong, "clerk1", days=1, **done))),
        (cast.at(1, "9:30"), _coach("clerk1", "早高峰资料多，接待完一户就入柜，再接下一户。")),
        (cast.at(1, "9:41"), _step(commands.find_cause, "clerk1", "早高峰接待时顺手放下，忘记收回。")),
        (cast.at(1, "9:43"), _step(commands.decide_measure, "clerk1", "柜台内侧加一个带盖资料盒。")),
        (cast.at(1, "15:50"), _step(commands.report_done, "clerk1", "资料盒已到位。")),
        (
            cast.at(1, "16:35"),
            _step(commands.verify, "supervisor", "下午复查柜台无资料外露，验证有效。", effective=True),
        ),
        (cast.at(0, "9:11"), _instruct),
        (cast.at(0, "16:40"), _carry_out),
        (cast.at(0, "16:48"), _close),
    ]


# -- acts: each runs one command as whoever does it then


def _proof(person, at):
    return Proof(person_id=person.pk, at=at, terminal="10.0.0.12")


def _chief(cast, at):
    return cast.people[cast.chief(at)]


def _failed(cast, item, note, who, *, days, **more):
    return lambda at: Found(
        code=item, result=Result.FAIL, note=note, owner=cast.people[who],
        due=at.astimezone(cast.zone).date() + timedelta(days=days), **more,
    )  # fmt: skip


def _inspect(kind, failed=None, only=()):
    def inspect(cast, at):
        wrong, samples = failed(at) if failed else None, evidence.offered(cast.desk)
        found = []
        for item in items.current(cast.desk.pk)[1]:
            if only and item.code not in only:
                continue
            looked_at = tuple((one.kind, one.pk) for one in samples.get(item.code, ())[:2])
            passed = Found(code=item.code, result=Result.PASS, evidence=looked_at)
            found.append(wrong if wrong and wrong.code == item.code else passed)
        by = _chief(cast, at)
        commands.inspect(desk=cast.desk, kind=kind, found=found, proof=_proof(by, at), by=by, at=at)

    return inspect


def _off_duty(cast, at):
    commands.note_off_duty(
        desk=cast.desk,
        date=at.astimezone(cast.zone).date(),
        reason="主管病假，当天无人代理",
        by=cast.people["lead"],
        at=at,
    )


def _read(back, remark=""):
    def read(cast, at):
        day, by = cast.now.date() - timedelta(days=back), _chief(cast, at)
        written = reading.written(cast.desk, day)
        last = DailyReading.objects.filter(desk=cast.desk, day=day).last()
        if last is None or written.new_since(last):
            said = {"digest": written.digest, "remark": remark, "proof": _proof(by, at)}
            commands.read_day(desk=cast.desk, day=day, by=by, at=at, **said)

    return read


def _give_points(text):
    def give(cast, at):
        by = _chief(cast, at)
        commands.give_notice(desk=cast.desk, date=at.astimezone(cast.zone).date(), text=text, by=by, at=at)

    return give


def _tick(name):
    def tick(cast, at):
        notice = DailyNotice.objects.filter(desk=cast.desk).latest("id")
        commands.tick_notice(notice_id=notice.pk, by=cast.people[name], at=at)

    return tick


def _draw(cast, at):
    commands.draw(desk=cast.desk, by=_chief(cast, at), at=at)


def _show(cast, at):
    commands.reveal(draw_id=SpotDraw.objects.filter(desk=cast.desk).first().pk, by=_chief(cast, at), at=at)


def _inspect_drawn(wrong):
    def inspect(cast, at):
        made, by = SpotDraw.objects.filter(desk=cast.desk).first(), _chief(cast, at)
        looked_at = tuple(("log.entry", pk) for pk in made.reveals.get().entry_ids)
        found = [
            Found(
                code=code, result=Result.FAIL if code in wrong else Result.PASS, note=wrong.get(code, ""), evidence=seen,
                owner=cast.people["clerk1"] if code in wrong else None,
            )
            for code, seen in (("duty_log", looked_at), ("handover", ()), ("customer_info", ()))
        ]  # fmt: skip
        commands.inspect_drawn(draw_id=made.pk, found=found, proof=_proof(by, at), by=by, at=at)

    return inspect


def _step(verb, name, text, **more):
    """A step of the newest finding that this person has anything to do with: the newest of all."""

    def step(cast, at):
        finding = Finding.objects.filter(desk=cast.desk).latest("id")
        verb(finding_id=finding.pk, text=text, by=cast.people[name], at=at, **more)

    return step


def _coach(name, text):
    def coach(cast, at):
        commands.coach(desk=cast.desk, person=cast.people[name], text=text, by=_chief(cast, at), at=at)

    return coach


def _trapped(cast):
    since = cast.at(1, "17:10", second=0)
    rows = Entry.objects.filter(desk=cast.desk, category="INC", recorded_at__gte=since)
    return rows.order_by("id").first()


def _instruct(cast, at):
    if entry := _trapped(cast):
        text = "请工程维修部今天17:00前交书面原因和同型号电梯排查计划，前台同步答复三位住户。"
        commands.instruct(
            entry_id=entry.pk, text=text, due_at=cast.at(0, "17:00", second=0), by=cast.people["supervisor"], at=at
        )


def _carry_out(cast, at):
    if given := Instruction.objects.open().filter(entry=_trapped(cast)).first():
        log.carry_out(
            instruction_id=given.pk,
            text="书面原因和排查计划已收到并存档，三位住户已电话答复。",
            by=cast.people["butler1"],
            at=at,
        )


def _close(cast, at):
    if entry := _trapped(cast):
        log.close_matter(
            entry_id=entry.pk, result="原因为门锁触点氧化，同型号三台已排查。", by=cast.people["butler1"], at=at
        )
