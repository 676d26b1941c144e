from __future__ import annotations

from nlink.link import Macsec

BELOW = ["link", "add", "below", "type", "ifb"]
GIVEN = [
    Macsec(),
    Macsec(sci="0200000000010007", cipher_suite="gcm-aes-128", icv_len=12, encrypt=True, validation="check"),
    Macsec(port=5, send_sci=False, end_station=True, scb=False, protect=False, offload="off"),
    Macsec(cipher_suite="gcm-aes-xpn-256", replay_protect=True, window=64, encoding_sa=3, validation="disabled"),
    Macsec(send_sci=False, scb=True),
]
CHANGES = [
    (Macsec(port=9, encrypt=False), Macsec(encrypt=True, validation="check", encoding_sa=2)),
    (Macsec(), Macsec(replay_protect=True, window=1000)),
    (Macsec(), Macsec(send_sci=False, end_station=True)),
]
TOLD = [
    ("port 11 encrypt on", Macsec(port=11, encrypt=True)),
    ("sci 0200000000010007 cipher gcm-aes-256", Macsec(sci="0200000000010007", cipher_suite="gcm-aes-256")),
    ("icvlen 12 send_sci off end_station on", Macsec(icv_len=12, send_sci=False, end_station=True)),
    (
        "encodingsa 2 replay on window 32 validate check",
        Macsec(encoding_sa=2, replay_protect=True, window=32, validation="check"),
    ),
]
