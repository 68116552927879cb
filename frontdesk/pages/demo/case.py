"""A case: one entry and the steps that follow it, each a command that a user's click would run."""

from dataclasses import dataclass, field
from datetime import datetime

from duty.log import commands

PEOPLE = ("owner", "outgoing_approver")


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

    def _then(self, run, when, more, **words):
        at = when if isinstance(when, datetime) else self.cast.at(self.cast.back(self.at) - more.get("days", 0), when)
        by = more.get("by") or self.cast.hand(at)
        self.steps.append(Step(run, at, by, words))
        return self
