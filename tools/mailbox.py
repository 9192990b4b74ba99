"""A mail server for development: what is sent lies in a folder and goes nowhere."""

import contextlib
import re
import socket
from datetime import datetime

from aiosmtpd.controller import Controller

from .console import say


class _Folder:
    def __init__(self, folder):
        self.folder = folder
        self.number = 0

    async def handle_DATA(self, _server, _session, envelope):
        self.number += 1
        self.folder.mkdir(parents=True, exist_ok=True)
        to = re.sub(r"[^\w.@-]", "_", envelope.rcpt_tos[0])
        name = f"{datetime.now():%Y%m%d-%H%M%S}-{self.number:03}-{to}.eml"
        (self.folder / name).write_bytes(envelope.content)
        say(f"Mail to {', '.join(envelope.rcpt_tos)}: {self.folder / name}")
        return "250 Kept"


@contextlib.contextmanager
def catcher(folder):
    """Catch mail for as long as the block lasts; gives the port it listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(_Folder(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
