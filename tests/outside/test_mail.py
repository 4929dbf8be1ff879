"""Mail to real SMTP servers: secured or not sent, tried again or given up."""

from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from portal.core.clock import now
from portal.core.config import Settings
from portal.outside.mail import Letter, NoSuchMailbox, send
from tests.features.notices.steps import Mailbox, open_mailbox

LETTER = Letter(
    "zoe@people.example",
    "[TLP:AMBER] News",
    "There is news.\n",
    {"List-Unsubscribe": f"<https://portal.example/unsubscribe/{'a' * 64}>"},
)


def deliver(box: Mailbox, scheme: str) -> None:
    url = f"{scheme}://localhost:{box.port}"
    send(Settings(mode="development", mail_url=url), LETTER)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of a server `localhost`, by an authority that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = tmp_path / "public.pem", tmp_path / "private.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context


def test_a_letter_is_secured_where_the_address_says_so(certificate: ssl.SSLContext) -> None:
    with open_mailbox(tls_context=certificate, require_starttls=True) as box:
        deliver(box, "smtp+starttls")
        [envelope] = box.envelopes
    header = f"List-Unsubscribe: {LETTER.headers['List-Unsubscribe']}\r\n"
    assert header.encode() in envelope.content, "neither broken nor encoded"


def test_nothing_is_sent_in_the_clear_or_to_whom_nobody_vouches_for(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_mailbox() as box, pytest.raises(OSError, match="STARTTLS"):
        deliver(box, "smtp+starttls")
    monkeypatch.delenv("SSL_CERT_FILE")
    with open_mailbox(tls_context=certificate) as other, pytest.raises(ssl.SSLError):
        deliver(other, "smtp+starttls")
    assert box.envelopes == other.envelopes == []


def test_a_busy_server_may_be_asked_again_and_an_address_that_is_none_is_given_up() -> None:
    with open_mailbox() as box:
        box.reply = "450 come back later"
        with pytest.raises(OSError):  # whatever SMTP's error says
            deliver(box, "smtp")
        box.reply = "550 no such mailbox"
        with pytest.raises(NoSuchMailbox):
            deliver(box, "smtp")


def test_neither_the_id_nor_the_date_of_a_letter_tells_the_second_host_or_process(
    tmp_path: Path,
) -> None:
    send(Settings(mode="development", home=tmp_path), LETTER)
    send(Settings(mode="development", home=tmp_path), LETTER)
    lines = [file.read_text().splitlines() for file in (tmp_path / "outbox").glob("*.eml")]
    ids = {line for each in lines for line in each if line.startswith("Message-ID")}
    dates = {line for each in lines for line in each if line.startswith("Date")}
    assert len(ids) == 2
    assert all(len(each) == len("Message-ID: <@common-ground.example>") + 32 for each in ids)
    assert dates
    assert all(each.endswith(":00 +0000") for each in dates)
