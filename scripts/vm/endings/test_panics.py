from pathlib import Path


def test_that_ends_the_kernel() -> None:
    Path("/proc/sysrq-trigger").write_text("c", encoding="ascii")
