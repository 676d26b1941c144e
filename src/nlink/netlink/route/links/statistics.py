"""Counters of a link, and the hardware resources of an old card."""

from __future__ import annotations

from ...schema.field import member
from ...schema.integers import u8, u16, u32, u64
from ...schema.message import CStruct


class LinkStatistics(CStruct):
    """``struct rtnl_link_stats64``: what the link has carried, and why it dropped what."""

    rx_packets: int = member(u64, default=0)
    tx_packets: int = member(u64, default=0)
    rx_bytes: int = member(u64, default=0)
    tx_bytes: int = member(u64, default=0)
    rx_errors: int = member(u64, default=0)
    tx_errors: int = member(u64, default=0)
    rx_dropped: int = member(u64, default=0)
    tx_dropped: int = member(u64, default=0)
    multicast: int = member(u64, default=0)
    collisions: int = member(u64, default=0)
    rx_length_errors: int = member(u64, default=0)
    rx_over_errors: int = member(u64, default=0)
    rx_crc_errors: int = member(u64, default=0)
    rx_frame_errors: int = member(u64, default=0)
    rx_fifo_errors: int = member(u64, default=0)
    rx_missed_errors: int = member(u64, default=0)
    tx_aborted_errors: int = member(u64, default=0)
    tx_carrier_errors: int = member(u64, default=0)
    tx_fifo_errors: int = member(u64, default=0)
    tx_heartbeat_errors: int = member(u64, default=0)
    tx_window_errors: int = member(u64, default=0)
    rx_compressed: int = member(u64, default=0)
    tx_compressed: int = member(u64, default=0)
    rx_nohandler: int = member(u64, default=0)
    rx_otherhost_dropped: int = member(u64, default=0)


class LinkStatistics32(CStruct):
    """``struct rtnl_link_stats``: the same in 32 bits, which wrap around."""

    rx_packets: int = member(u32, default=0)
    tx_packets: int = member(u32, default=0)
    rx_bytes: int = member(u32, default=0)
    tx_bytes: int = member(u32, default=0)
    rx_errors: int = member(u32, default=0)
    tx_errors: int = member(u32, default=0)
    rx_dropped: int = member(u32, default=0)
    tx_dropped: int = member(u32, default=0)
    multicast: int = member(u32, default=0)
    collisions: int = member(u32, default=0)
    rx_length_errors: int = member(u32, default=0)
    rx_over_errors: int = member(u32, default=0)
    rx_crc_errors: int = member(u32, default=0)
    rx_frame_errors: int = member(u32, default=0)
    rx_fifo_errors: int = member(u32, default=0)
    rx_missed_errors: int = member(u32, default=0)
    tx_aborted_errors: int = member(u32, default=0)
    tx_carrier_errors: int = member(u32, default=0)
    tx_fifo_errors: int = member(u32, default=0)
    tx_heartbeat_errors: int = member(u32, default=0)
    tx_window_errors: int = member(u32, default=0)
    rx_compressed: int = member(u32, default=0)
    tx_compressed: int = member(u32, default=0)
    rx_nohandler: int = member(u32, default=0)


class HardwareMap(CStruct):
    """``struct rtnl_link_ifmap``: memory, port and interrupt of the hardware, where it is old enough to have them."""

    mem_start: int = member(u64, default=0)
    mem_end: int = member(u64, default=0)
    base_addr: int = member(u64, default=0)
    irq: int = member(u16, default=0)
    dma: int = member(u8, default=0)
    port: int = member(u8, default=0, pad=4)
