"""The last days' openings, changes of shift and closings, each worked through and signed; a radio that was lent meanwhile."""

from datetime import timedelta
from functools import partial

from duty.log import commands as log
from frontdesk.kernel.records.proof import Proof
from handover import assembly, commands
from handover.models import Article, Handover, Loan, Sheet

from .rosters import LATE_BACK, SIGNED_IN_DAYS

WITNESS = "中控室 郝强"
WORDS = (
    "已再次电话跟进，对方答复今天内处理",
    "仍在等材料，已告知住户",
    "已请班长现场看过，安排人手",
    "与住户约了时间，到时陪同",
)
QUESTION = ("8-1-1203 角阀何时回访?", "今天下午，师傅走后满两小时。")


def acts(cast):
    """[(moment, act)] of the larger project."""
    if cast.code != "tgc":
        return []
    found = [(cast.at(min(SIGNED_IN_DAYS, cast.days), "7:30"), _set_up)]
    for back in range(min(SIGNED_IN_DAYS, cast.days), -1, -1):
        early, late = cast.shifts(back)
        relieves = late[-1] if back == LATE_BACK else late[0]  # the other one was late that day
        found += [
            (cast.at(back, "7:42"), _begin(commands.take_over, early[0])),
            (cast.at(back, "7:56"), partial(_sign, witness=WITNESS)),
            (cast.at(back, "13:4" + ("0" if back == 1 else "3")), _begin(commands.take_over, relieves)),
            (cast.at(back, "13:58"), _change),
            (cast.at(back, "21:50"), _begin(commands.prepare, late[0])),
            (cast.at(back, "22:00"), partial(_sign, witness=WITNESS)),
        ]
        if len(late) > 1:
            reader = next(name for name in late if name != relieves)
            found.append((cast.at(back, "14:20"), partial(_read, name=reader)))
    return found + [(cast.at(1, "12:50"), _lend_a_radio), (cast.at(1, "17:52"), _radio_is_back)]


def _set_up(cast, at):
    commands.set_up(desk=cast.desk)


def _begin(verb, name):
    def begin(cast, at):
        verb(desk=cast.desk, by=cast.people[name], at=at)

    return begin


def _open(cast):
    found = Handover.objects.select_related("desk__project", "outgoing", "incoming")
    return found.get(desk=cast.desk, state=Handover.State.OPEN)


def _change(cast, at):
    _sign(cast, at, asks=cast.back(at) == 1)


def _sign(cast, at, *, witness="", asks=False):
    """Whatever is left to do at the open handover, and then the signatures."""
    handover = _open(cast)
    by = {"by": handover.incoming or handover.outgoing, "at": at}
    frame = assembly.assemble(handover, at)
    for number, item in enumerate(item for item in frame.items if item.needs_note):
        said = WORDS[number % len(WORDS)]
        log.add_note(entry_id=item.entry, text=said, by=handover.outgoing, at=at)
    if asks:
        commands.ask(handover_id=handover.pk, text=QUESTION[0], about="", **by)
        commands.answer(question_id=handover.questions.get().pk, text=QUESTION[1], by=handover.outgoing, at=at)
    commands.mark_read(
        handover_id=handover.pk, read_to=frame.reads_to, understood=[item.key for item in frame.items],
        no_questions=not asks, **by,
    )  # fmt: skip
    commands.check(handover_id=handover.pk, faults={}, stand_in="", **by)
    last_words = {"nothing_omitted": True, "no_matters": not frame.totals["entries"], "remark": ""}
    numbers = {one.article.pk: one.expected_here for one in frame.counts}
    commands.count(handover_id=handover.pk, numbers=numbers, witness_name=witness, **last_words, **by)
    handover.refresh_from_db()
    digest = assembly.assemble(handover, at).digest
    proofs = [Proof(person_id=pk, at=at, terminal="10.0.0.12") for pk in handover.signers]
    commands.sign(handover_id=handover.pk, digest=digest, proofs=proofs, **by)


def _read(cast, at, *, name):
    """The other one of the late shift reads the sheet."""
    sheet = Sheet.objects.filter(desk=cast.desk).latest("pk")
    commands.read_sheet(sheet_id=sheet.pk, understood=list(assembly.carried(sheet)), by=cast.people[name], at=at)


def _lend_a_radio(cast, at):
    article = Article.objects.get(desk=cast.desk, name="对讲机")
    commands.lend(
        desk=cast.desk, article_id=article.pk, quantity=1, borrower="维修邓师傅", department="工程维修部",
        purpose="检查电梯机房", due_at=at + timedelta(hours=5, minutes=10), by=cast.people[cast.on_duty(at)[0]], at=at,
    )  # fmt: skip


def _radio_is_back(cast, at):
    loan = Loan.objects.filter(desk=cast.desk).open().latest("pk")
    commands.give_back(loan_id=loan.pk, by=cast.people[cast.on_duty(at)[0]], at=at)
