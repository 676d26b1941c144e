"""Kinds that no kernel to test with can make, and options that it is too old for: by the bytes of the kernel's structs
and attributes, put together here from the numbers in its headers."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from pydantic import ValidationError

from nlink.link import (
    BitTiming,
    Bond,
    Bridge,
    BridgePort,
    Can,
    DelayCompensation,
    Dsa,
    Ipoib,
    LinkMessage,
    LinkOptions,
    Netdevsim,
    Netkit,
    Ovpn,
    PortOptions,
    PulseWidths,
    Rmnet,
    Tun,
    VirtWifi,
    Wwan,
)
from nlink.netlink.schema.encode import attribute
from nlink.uapi import CAN_CTRLMODE, CAN_STATE, IFLA, IFLA_INFO

# What is given, and the attributes that it has to become.
GIVEN: list[tuple[LinkOptions | PortOptions, list[tuple[int, bytes]]]] = [
    (Bond(broadcast_neigh=True, lacp_strict=False), [(33, b"\1"), (34, b"\0")]),
    (Bridge(stp_mode="user"), [(50, b"\1\0\0\0")]),
    (BridgePort(learning_sync=True, neigh_forward_grat=False), [(11, b"\1"), (45, b"\0")]),
    (Netkit(headroom=64, tailroom=32, pairing="single"), [(8, b"\x40\0"), (9, b"\x20\0"), (10, b"\1\0\0\0")]),
    (Dsa(conduit=5), [(1, b"\5\0\0\0")]),
    (Ipoib(pkey=0x8001, mode="connected", umcast=True), [(1, b"\1\x80"), (2, b"\1\0"), (3, b"\1\0")]),
    (Ovpn(mode="mp"), [(1, b"\1")]),
    (Rmnet(mux_id=7), [(1, b"\7\0")]),
    (
        Rmnet(mux_id=7, ingress_deaggregation=False, ingress_map_commands=True, egress_map_cksumv4=True),
        [(1, b"\7\0"), (2, struct.pack("=II", 0b1010, 0b1011))],
    ),
    (
        Rmnet(mux_id=0, ingress_map_cksumv4=True, ingress_map_cksumv5=False, egress_map_cksumv5=True),
        [(1, b"\0\0"), (2, struct.pack("=II", 0b100100, 0b110100))],
    ),
    (Wwan(link_id=3), [(1, b"\3\0\0\0")]),
    (VirtWifi(), []),
    (Netdevsim(), []),
    (Can(bittiming=500_000), [(1, struct.pack("=8I", 500_000, 0, 0, 0, 0, 0, 0, 0))]),
    (
        Can(bittiming=BitTiming(tq=125, prop_seg=6, phase_seg1=7, phase_seg2=2, sjw=1)),
        [(1, struct.pack("=8I", 0, 0, 125, 6, 7, 2, 1, 0))],
    ),
    (
        Can(
            bittiming=500_000, data_bittiming={"bitrate": 2_000_000, "sample_point": 750}, fd=True, fd_non_iso=False,
            tdc_manual=True, tdc=DelayCompensation(tdcv=10, tdco=20, tdcf=0),
        ),
        [
            (1, struct.pack("=8I", 500_000, *[0] * 7)),
            (9, struct.pack("=8I", 2_000_000, 750, *[0] * 6)),
            (16, attribute(7, b"\x0a\0\0\0") + attribute(8, b"\x14\0\0\0") + attribute(9, bytes(4))),
            (5, struct.pack("=II", 0x20 | 0x80 | 0x400, 0x20 | 0x400)),
        ],
    ),
    (
        Can(
            xl=True, xl_data_bittiming=10_000_000, xl_tms=True, xl_tdc_auto=False, xl_tdc_manual=False,
            xl_pwm=PulseWidths(pwms=2, pwml=6, pwmo=0), xl_tdc=DelayCompensation(tdco=3),
        ),
        [
            (18, struct.pack("=8I", 10_000_000, *[0] * 7)),
            (21, attribute(8, b"\3\0\0\0")),
            (22, attribute(7, b"\2\0\0\0") + attribute(8, b"\6\0\0\0") + attribute(9, bytes(4))),
            (5, struct.pack("=II", 0xF000, 0x9000)),
        ],
    ),
    (
        Can(
            loopback=True, listen_only=False, triple_sampling=True, one_shot=False, berr_reporting=True,
            presume_ack=True, cc_len8_dlc=True, tdc_auto=False, restricted=False,
        ),
        [(5, struct.pack("=II", 0xB5F, 0x155))],
    ),
    (
        Can(restart_delay="100ms", restart=True, termination=120),
        [(6, b"\x64\0\0\0"), (7, b"\1\0\0\0"), (11, b"\x78\0")],
    ),
]  # fmt: skip
WITHOUT_A_KERNEL = (Can, Dsa, Ipoib, Netdevsim, Ovpn, Rmnet, VirtWifi, Wwan)
NESTED = 0x8000


def pieces(data: bytes) -> dict[int, bytes]:
    """Attributes, by number without flags."""
    found, at = {}, 0
    while at < len(data):
        length, number = struct.unpack_from("=HH", data, at)
        found[number & ~NESTED] = data[at + 4 : at + length]
        at += length + 3 & ~3
    return found


@pytest.mark.parametrize(("given", "expected"), GIVEN, ids=repr)
def test_options_become_the_kernels_attributes(given: LinkOptions, expected: list[tuple[int, bytes]]) -> None:
    assert pieces(given.to_bytes()) == dict(expected)
    members = type(given)
    assert given.matches(members.from_bytes(given.to_bytes()))
    assert members.model_validate_json(given.model_dump_json()) == given
    json.dumps(members.model_json_schema())


def test_a_bond_does_not_write_what_its_mode_has_no_use_for() -> None:
    useless = {"arp_interval": "0s", "arp_validate": "none", "missed_max": 2, "tlb_dynamic_lb": True, "updelay": "0s"}
    read = Bond.model_validate({"mode": "802.3ad", "miimon": "0s", "min_links": 1, **useless})
    assert Bond.from_bytes(read.to_bytes()) == Bond(mode="802.3ad", miimon="0s", min_links=1)
    kept = Bond(mode="802.3ad", arp_interval="1s", missed_max=3)
    assert Bond.from_bytes(kept.to_bytes()) == kept


@pytest.mark.parametrize("members", WITHOUT_A_KERNEL)
def test_every_option_has_an_example(members: type[LinkOptions]) -> None:
    given = {name for options, _ in GIVEN if type(options) is members for name in options.model_fields_set}
    assert {name for name, field in members.__layout__.fields.items() if not field.reported} == given


def link_of_kind(kind: str, data: bytes) -> LinkMessage[Any]:
    info = attribute(IFLA_INFO.KIND, kind.encode() + b"\0") + attribute(IFLA_INFO.DATA | NESTED, data)
    return LinkMessage.from_bytes(bytes(16) + attribute(IFLA.LINKINFO | NESTED, info))


TIMING = struct.pack("=8I", 500_000, 875, 125, 6, 7, 2, 1, 4)
LIMITS = struct.pack("=16s8I", b"a_controller", 1, 16, 1, 8, 4, 1, 64, 1)
COMPENSATION = b"".join(attribute(number, struct.pack("=I", value)) for number, value in ((3, 0), (4, 127)))
FD = CAN_CTRLMODE.FD | CAN_CTRLMODE.LOOPBACK | CAN_CTRLMODE.TDC_AUTO


def told_by_a_controller(modes: int, *, delay: bytes = b"", supported: int | None = FD) -> bytes:
    """What a CAN FD controller tells."""
    data = attribute(1, TIMING) + attribute(2, LIMITS) + attribute(3, struct.pack("=I", 80_000_000))
    data += attribute(4, b"\4\0\0\0") + attribute(5, struct.pack("=II", 0, modes)) + attribute(6, bytes(4))
    data += attribute(8, b"\1\0\2\0") + attribute(11, b"\0\0") + attribute(12, struct.pack("=HH", 0, 120))
    data += attribute(13, struct.pack("=II", 125_000, 500_000)) + attribute(15, struct.pack("=I", 5_000_000))
    data += attribute(16 | NESTED, COMPENSATION + delay)
    if modes & CAN_CTRLMODE.FD:
        data += attribute(9, TIMING)
    if supported is not None:
        data += attribute(17 | NESTED, attribute(1, struct.pack("=I", supported)))
    return data


def test_what_a_can_controller_tells() -> None:
    read = link_of_kind("can", told_by_a_controller(CAN_CTRLMODE.LOOPBACK)).options
    assert isinstance(read, Can)
    assert read.unknown == ()
    assert (read.loopback, read.fd, read.one_shot) == (True, False, None)
    assert read.bittiming == BitTiming.from_bytes(TIMING)
    assert read.bittiming_const is not None
    assert (read.bittiming_const.name, read.bittiming_const.brp_max) == ("a_controller", 64)
    assert (read.state, read.clock, read.bitrate_max) == (CAN_STATE.STOPPED, 80_000_000, 5_000_000)
    assert (read.termination, read.termination_const, read.bitrate_const) == (0, (0, 120), (125_000, 500_000))
    assert read.berr_counter is not None
    assert (read.berr_counter.tx_errors, read.berr_counter.rx_errors) == (1, 2)
    assert read.tdc is not None
    assert (read.tdc.tdco, read.tdc.tdco_max) == (None, 127)


def test_a_kernel_that_does_not_tell_what_a_controller_can_do() -> None:
    read = link_of_kind("can", told_by_a_controller(0, supported=None)).options
    assert isinstance(read, Can)
    assert (read.loopback, read.one_shot) == (False, False)


def test_what_a_controller_told_is_written_as_the_kernel_takes_it() -> None:
    """It tells a bit rate and the times that it is made of, but takes either; and limits of what is not in use."""
    written = pieces(Can.from_bytes(told_by_a_controller(CAN_CTRLMODE.LOOPBACK)).to_bytes())
    assert written == {
        1: struct.pack("=8I", 0, 0, 125, 6, 7, 2, 1, 4),
        5: struct.pack("=II", FD, CAN_CTRLMODE.LOOPBACK),
        6: bytes(4),
        11: b"\0\0",
    }


def test_a_delay_that_was_measured_is_not_written() -> None:
    delay = attribute(7, b"\5\0\0\0") + attribute(8, b"\6\0\0\0")
    read = Can.from_bytes(told_by_a_controller(CAN_CTRLMODE.FD | CAN_CTRLMODE.TDC_AUTO, delay=delay))
    assert read.tdc is not None
    assert (read.tdc.tdcv, read.tdc.tdco) == (5, 6)
    assert pieces(read.to_bytes())[16] == attribute(8, b"\6\0\0\0")


@pytest.mark.parametrize(
    ("given", "told", "same"),
    [
        (500_000, {"bitrate": 500_000, "sample_point": 875, "tq": 125}, True),
        (500_000, {"bitrate": 490_000}, True),
        (500_000, {"bitrate": 450_000}, False),
        (BitTiming(tq=125, sjw=2), {"bitrate": 500_000, "tq": 125, "sjw": 2}, True),
        (BitTiming(tq=125, sjw=2), {"bitrate": 500_000, "tq": 125, "sjw": 1}, False),
    ],
)
def test_a_bit_rate_agrees_with_what_the_controller_can_do(given: Any, told: Any, same: bool) -> None:
    assert Can(bittiming=given).matches(Can(bittiming=told)) is same


def test_the_channel_of_a_modem_tells_all_its_switches() -> None:
    read = link_of_kind("rmnet", attribute(1, b"\7\0") + attribute(2, struct.pack("=II", 1, 0xFFFFFFFF))).options
    assert isinstance(read, Rmnet)
    assert (read.mux_id, read.ingress_deaggregation, read.egress_map_cksumv5) == (7, True, False)


def test_a_link_of_a_simulated_card_is_known() -> None:
    assert link_of_kind("netdevsim", b"").options == Netdevsim()


def test_what_a_tun_tells() -> None:
    numbers = ((1, b"\0\0\0\0"), (2, b"\5\0\0\0"), (3, b"\1"), (4, b"\1"), (5, b"\0"), (6, b"\1"), (7, b"\1"))
    data = b"".join(attribute(number, payload) for number, payload in numbers)
    data += attribute(8, b"\4\0\0\0") + attribute(9, b"\1\0\0\0")
    read = link_of_kind("tun", data).options
    assert isinstance(read, Tun)
    assert (read.owner, read.group, read.type, read.packet_information, read.vnet_header) == (0, 5, 1, True, False)
    assert (read.persist, read.multi_queue, read.num_queues, read.num_disabled_queues) == (True, True, 4, 1)
    assert read.unknown == ()


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (lambda: Can(bittiming=-1), "bittiming"),
        (lambda: Can(bittiming="fast"), "bittiming"),
        (lambda: Can(data_bittiming={"bitrat": 5}), "data_bittiming"),
        (lambda: Can(tdc={"tdcx": 5}), "tdc"),
        (lambda: Can(restart_delay=100), "restart_delay"),
        (lambda: Rmnet(mux_id=255), "mux_id"),
        (lambda: Ipoib(pkey=0), "pkey"),
        (lambda: Ovpn(mode="hub"), "mode"),
    ],
)
def test_wrong_options_are_refused_by_name(make: Any, where: str) -> None:
    with pytest.raises(ValidationError) as caught:
        make()
    assert caught.value.errors()[0]["loc"][0] == where
