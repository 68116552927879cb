"""Whom to ring next, and how reachable a post was: pure questions over attempts (R34)."""

from dataclasses import dataclass
from datetime import timedelta

from .models import ContactAttempt, OnCallPost

FAILURES = 2  # of the same person, then the next one is rung
LATELY = timedelta(hours=1)
ANSWER_DRILL_WITHIN = timedelta(minutes=30)
Kind = OnCallPost.Kind
# Who is rung when neither holder nor deputy answers.
NEXT = {
    Kind.ENGINEERING: Kind.SUPERVISOR,
    Kind.SECURITY: Kind.SUPERVISOR,
    Kind.SUPERVISOR: Kind.PROJECT_LEAD,
    Kind.PROJECT_LEAD: None,
}


@dataclass(frozen=True)
class Advice:
    """Ring `person` of `post` on `phone`; is_deputy: standing in. person None: everybody was tried."""

    post: OnCallPost
    person: object
    phone: str
    is_deputy: bool


def whom_to_ring(kind, posts, attempts):
    """The Advice for a post: its holder, after two failures the deputy, after two more the next level.

    posts: {kind: OnCallPost}; attempts: those of the last hour, [(kind, person_id, outcome)]. A post that nobody
    holds is passed over. None when everybody was tried in vain.
    """
    failures = {}
    for of, person_id, outcome in attempts:
        if outcome != ContactAttempt.Outcome.REACHED:
            failures[of, person_id] = failures.get((of, person_id), 0) + 1
    while kind:
        if post := posts.get(kind):
            for person, phone, is_deputy in ((post.holder, post.phone, False), (post.deputy, post.deputy_phone, True)):
                if person and failures.get((kind, person.pk), 0) < FAILURES:
                    return Advice(post, person, phone, is_deputy)
        kind = NEXT[kind]
    return None


@dataclass(frozen=True)
class Reachability:
    """A post over a span: how often it was rung, reached, reached by the first call, and passed on to the deputy."""

    kind: str
    attempts: int
    reached: int
    first_call: int
    deputy: int
    drills: int
    confirmed: int


def reachability(kind, attempts, drills, answers):
    """attempts: [(entry_id, outcome, is_deputy)] oldest first; drills: how many; answers: how many of them it confirmed."""
    tried, first = set(), 0
    for entry_id, outcome, is_deputy in attempts:
        fresh = entry_id is None or entry_id not in tried
        first += fresh and not is_deputy and outcome == ContactAttempt.Outcome.REACHED
        tried.add(entry_id)
    return Reachability(
        kind=kind,
        attempts=len(attempts),
        reached=sum(outcome == ContactAttempt.Outcome.REACHED for _, outcome, _ in attempts),
        first_call=first,
        deputy=sum(is_deputy for *_, is_deputy in attempts),
        drills=drills,
        confirmed=answers,
    )
