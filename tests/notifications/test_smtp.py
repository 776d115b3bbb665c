"""E-mail against a real server on the loopback: taken, put off, refused, not there."""

import socket
import ssl
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from notifications import Smtp, Text, TryAgain, Undeliverable
from tests.notifications.certificate import self_signed

TEXT = Text("开班申请已收到（CQ-1）", "办件 CQ-1 已收到。\n.\n咨询电话 12333\n")


HANG_UP = "hang up"


class Postbox:
    """Takes mail, or answers as it is told to."""

    def __init__(self):
        self.taken = []
        self.answers = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.answers.get("RCPT") == HANG_UP:
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        return self.answers.get("MAIL", "250 OK")

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    async def handle_QUIT(self, server, session, envelope):  # noqa: N802
        return self.answers.get("QUIT", "221 Bye")


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def running(postbox):
    """Starts the server in the way a test wants it."""
    started = []

    def start(**options):
        controller = Controller(postbox, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        started.append(controller)
        return controller.port

    yield start
    for controller in started:
        controller.stop()


def free_port():
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def mail(port, **more):
    return Smtp(host="127.0.0.1", port=port, sender="kaiban@office.example", timeout=5, **more)


def read(envelope):
    return message_from_bytes(envelope.content, policy=default)


def test_a_message_arrives_as_it_was_written(running, postbox):
    mail(running(), sender_name="开班通").deliver("a@school.example", TEXT, "outbox-7")
    (envelope,) = postbox.taken
    message = read(envelope)
    assert envelope.rcpt_tos == ["a@school.example"]
    assert message["Subject"] == TEXT.subject
    assert message["From"].addresses[0].display_name == "开班通"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == TEXT.body
    assert message["Date"].datetime.tzinfo is not None


def test_a_repeat_carries_the_same_id_and_another_message_another(running, postbox):
    channel = mail(running())
    for message_id in ("outbox-7", "outbox-7", "outbox-8 <x>\n"):
        channel.deliver("a@school.example", TEXT, message_id)
    first, repeat, other = (read(envelope)["Message-ID"] for envelope in postbox.taken)
    assert first == repeat == channel.message_id("outbox-7")
    assert other != first


def test_a_subject_cannot_smuggle_in_a_header(running, postbox):
    sly = Text("甲\r\nBcc: spy@bad.example", "正文\n")
    mail(running()).deliver("a@school.example", sly, "1")
    (envelope,) = postbox.taken
    assert read(envelope)["Bcc"] is None
    assert envelope.rcpt_tos == ["a@school.example"]


def test_a_very_long_chinese_message_arrives_whole(running, postbox):
    long = Text("题" * 300, "正文" * 20_000 + "\n")
    mail(running()).deliver("a@school.example", long, "1")
    message = read(postbox.taken[0])
    assert (message["Subject"], message.get_content().strip()) == (long.subject, long.body.strip())


@pytest.mark.parametrize(
    ("moment", "answer", "refusal"),
    [
        ("MAIL", "451 busy", TryAgain),
        ("MAIL", "550 unknown sender", Undeliverable),
        ("RCPT", "450 mailbox busy", TryAgain),
        ("RCPT", "421 closing", TryAgain),
        ("RCPT", "550 no such user", Undeliverable),
        ("DATA", "452 full", TryAgain),
        ("DATA", "554 refused as spam", Undeliverable),
    ],
)
def test_what_may_pass_later_is_told_from_what_never_will(
    running, postbox, moment, answer, refusal
):
    postbox.answers[moment] = answer
    with pytest.raises(refusal):
        mail(running()).deliver("a@school.example", TEXT, "1")
    assert postbox.taken == []


def test_a_message_once_taken_is_not_sent_again_for_a_rude_goodbye(running, postbox):
    postbox.answers["QUIT"] = "451 no goodbye"
    mail(running()).deliver("a@school.example", TEXT, "1")
    assert len(postbox.taken) == 1


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "@b.cn", "a b@c.cn", "a@b.cn\nBcc: x@y.cn", "a@b..cn", "甲@b.cn", "a@b@c.cn"],
)
def test_what_is_no_address_is_undeliverable_without_asking_the_server(address):
    with pytest.raises(Undeliverable):
        mail(1).deliver(address, TEXT, "1")


def test_a_server_that_is_not_there_is_tried_again():
    with pytest.raises(TryAgain):
        mail(free_port()).deliver("a@school.example", TEXT, "1")


def test_a_server_that_says_nothing_is_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        channel = Smtp(
            host="127.0.0.1",
            port=silent.getsockname()[1],
            sender="kaiban@office.example",
            timeout=0.2,
        )
        with pytest.raises(TryAgain):
            channel.deliver("a@school.example", TEXT, "1")


def test_a_message_is_never_sent_in_clear_where_encryption_is_asked_for(running, postbox):
    with pytest.raises(TryAgain):
        mail(running(), starttls=True).deliver("a@school.example", TEXT, "1")
    assert postbox.taken == []


def test_an_encrypted_message_arrives_and_a_stranger_is_not_trusted(running, postbox, tmp_path):
    certificate = self_signed(tmp_path)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate.chain, certificate.key)
    port = running(tls_context=server, require_starttls=True)
    trust = ssl.create_default_context(cafile=certificate.chain)
    mail(port, starttls=True, trust=trust).deliver("a@school.example", TEXT, "1")
    assert len(postbox.taken) == 1
    with pytest.raises(TryAgain):
        mail(port, starttls=True).deliver("a@school.example", TEXT, "1")


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the loopback needs no encryption
def test_a_wrong_password_loses_nobody_a_message(running, postbox):
    def known(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"right")

    port = running(authenticator=known, auth_require_tls=False, auth_required=True)
    mail(port, user="kaiban", password="right").deliver("a@school.example", TEXT, "1")
    with pytest.raises(TryAgain):
        mail(port, user="kaiban", password="wrong").deliver("a@school.example", TEXT, "1")
    assert len(postbox.taken) == 1


def test_a_line_that_breaks_in_the_middle_is_tried_again(running, postbox):
    postbox.answers["RCPT"] = HANG_UP
    with pytest.raises(TryAgain):
        mail(running()).deliver("a@school.example", TEXT, "1")


def test_a_sender_that_cannot_be_written_is_told_before_anything_is_sent(running, postbox):
    with pytest.raises(Undeliverable):
        mail(running(), sender_name="甲\r\nBcc: x@y.cn").deliver("a@school.example", TEXT, "1")
    assert postbox.taken == []
