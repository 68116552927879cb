"""The name under which the system itself writes into the book: what nobody did, such as not coming, nobody can sign."""

from .models import User

USERNAME = "automatic"


def actor():
    """The User that stands for the system; it holds no role, has no password and cannot sign in."""
    somebody = User.objects.filter(username=USERNAME).first()
    if somebody is None:
        somebody = User(username=USERNAME, name="自动", is_active=False)
        somebody.set_unusable_password()
        somebody.save()
    return somebody
