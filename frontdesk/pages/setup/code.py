"""The code that opens an empty house: whoever reads the server's console may set it up, and nobody else on the network.

It is reckoned from the installation's secret and the moment at which its database was made. So every process of the
installation says the same without keeping anything, another database has another one, and the first project ends it.
"""

import base64

from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 12


def setup_code():
    """The code as it is printed: 'k3mf-7qzx-2ahd'."""
    made = MigrationRecorder.Migration.objects.order_by("id").values_list("applied", flat=True)[0]
    digest = salted_hmac("frontdesk.pages.setup", made.isoformat(), algorithm="sha256").digest()
    text = base64.b32encode(digest).decode().lower()[:LENGTH]
    return "-".join(text[place : place + 4] for place in range(0, LENGTH, 4))


def is_right(typed):
    """Whether somebody typed the code, with or without its dashes."""
    plain = "".join(letter for letter in typed.lower() if letter.isalnum())
    return constant_time_compare(plain, setup_code().replace("-", ""))
