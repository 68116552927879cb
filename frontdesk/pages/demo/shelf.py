"""The archive: last month's volume closed on the first, its disposal on hold, and one line erased as the law demands."""

from datetime import timedelta

from duty.log import commands, erasing
from duty.log.models import Entry, ErasureRequest, LogBook
from frontdesk.kernel.records.proof import Proof

KEEPERS = {"tgc": ("office", "档案室 2 号柜第 3 层"), "yhw": ("supervisor9", "前台文件柜")}
ERASED_BACK = 4


def acts(cast):
    """[(moment, act)] of either project."""
    back = cast.now.day - 1
    found = []
    if back < cast.days:
        found += [(cast.at(back, "9:42"), _close), (cast.at(back, "9:50"), _make_files)]
    if cast.code == "tgc":
        if 0 < back < cast.days:
            found.append((cast.at(back - 1, "16:05"), _hold))
        if cast.days > ERASED_BACK:
            found += [(cast.at(2, "10:12"), _ask_erasure), (cast.at(2, "15:30"), _erase)]
    return found


def _people(cast):
    return [cast.people[name] for name in (("supervisor", "lead") if cast.code == "tgc" else ("supervisor9", "lead9"))]


def _proof(person, at):
    return Proof(person_id=person.pk, at=at, terminal="192.168.1.20")


def _past(cast):
    """The volumes of the months before this one."""
    return LogBook.objects.filter(desk=cast.desk, month__lt=cast.now.date().replace(day=1))


def _close(cast, at):
    supervisor, _lead = _people(cast)
    keeper, place = KEEPERS[cast.code]
    for book in _past(cast).filter(closing=None):
        commands.close_book(
            book_id=book.pk,
            custodian=cast.people[keeper],
            place=place,
            by=supervisor,
            at=at,
            proof=_proof(supervisor, at),
        )


def _make_files(cast, at):
    """As the worker does, so that the register is complete without waiting for one."""
    commands.run_exports(at=at)


def _hold(cast, at):
    _supervisor, lead = _people(cast)
    for book in _past(cast).exclude(closing=None)[:1]:
        commands.hold(book_id=book.pk, reason="业委会就电梯困人一事要求保全记录，事情了结前暂停销毁。", by=lead, at=at)


def _ask_erasure(cast, at):
    """Somebody who only asked the way wants her name and number gone."""
    supervisor, _lead = _people(cast)
    told = Entry.objects.filter(
        desk=cast.desk, category="ENQ", caller_name__isnull=False, phone__isnull=False, matter__state="closed",
        recorded_at__lt=at - timedelta(days=1),
    )  # fmt: skip
    if entry := told.order_by("-id").first():
        keys = [piece.key for piece in erasing.pieces([entry]) if piece.field in {"caller_name", "phone"}]
        commands.ask_erasure(
            desk=cast.desk, entry_ids=[entry.pk], keys=keys, ground="consent",
            reason="来电人书面要求删除其姓名和电话，身份已核对。", by=supervisor, at=at, proof=_proof(supervisor, at),
        )  # fmt: skip


def _erase(cast, at):
    _supervisor, lead = _people(cast)
    for request in ErasureRequest.objects.filter(desk=cast.desk, answer=None):
        commands.approve_erasure(request_id=request.pk, by=lead, at=at, proof=_proof(lead, at))
