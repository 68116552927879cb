"""A case: one entry and the steps that follow it, each a command that a user's click would run."""

from dataclasses import dataclass, field
from datetime import datetime

from duty.log import commands
from duty.log.models import CallOut, Escalation, Measure
from duty.log.models.notes import Decision

PEOPLE = ("owner", "outgoing_approver")


def _on(model, verb, argument, **which):
    """The verb on the strand of that kind which is open on the entry."""

    def run(*, entry_id, **words):
        strand = model.objects.open().filter(entry_id=entry_id, **which).latest("pk")
        verb(**{argument: strand.pk}, **words)

    return run


@dataclass
class Step:
    """run(entry_id=…, by=…, at=…, **words)"""

    run: callable
    at: datetime
    by: str
    words: dict


@dataclass
class Case:
    """intake: keyword arguments of Intake, with people by their user names."""

    cast: object
    at: datetime
    by: str
    intake: dict
    steps: list[Step] = field(default_factory=list)
    entry_id: int | None = None

    def record(self):
        people = {name: self.cast.people[self.intake[name]] for name in PEOPLE if name in self.intake}
        intake = commands.Intake(**{**self.intake, **people})
        entry = commands.record_entry(
            desk_id=self.cast.desk.pk, intake=intake, by=self.cast.people[self.by], at=self.at
        )
        self.entry_id = entry.pk

    def play(self, step):
        words = dict(step.words)
        if "person" in words:
            words["person"] = self.cast.people[words["person"]]
        step.run(entry_id=self.entry_id, by=self.cast.people[step.by], at=step.at, **words)

    # -- what may follow; `when` is a moment, or a clock time of the same day or `days` later

    def note(self, when, text, **more):
        return self._then(commands.add_note, when, more, text=text)

    def close(self, when, result, **more):
        return self._then(commands.close_matter, when, more, result=result)

    def reopen(self, when, reason, **more):
        return self._then(commands.reopen_matter, when, more, reason=reason)

    def call_back(self, when, rating, text="", **more):
        return self._then(commands.call_back, when, more, rating=rating, text=text)

    def give(self, when, person, text="", **more):
        return self._then(commands.give_to, when, more, person=person, text=text)

    def correct(self, when, field, new, reason, **more):
        return self._then(commands.correct_entry, when, more, field=field, new=new, reason=reason)

    # -- steps with their own times, and what hangs on the matter

    def dispatch(self, when, department, whom="", text="", **more):
        return self._then(commands.dispatch, when, more, department=department, whom=whom, text=text)

    def accept(self, when, **more):
        return self._then(commands.accept, when, more)

    def arrive(self, when, *, at="", **more):
        """at: the clock time of the arrival, where it is written down later."""
        return self._then(commands.arrive, when, more, **self._happened(at))

    def finish(self, when, text="", **more):
        return self._then(commands.finish, when, more, text=text)

    def contain(self, when, text, *, at="", **more):
        return self._then(commands.contain, when, more, text=text, **self._happened(at))

    def escalate(self, when, reason, **more):
        return self._then(commands.escalate, when, more, reason=reason)

    def decide(self, when, text, *, seen="", by="lead"):
        """The lead has seen it (at another clock time, if given), and decides to handle it."""
        if seen:
            self._then(_on(Escalation, commands.acknowledge, "escalation_id"), seen, {"by": by})
        decided = _on(Escalation, commands.decide, "escalation_id")
        return self._then(decided, when, {"by": by}, decision=Decision.HANDLE, text=text)

    def call_out(self, when, department, *, person=None, whom="", text="", answered="", arrived="", left="", **more):
        """Call a department out; the other clock times are those of its answer, arrival and leaving."""
        who = {"person": person} if person else {}
        self._then(commands.call_out, when, more, department=department, whom=whom, text=text, **who)
        for clock, verb in (
            (answered, commands.answer_call_out), (arrived, commands.reach_site), (left, commands.leave_site),
        ):  # fmt: skip
            if clock:
                by = {"by": person} if person and verb is commands.answer_call_out else more
                self._then(_on(CallOut, verb, "call_out_id", department=department), clock, by)
        return self

    def measure(self, when, measure, place, text, *, lifted="", why="", **more):
        self._then(commands.take_measure, when, more, measure=measure, place=place, text=text)
        if lifted:
            self._then(_on(Measure, commands.lift_measure, "measure_id"), lifted, more, text=why)
        return self

    def sheet(self, when, *, times=1, **values):
        """The sheet of the entry as it stands after this; times: which version it is."""
        return self._then(commands.save_sheet, when, {"by": values.pop("by", "")}, values=values, expected=times - 1)

    def _happened(self, clock):
        return {"happened_at": self.cast.at(self.cast.back(self.at), clock, second=0)} if clock else {}

    def _then(self, run, when, more, **words):
        at = when if isinstance(when, datetime) else self.cast.at(self.cast.back(self.at) - more.get("days", 0), when)
        by = more.get("by") or self.cast.hand(at)
        self.steps.append(Step(run, at, by, words))
        return self
