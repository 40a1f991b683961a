"""Where another machine is."""

from __future__ import annotations

import ipaddress


def is_this_machine(host: str) -> bool:
    """Whether a name or address is the loopback: what is said there crosses no network.

    >>> is_this_machine("127.0.0.1"), is_this_machine("localhost.example.com")
    (True, False)
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return False
