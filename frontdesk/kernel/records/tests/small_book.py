"""A book with at least one of every kind of sealed record in it, made by the commands that the desk uses."""

import hashlib
import io
from dataclasses import replace
from datetime import timedelta

from PIL import Image

from duty.log import commands as log
from duty.log import targets
from duty.log.models import PhoneCall, TargetPlan
from duty.roster import commands as rosters
from duty.roster.models import DutyCase, Outcome, Roster
from frontdesk.kernel.appointments import commands as appointments
from frontdesk.kernel.people.models import Desk, Role
from frontdesk.kernel.records import attachments
from frontdesk.kernel.records.proof import Proof
from handover import assembly
from handover import commands as handover
from handover.models import Article, Handover, Sheet
from inspections import commands as inspections
from inspections import reading, results
from inspections.models import OffDuty, SpotDraw
from tests import cast as stage

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
            sheets_and_steps(cast, entry, at)
            telephone(cast, at)
            reachability(cast, at)
            target_times(cast, at)
            a_month(cast, at)
            attendance(cast, at)
            handing_over(cast, at)
            supervising(cast, at)
            an_archive(at)
        at += MINUTE
    return at


def sheets_and_steps(cast, repair, at):
    """A sheet of each sort, and an incident with whatever hangs on one."""
    clerk, desk = cast.clerk, cast.desk.pk
    log.dispatch(entry_id=repair.pk, department="engineering", whom="周师傅", by=clerk, at=at)
    log.save_sheet(entry_id=repair.pk, values={"trade": "电梯", "technician": "周师傅"}, expected=0, by=clerk, at=at)
    for said, values in (
        ({**SAID[2]}, {"grade": "ordinary", "validity": "valid", "demand": "停工"}),
        (
            {**SAID[0], "category": "SVC", "subcategory": "paid", "description": "洗空调"},
            {"sort": "paid", "item": "空调清洗", "performer": "周师傅", "price_told": True, "amount_fen": 12000},
        ),
    ):
        entry = log.record_entry(desk_id=desk, intake=log.Intake(**said), by=clerk, at=at)
        log.save_sheet(entry_id=entry.pk, values=values, expected=0, by=clerk, at=at)
    said = {**SAID[0], "category": "INC", "subcategory": "lift_entrapment"}
    incident = log.record_entry(desk_id=desk, intake=log.Intake(**said), by=clerk, at=at)
    log.call_out(entry_id=incident.pk, department="engineering", whom="贺师傅", by=clerk, at=at)
    log.take_measure(entry_id=incident.pk, measure="lift_stopped", place="1号梯", text="停梯", by=clerk, at=at)
    log.instruct(entry_id=incident.pk, text="通知家属", by=cast.supervisor, at=at)
    log.contain(entry_id=incident.pk, text="已救出", by=clerk, at=at)


def telephone(cast, at):
    """A log of two calls taken over, and the missed one rung back."""
    data = f"时间,号码,振铃,状态\n{at:%Y-%m-%d %H:%M:%S},13700003333,31,未接\n{at:%Y-%m-%d %H:%M:%S},13700004444,8,已接".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    log.import_calls(
        desk=cast.desk,
        name="记录.csv",
        data=data,
        sha256=sha256,
        leave_out=False,
        by=cast.clerk,
        at=at,
    )
    call = PhoneCall.objects.filter(desk=cast.desk).waiting().first()
    log.return_call(call_id=call.pk, reached=True, text="问停水", by=cast.clerk, at=at)


def reachability(cast, at):
    """A post, an attempt to ring it, and a drill that it confirms."""
    post = log.fill_post(
        project_id=cast.desk.project_id,
        kind="supervisor",
        holder=cast.supervisor,
        phone="13800001111",
        by=cast.lead,
        at=at,
    )
    log.attempt_contact(
        desk=cast.desk, post_id=post.pk, is_deputy=False, outcome="busy", text="占线", by=cast.clerk, at=at
    )
    drill = log.start_drill(desk=cast.desk, text="每月一次", by=cast.lead, at=at)
    log.answer_drill(drill_id=drill.pk, kind=post.kind, by=cast.supervisor, at=at)


def target_times(cast, at):
    """A version of the project's own."""
    version = TargetPlan.objects.filter(project=cast.desk.project_id).count()
    rows = [replace(targets.USUAL[0], solve_minutes=600 + version), *targets.USUAL[1:]]
    log.set_targets(project_id=cast.desk.project_id, rows=rows, starts_at=at, by=cast.lead, at=at)


def a_month(cast, at):
    """The first month that has no roster yet, approved; then the leave of one day, and with it a second version."""
    first = at.date().replace(day=1)
    while Roster.objects.filter(desk=cast.desk, month=first).exists():
        first = (first + timedelta(days=32)).replace(day=1)
    day = max(first, at.date())
    by = {"by": cast.supervisor, "at": at}
    roster = rosters.begin_month(desk=cast.desk, month=first, **by)
    for person, code in ((cast.clerk, "E"), (cast.butler, "L")):
        rosters.put(roster_id=roster.pk, person=person, day=day, code=code, **by)
    if day > first:  # a shift that is over
        rosters.put(roster_id=roster.pk, person=cast.butler, day=day - timedelta(days=1), code="E", **by)
    rosters.complete(roster_id=roster.pk, **by)
    rosters.review(roster_id=roster.pk, note="只排一天", proof=_proof(cast.supervisor, at), **by)
    rosters.submit(roster_id=roster.pk, **by)
    rosters.approve(roster_id=roster.pk, by=cast.lead, at=at, proof=_proof(cast.lead, at))
    leave = rosters.ask_leave(
        desk=cast.desk, leave="AL", first_day=day + timedelta(days=1), last_day=day + timedelta(days=1), reason="探亲",
        by=cast.clerk, at=at,
    )  # fmt: skip
    rosters.decide(request_id=leave.pk, approves=True, **by)


def attendance(cast, at):
    """The clerk comes late, steps away, and leaves; the case is decided; the desk calls for support."""
    by = {"desk": cast.desk, "by": cast.clerk, "at": at}
    rosters.sign_in(**by)
    rosters.step_away(reason="取快递", cover=cast.supervisor, **by)
    rosters.sign_out(**by)
    rosters.call_support(reason="排队", **by)
    if case := DutyCase.objects.filter(desk=cast.desk, decisions=None).first():
        outcome = Outcome.objects.filter(project=cast.desk.project_id).first()
        rosters.decide_case(case_id=case.pk, outcome=outcome, reason="电梯故障", by=cast.supervisor, at=at)


def handing_over(cast, at):
    """Once: the clerk opens the desk after refusing at first, something is lent and comes back, and she is let go."""
    if Sheet.objects.filter(desk=cast.desk).exists():
        return
    by = {"by": cast.clerk, "at": at}
    handover.set_up(desk=cast.desk)
    article = Article.objects.filter(desk=cast.desk).first()
    words = {"quantity": 1, "borrower": "高明", "phone": "13800135555", "purpose": "巡楼", "escort": "李队"}
    loan = handover.lend(desk=cast.desk, article_id=article.pk, due_at=at + timedelta(hours=2), **words, **by)
    handover.give_back(loan_id=loan.pk, condition="天线松", **by)
    begun = handover.take_over(desk=cast.desk, **by)
    handover.refuse(handover_id=begun.pk, reason="not_prepared", text="钥匙柜没锁", **by)
    frame = assembly.assemble(begun, at)
    understood = [item.key for item in frame.items]
    handover.mark_read(handover_id=begun.pk, read_to=frame.reads_to, understood=understood, no_questions=True, **by)
    handover.check(handover_id=begun.pk, faults={}, stand_in="", **by)
    numbers = {one.article.pk: one.expected_here for one in frame.counts}
    last_words = {"nothing_omitted": True, "no_matters": False, "remark": "", "witness_name": "中控室 郝强"}
    handover.count(handover_id=begun.pk, numbers=numbers, **last_words, **by)
    digest = assembly.assemble(Handover.objects.get(pk=begun.pk), at).digest
    sheet = handover.sign(handover_id=begun.pk, digest=digest, proofs=[_proof(cast.clerk, at)], **by)
    handover.read_sheet(sheet_id=sheet.pk, understood=assembly.carried(sheet), by=cast.butler, at=at)
    handover.release(desk=cast.desk, person=cast.clerk, way="other", reason="家中急事", by=cast.supervisor, at=at)
    rosters.sign_out(desk=cast.desk, **by)


def supervising(cast, at):
    """The supervisor inspects with one finding, reads the day, says what has to be minded, and once draws a spot check."""
    by, day = {"by": cast.supervisor, "at": at}, at.date()
    signed = {"proof": _proof(cast.supervisor, at), **by}
    failed = results.Found(
        code="environment", result="fail", note="柜台上有客户资料", correction="已收起", owner=cast.clerk
    )
    one = inspections.inspect(desk=cast.desk, kind="adhoc", found=[failed], **signed)
    inspections.find_cause(finding_id=one.findings.get().pk, text="忘记收", by=cast.clerk, at=at)
    inspections.decide_measure(finding_id=one.findings.get().pk, text="加资料盒", person=cast.clerk, due=day, **by)
    inspections.coach(desk=cast.desk, person=cast.clerk, text="随用随收", inspection_id=one.pk, **by)
    inspections.coach(desk=cast.desk, date=day, code="E", text="台面", **by)
    notice = inspections.give_notice(desk=cast.desk, date=day, text="下午停水", **by)
    inspections.tick_notice(notice_id=notice.pk, by=cast.clerk, at=at)
    digest = reading.written(cast.desk, day).digest
    inspections.read_day(desk=cast.desk, day=day, digest=digest, remark="已阅", **signed)
    if not OffDuty.objects.filter(desk=cast.desk, date=day).exists():
        inspections.note_off_duty(desk=cast.desk, date=day, reason="下午培训", **by)
    if not SpotDraw.objects.filter(desk=cast.desk).exists():
        drawn = inspections.draw(desk=cast.desk, **by)
        inspections.reveal(draw_id=drawn.pk, **by)
        passed = results.Found(code="duty_log", result="pass")
        inspections.inspect_drawn(draw_id=drawn.pk, found=[passed], **signed)


def an_archive(at):
    """Once, at a desk of its own whose time is over: personal data erased, a volume closed, exported, disposed of."""
    if Desk.objects.filter(project__code="OLD").exists():
        return
    began = (at - timedelta(days=90)).replace(day=3)
    lead, supervisor = stage.person("old-lead", "郭建明"), stage.person("old-supervisor", "沈慧敏")
    desk = appointments.open_project(
        code="OLD", name="旧城", centre_name="客户服务中心", desk_name="前台", lead=lead, at=began
    )
    appointments.appoint(
        project_id=desk.project_id, person=supervisor, role=Role.SUPERVISOR, starts_at=began, by=lead, at=began
    )
    by = {"by": supervisor, "at": began}
    entry = log.record_entry(desk_id=desk.pk, intake=log.Intake(**SAID[1], phone="13800138000"), **by)
    request = log.ask_erasure(
        desk=desk, entry_ids=[entry.pk], keys=[f"log.entry:{entry.pk}:phone"], ground="consent", reason="本人来函",
        proof=_proof(supervisor, began), **by,
    )  # fmt: skip
    log.approve_erasure(request_id=request.pk, by=lead, at=began, proof=_proof(lead, began))
    month_over = (began + timedelta(days=32)).replace(day=1)
    by = {"by": supervisor, "book_id": entry.book_id}
    log.close_book(custodian=supervisor, place="档案柜", proof=_proof(supervisor, month_over), at=month_over, **by)
    log.run_exports(at=month_over)
    old = month_over.replace(year=month_over.year + 3) + timedelta(days=1)
    log.ask_disposal(reason="到期", proof=_proof(supervisor, old), at=old, **by)
    log.approve_disposal(proof=_proof(lead, old), at=old, by=lead, book_id=entry.book_id)
    log.carry_out_disposals(at=old)


def _proof(person, at):
    return Proof(person_id=person.pk, at=at, terminal="10.0.0.7")


def stand_in(cast, at):
    """The butler stands in for the supervisor for a day, which the lead signs."""
    appointments.appoint(
        project_id=cast.desk.project_id, person=cast.butler, role=Role.SUPERVISOR, acting=True, reason="培训",
        starts_at=at, ends_at=at + timedelta(days=1), by=cast.lead, at=at,
        proof=_proof(cast.lead, at),
    )  # fmt: skip
