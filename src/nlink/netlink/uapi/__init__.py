"""Constants of the kernel's user interface: one module per kernel header, to be imported one by one."""
