"""The demo's mailbox: real SMTP in, a file a letter out."""

import smtplib
import socket
from email.message import EmailMessage
from pathlib import Path

import pytest

from core.peers.mailbox import Mailbox
from core.peers.process import PeerFailed


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_letter_becomes_a_file(tmp_path: Path, port: int) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "avisos@ipe.example", "marina@example.com", "Aviso"
    letter.set_content("Sua fatura venceu.")
    box = Mailbox(tmp_path / "mail", port).start()

    with smtplib.SMTP("127.0.0.1", port, timeout=5) as server:
        server.send_message(letter)
    box.stop()

    (kept,) = (tmp_path / "mail").glob("*.eml")
    assert "Sua fatura venceu." in kept.read_text()


def test_a_port_that_is_taken_is_said(tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        with pytest.raises(PeerFailed, match=f"no mailbox at 127.0.0.1:{port}"):
            Mailbox(tmp_path, port).start()
