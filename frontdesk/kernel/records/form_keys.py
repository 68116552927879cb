"""The key of a form that may be sent twice, as it is kept: tells the same sent again from something else.

Knows no model, so that a check from outside can use it.
"""

import hashlib


def of_form(key):
    """The part that is the form's own, whatever was sent with it."""
    return _digest(key)[:22]


def of_sent(key, said):
    """What commands are given. key: the form's own; said: what was sent."""
    return f"{of_form(key)}.{_digest(said)[:13]}"


def parts(key):
    """(the form's own part, what was sent) of a key as commands are given it; '' for the latter where it tells only the form."""
    form, _, said = key.partition(".")
    return form, said


def _digest(text):
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
