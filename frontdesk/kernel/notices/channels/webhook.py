"""One POST to a host of the allow-list, and to nowhere else.

An address that somebody typed makes this server knock at a door, so it is asked twice which door: when the address
is saved and before each message. HTTPS to one of NOTICE_HOSTS on its own port, and the path of that maker's robots.
The name is resolved once, every address it leads to must be a public one, and the connection goes to just that
address, so that a name which changes its mind in between (DNS rebinding) gains nothing; the certificate must be the
name's. No redirect is followed, no proxy is used, the whole takes ten seconds at most and the answer 64 KiB.

http.client rather than urllib.request, which neither lets us choose the address nor follows no redirect by itself.
"""

import http.client
import ipaddress
import json
import re
import socket
import ssl
import time
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from frontdesk.kernel.people.refusal import Refused

from ..models import Wrong
from .errors import NotSent

PORT = 443
STEP_SECONDS, ALL_SECONDS = 5, 10
ANSWER_BYTES = 64 * 1024
LONGEST = 300
PLAIN = re.compile(r"[\x21-\x7e]+")  # what an address is written with; parsers differ over everything else
WORD = re.compile(r"[A-Za-z0-9_-]{8,128}")


def check(address, *, path, key=""):
    """Raises Refused, with what to do about it, unless a robot's address may be posted to.

    path: of that maker's robots; ends with "/" when the robot's key is its last part, else `key` names it in the query.
    """
    if len(address) > LONGEST:
        raise Refused(_("This address is too long. Copy it from the robot's settings."))
    if not PLAIN.fullmatch(address) or "\\" in address:
        raise Refused(_("An address has only plain letters, digits and signs. Copy it from the robot's settings."))
    try:
        parts = urlsplit(address)
        has_port = parts.port is not None or parts.netloc.endswith(":")
    except ValueError:
        raise Refused(_("This is no address. Copy it from the robot's settings.")) from None
    if parts.scheme != "https":
        raise Refused(_("The address must begin with https://. Copy it from the robot's settings."))
    if "@" in parts.netloc:
        raise Refused(_("The address must not hold a user name or a password. Copy it from the robot's settings."))
    if has_port:
        raise Refused(_("The address must not name a port. Copy it from the robot's settings."))
    if parts.hostname not in settings.NOTICE_HOSTS:
        said = _("Messages go only to %(hosts)s. Copy the address from the robot's settings.")
        raise Refused(said % {"hosts": ", ".join(settings.NOTICE_HOSTS)})
    if "#" in address or not _is_robot(parts, path, key):
        raise Refused(_("This is not the address of such a robot. Copy it from the robot's settings."))


def _is_robot(parts, path, key):
    if key:
        named = parse_qsl(parts.query, keep_blank_values=True)
        return parts.path == path and [name for name, _ in named] == [key] and bool(WORD.fullmatch(named[0][1]))
    return parts.path.startswith(path) and not parts.query and bool(WORD.fullmatch(parts.path[len(path) :]))


def check_again(address, *, path, key=""):
    """The same before each message: the allow-list may have changed, or the row."""
    try:
        check(address, path=path, key=key)
    except Refused as no:
        raise NotSent(Wrong.ADDRESS) from no


def post(address, payload):
    """POST a dict as JSON and give the dict that was answered; raises NotSent. `address` has passed `check`."""
    parts = urlsplit(address)
    connection = Pinned(parts.hostname)
    body = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "front-desk"}
    try:
        connection.request("POST", f"{parts.path}?{parts.query}" if parts.query else parts.path, body, headers)
        with connection.getresponse() as answer:
            said = answer.read(ANSWER_BYTES + 1)
    except TimeoutError as late:
        raise NotSent(Wrong.SLOW) from late
    except ssl.SSLCertVerificationError as no:
        raise NotSent(Wrong.CERTIFICATE) from no
    except (OSError, http.client.HTTPException) as no:
        raise NotSent(Wrong.UNREACHABLE) from no
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise NotSent(Wrong.ANSWER, f"HTTP {answer.status}")
    try:
        told = json.loads(said) if len(said) <= ANSWER_BYTES else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise NotSent(Wrong.ANSWER)
    return told


def expect_zero(answer, code, words):
    """Robots answer 200 to everything; whether they took the message stands in their own code."""
    if answer.get(code) != 0 or isinstance(answer[code], bool):
        raise NotSent(Wrong.REFUSED, f"{str(answer.get(code))[:20]} {str(answer.get(words, ''))[:200]}")


class Pinned(http.client.HTTPSConnection):
    """A connection to an address that was looked at, under the name it was looked up by."""

    def __init__(self, host):
        self.trust = trust()
        super().__init__(host, PORT, timeout=STEP_SECONDS, context=self.trust)

    def connect(self):
        deadline = time.monotonic() + ALL_SECONDS
        plain = socket.create_connection((public_address(self.host), self.port), self.timeout)
        try:
            self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise
        self.sock.deadline = deadline


class Hurried(ssl.SSLSocket):
    """Reads until a deadline: a server that sends a byte now and then holds nobody up."""

    deadline = None

    def recv_into(self, *args, **kwargs):
        if self.deadline is not None:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.settimeout(min(left, STEP_SECONDS))
        return super().recv_into(*args, **kwargs)


def trust():
    """The TLS settings: the certificate is checked against the name, by the authorities that this machine trusts."""
    context = ssl.create_default_context()
    context.sslsocket_class = Hurried
    return context


def public_address(host):
    """The first address that a name leads to; NotSent when any of them is an inside one."""
    found = [line[4][0] for line in socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)]
    if not found or not all(is_public(address) for address in found):
        raise NotSent(Wrong.INSIDE)
    return found[0]


def is_public(address):
    """Whether an IP address is one of the wide world: not private, loopback, link-local, shared, multicast, or a wrapped one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if ip.version == 6:
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif ip not in WORLD_6 or ip.sixtofour or ip.teredo:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


WORLD_6 = ipaddress.ip_network("2000::/3")
