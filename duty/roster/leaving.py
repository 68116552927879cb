"""Whether somebody may leave the desk after duty. What a higher room knows about it, it asks here (R49)."""

questions: list = []


def ask(question):
    """Called by an app's `ready`. question(desk, present, at): the sentence why somebody has to stay, or None.

    present: their `attendance.Present`; at: the moment at which they want to leave.
    """
    if question not in questions:
        questions.append(question)


def held(desk, present, at):
    """The first sentence why somebody has to stay, or None."""
    return next((sentence for question in questions if (sentence := question(desk, present, at))), None)
