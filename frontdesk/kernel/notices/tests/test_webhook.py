"""The connection itself, against a server of our own with a certificate for qyapi.weixin.qq.com."""

import json
import socket
import ssl
import threading
import time
from pathlib import Path

import pytest

from frontdesk.kernel.notices.channels import NotSent, webhook
from frontdesk.kernel.notices.models import Wrong

CERTIFICATE = Path(__file__).with_name("robot.pem")  # made for these tests, by nobody, for nothing else
HOST = "qyapi.weixin.qq.com"
ADDRESS = f"https://{HOST}/cgi-bin/webhook/send?key=00000000"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n" + b'{"errcode":0, "errmsg": "ok"}'


class Robot:
    """A server on this machine; `answer` is written to whoever asks, in pieces; `asked` is what it read."""

    def __init__(self):
        self.answer, self.asked, self.names = [OK], [], []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERTIFICATE)
        self.context.sni_callback = lambda sock, name, context: self.names.append(name)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            try:
                with self.context.wrap_socket(plain, server_side=True) as caller:
                    said = b""
                    while b"}}" not in said:
                        said += caller.recv(65536)
                    self.asked.append(said.decode())
                    for piece in self.answer:
                        caller.sendall(piece)
            except OSError:
                pass

    def close(self):
        if self.listener.fileno() < 0:
            return
        self.listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a caller
        self.listener.close()
        self.thread.join(5)


@pytest.fixture
def robot(monkeypatch):
    """The robot, which the name leads to, as if it stood at a public address and its certificate were trusted."""
    server = Robot()
    trust = ssl.create_default_context(cafile=CERTIFICATE)
    trust.sslsocket_class = webhook.Hurried
    monkeypatch.setattr(webhook, "PORT", server.port)
    monkeypatch.setattr(webhook, "trust", lambda: trust)
    monkeypatch.setattr(webhook, "public_address", lambda host: "127.0.0.1")
    yield server
    server.close()


def fails(address=ADDRESS):
    with pytest.raises(NotSent) as no:
        webhook.post(address, {"text": {"content": "你好"}})
    return no.value.wrong, no.value.answer


def test_a_message_arrives_under_the_name_of_the_host(robot):
    assert webhook.post(ADDRESS, {"text": {"content": "你好"}}) == {"errcode": 0, "errmsg": "ok"}
    head, _, body = robot.asked[0].partition("\r\n\r\n")
    assert head.startswith("POST /cgi-bin/webhook/send?key=00000000 HTTP/1.1\r\n")
    assert f"Host: {HOST}:{robot.port}" in head
    assert robot.names == [HOST]
    assert json.loads(body) == {"text": {"content": "你好"}}


def test_no_redirect_is_followed(robot):
    robot.answer = [f"HTTP/1.1 302 Found\r\nLocation: https://{HOST}/elsewhere\r\nContent-Length: 0\r\n\r\n".encode()]
    assert fails() == (Wrong.ANSWER, "HTTP 302")
    assert len(robot.asked) == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 60_000, b'{"a": "' + b"x" * webhook.ANSWER_BYTES + b'"}']
)
def test_an_answer_that_is_no_small_object_is_a_failure(robot, body):
    robot.answer = [b"HTTP/1.1 200 OK\r\n\r\n", body]
    assert fails() == (Wrong.ANSWER, "")


def test_an_endless_answer_is_not_read_to_its_end(robot):
    robot.answer = (piece for piece in [b"HTTP/1.1 200 OK\r\n\r\n"] + [b"x" * 65536] * 10_000)
    assert fails() == (Wrong.ANSWER, "")


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz"]
)
def test_a_broken_answer_is_a_failure(robot, answer):
    robot.answer = [answer]
    assert fails()[0] == Wrong.UNREACHABLE


def test_a_certificate_of_another_name_is_not_trusted(robot):
    assert fails(ADDRESS.replace("qyapi", "other")) == (Wrong.CERTIFICATE, "")
    assert robot.asked == []


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(robot, monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(webhook, "PORT", robot.port)
    monkeypatch.setattr(webhook, "public_address", lambda host: "127.0.0.1")
    assert fails() == (Wrong.CERTIFICATE, "")


def test_a_server_that_says_nothing_is_left(robot, monkeypatch):
    monkeypatch.setattr(webhook, "STEP_SECONDS", 0.2)
    robot.answer = (time.sleep(1) or b"" for _ in range(3))
    assert fails() == (Wrong.SLOW, "")


def test_a_server_that_sends_a_byte_now_and_then_holds_nobody_up(robot, monkeypatch):
    monkeypatch.setattr(webhook, "ALL_SECONDS", 0.6)
    robot.answer = (time.sleep(0.05) or b"H" for _ in range(200))
    began = time.monotonic()
    assert fails() == (Wrong.SLOW, "")
    assert time.monotonic() - began < 3


def test_nobody_there_is_a_failure(robot):
    robot.close()
    assert fails() == (Wrong.UNREACHABLE, "")


def leads_to(monkeypatch, *addresses):
    """The name leads to these addresses, and every later question to 127.0.0.1; gives the list of questions."""
    asked, resolve = [], socket.getaddrinfo

    def answer(host, *args, **kwargs):
        if host.replace(".", "").isdigit() or ":" in host:  # an address, asked by the connection: no name any more
            return resolve(host, *args, **kwargs)
        asked.append(host)
        found = addresses if len(asked) == 1 else ["127.0.0.1"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


INSIDE = [
    "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001:0:a00:1::1", "::10.0.0.1", "nonsense",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_an_inside_address_is_refused_before_anything_is_sent(monkeypatch, address):
    monkeypatch.setattr(socket, "create_connection", None)
    leads_to(monkeypatch, address)
    assert fails() == (Wrong.INSIDE, "")


def test_one_inside_address_among_public_ones_is_enough(monkeypatch):
    monkeypatch.setattr(socket, "create_connection", None)
    leads_to(monkeypatch, "101.91.40.24", "10.0.0.1")
    assert fails() == (Wrong.INSIDE, "")


def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch):
    """DNS rebinding: the connection goes to the address that was looked at, and the name is not asked again."""
    connected = []

    def connect(address, timeout):
        connected.append((address, timeout))
        raise ConnectionRefusedError

    asked = leads_to(monkeypatch, "101.91.40.24")
    monkeypatch.setattr(socket, "create_connection", connect)
    assert fails() == (Wrong.UNREACHABLE, "")
    assert (asked, connected) == ([HOST], [(("101.91.40.24", 443), 5)])


def test_a_proxy_of_the_environment_is_not_used(robot, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://10.0.0.1:3128")
    assert webhook.post(ADDRESS, {"text": {"content": ""}})["errcode"] == 0


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, "93000 invalid webhook url"),
        ({}, "None"),
        ({"errcode": False}, "False"),
        ({"errcode": "0"}, "0"),
        ({"errcode": 1, "errmsg": ["\u202e\n"] * 99}, None),
    ],
)
def test_what_the_maker_s_own_code_refuses_was_not_sent(answer, said):
    with pytest.raises(NotSent) as no:
        webhook.expect_zero(answer, "errcode", "errmsg")
    assert no.value.wrong == Wrong.REFUSED
    assert no.value.answer == said if said else len(no.value.answer) <= 200
    webhook.expect_zero({"errcode": 0}, "errcode", "errmsg")
