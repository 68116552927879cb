"""Every refusal says what to do next, or who may do it: there is no dead end (R38: clear and complete, for the user too)."""

import ast
import re

from tests.test_architecture import code, here

# What to do now: a verb at the beginning of a sentence or of a part of one.
VERBS = """
    add answer ask call change check choose close come compare copy correct count decide declare dispatch draw end enter
    export fill finish give go have inspect leave lend let lift load look note offer open paste press put raise read remove
    resume ring run save say search set show sign stay switch take tell tick try type wait wish write
""".split()
DO_THIS = re.compile(rf"(^|[.;:] |, (then|or|and) |\bor )({'|'.join(VERBS)})\b", re.IGNORECASE)
# Who may do it: the sentence names them.
THEY_MAY = re.compile(
    r"supervisor|lead\b|administrator|head office|[Tt]hose |[Ww]hoever|colleague|[Ss]omebody else|holder"
    r"|\b[Oo]nly (you|it|the two) "
)
# That nothing is left to do, or what comes of it by itself.
DONE = re.compile(
    r"Nothing (more|was|is)|needs no|nothing to|[Nn]ext is|may sign out|as it stands|You can|stands under"
    r"|What comes later|It can begin|can be closed from|finds it again"
)
# Never before a user: rows that no form writes.
UNSEEN = {
    "A notice leads to a page of this house.", "A random spot check belongs to its draw.", "A roster covers a calendar month.",
    "A volume covers a calendar month.", "What was sent has a time, and nothing else has.",
    "Only a spot check is drawn or chosen.", "Only a measure names who carries it out, and by when.",
    "A finding closes with its cause, a measure and somebody's verification.",
}  # fmt: skip


def sentences():
    """(sentence, where) of everything that is refused in code: commands, forms of other rooms, constraints of models."""
    for path, tree in code():
        named = {
            node.targets[0].id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in ast.walk(tree):
            said = None
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Refused", "Forbidden"} and node.args:
                said = node.args[0]
            elif isinstance(node, ast.keyword) and node.arg in {"violation_error_message", "forbidden"}:
                said = node.value
            if isinstance(said, ast.Name):
                said = named.get(said.id)
            for part in ast.walk(said) if said is not None else ():
                if isinstance(part, ast.Call) and getattr(part.func, "id", "") == "_":
                    yield part.args[0].value, here(path, node)


def test_every_refusal_says_what_to_do_next_or_who_may():
    found = list(sentences())
    assert len(found) > 300
    dead_ends = {
        where: text
        for text, where in found
        if text not in UNSEEN and not any(known.search(text) for known in (DO_THIS, THEY_MAY, DONE))
    }
    assert dead_ends == {}
