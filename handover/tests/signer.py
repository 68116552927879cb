"""A process that signs a handover for others once it is told to, and may be killed: handover id, digest, minute, people."""

import os
import sys


def main(handover, digest, minute, *people):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frontdesk.settings")
    django.setup()
    from frontdesk.kernel.people.models import User
    from handover import commands

    from .conftest import moment, proof

    at = moment(13, int(minute))
    found = [User.objects.get(pk=pk) for pk in people]
    print("ready", flush=True)
    sys.stdin.readline()
    commands.sign(
        handover_id=int(handover), digest=digest, proofs=[proof(one, at) for one in found], by=found[0], at=at, key="",
    )  # fmt: skip
    print("signed", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
