"""A production-like environment that connects to nothing by itself: python -m tests.production check --deploy

What bin/lint checks in it, and what tests change one thing of.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

ENVIRONMENT = {
    "FRONTDESK_MODE": "production",
    "FRONTDESK_DEMO": "0",
    "DJANGO_SECRET_KEY": "only-for-checks-7fK2mQ9xV4tB8wL1zR6yN3cJ5hD0sG7pA2eU4iO9",
    "DJANGO_ALLOWED_HOSTS": "desk.example.cn",
    "DATABASE_URL": "postgresql://frontdesk_app@127.0.0.1:1/frontdesk",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
OURS = {"DJANGO_SETTINGS_MODULE", "DJANGO_DEBUG"}


def environment(**changes):
    """The environment of this process as in production; None takes a name away."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS} | ENVIRONMENT | changes
    return {name: value for name, value in kept.items() if value is not None}


def manage(*words, **changes):
    """manage.py in it, finished."""
    command = [sys.executable, "manage.py", *words]
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder, "checkpoint.key")
        key.touch(mode=0o600)
        key.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        env = environment(**{"CHECKPOINT_KEY": str(key), **changes})
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    done = manage(*sys.argv[1:])
    print(done.stdout + done.stderr, end="")
    sys.exit(done.returncode)
