"""Boots the unpacked kernel under qemu, on the host's files, and runs one command in there as root.

    run.py KERNEL --tests PYTEST...    KERNEL: the folder of the unpacked package; pytest's report goes to junit-vm.xml
    run.py KERNEL --run COMMAND...
    run.py KERNEL --shell

The exit status is the command's. When there is none, it is 125, and the last line tells why: a panic, a machine that
did not start, nothing printed for too long, or the time was over. Nothing is left running: qemu is killed with this
program, however that ends.
"""

from __future__ import annotations

import os
import selectors
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

HERE = Path(__file__).resolve().parent
QEMU = "qemu-system-x86_64"
FIRST_MODULES = ("9pnet_virtio", "9p", "overlay")
LIMIT = float(os.environ.get("NLINK_VM_LIMIT", "1500"))
SILENCE = float(os.environ.get("NLINK_VM_SILENCE", "400"))
BOOT_LIMIT = 120.0
PROBE_LIMIT = 20.0
NO_END = 125
UNEXPECTED_SKIP = "unexpected skip"  # as tests/lanes.py calls it

# Nobody attacks this machine, and emulated, the defences are slow. A panic reboots it: with "-no-reboot", it ends.
# And a new namespace is empty: not with gre0, tunl0 and so on in it, once a test made the kernel load their modules.
KERNEL_ARGUMENTS = (
    "console=ttyS0 quiet loglevel=1 panic=-1 oops=panic mitigations=off nokaslr rcupdate.rcu_expedited=1 "
    "fb_tunnels=initns"
)


class Failed(Exception):
    """There is no exit status; the text says why."""


def main() -> int:
    kernel, mode, command = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3:]
    (version,) = (path.name for path in (kernel / "lib/modules").iterdir())
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="run.", dir=kernel.parent) as folder:
        exchange = Path(folder)
        accelerator = "kvm" if _kvm_works(kernel, exchange, version) else "tcg"
        print(f"test-vm: Linux {version}, {'KVM' if accelerator == 'kvm' else 'software emulation'}", flush=True)
        _leave(exchange, command, shell=mode == "--shell")
        qemu = [*_machine(accelerator), *_shares(kernel, exchange), *_boot(kernel, exchange, version, probe=False)]
        if mode == "--shell":
            _talk(qemu)
            return 0
        _run(qemu, exchange)
        status = _status(exchange)
        if mode == "--tests":
            told = _results(exchange)
            seconds = time.monotonic() - started
            print(f"test-vm: {'FAILED' if status else 'passed'}: Linux {version}: {told}, in {seconds:.0f} seconds")
        return status


def _talk(qemu: list[str]) -> None:
    qemu += ["-device", "virtio-serial-pci"]
    qemu += ["-chardev", "stdio,id=terminal,signal=off", "-device", "virtconsole,chardev=terminal"]
    with _started(qemu) as process:
        process.wait()


def _run(qemu: list[str], exchange: Path) -> None:
    """Copies the guest's output until it is over; raises Failed when that takes too long."""
    qemu += ["-device", "virtio-serial-pci", "-device", "virtserialport,chardev=output,name=output"]
    qemu += ["-chardev", "file,id=output,path=/proc/self/fd/1"]  # stdio would close it when its empty input ends
    started = heard = time.monotonic()
    with (
        _started(qemu, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process,
        selectors.DefaultSelector() as ready,
    ):
        assert process.stdout is not None
        ready.register(process.stdout, selectors.EVENT_READ)
        silence = BOOT_LIMIT  # until the first output
        while True:
            now = time.monotonic()
            if now >= started + LIMIT:
                raise Failed(f"not at its end after {LIMIT:.0f} seconds (NLINK_VM_LIMIT)")
            if now >= heard + silence:
                what = "a test or the kernel hangs" if silence == SILENCE else "it did not start"
                raise Failed(f"nothing printed for {silence:.0f} seconds: {what}")
            if ready.select(min(heard + silence, started + LIMIT) - now):
                if not (data := os.read(process.stdout.fileno(), 1 << 16)):
                    break
                heard, silence = time.monotonic(), SILENCE
                sys.stdout.buffer.write(data)
                sys.stdout.buffer.flush()


def _status(exchange: Path) -> int:
    try:
        return int((exchange / "status").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        raise Failed(_last_words(exchange)) from None


def _last_words(exchange: Path) -> str:
    """What the kernel's console tells about a machine that ended before its command did."""
    console = (exchange / "console").read_text(encoding="utf-8", errors="replace").splitlines()
    for line in console:
        for sign in ("Kernel panic", "init: "):
            if sign in line:
                return "the emulated machine stopped: " + line[line.index(sign) :]
    return f"the emulated machine stopped: {console[-1] if console else 'not a word from its kernel'}"


def _results(exchange: Path) -> str:
    """What pytest's report, which is kept, counts."""
    try:
        shutil.copyfile(exchange / "junit.xml", "junit-vm.xml")
        cases = list(ET.parse("junit-vm.xml").iter("testcase"))
    except (OSError, ET.ParseError) as error:
        return f"no report of the tests ({error})"
    bad = [child for case in cases for child in case if child.tag in ("failure", "error")]
    unexpected = sum(UNEXPECTED_SKIP in (child.get("message") or "") for child in bad)
    expected = sum(child.tag == "skipped" for case in cases for child in case)
    return f"{len(cases)} tests, {len(bad)} failed, {unexpected} unexpected skips, {expected} expected ones"


def _kvm_works(kernel: Path, exchange: Path, version: str) -> bool:
    """Whether a machine really starts: in a virtual machine, /dev/kvm may be there and not work."""
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return False
    qemu = [*_machine("kvm"), *_boot(kernel, exchange, version, probe=True)]
    with _started(qemu, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        with selectors.DefaultSelector() as ready:
            ready.register(process.stderr, selectors.EVENT_READ)
            ready.select(PROBE_LIMIT)  # a failing one complains, and waits for ever; one that works ends, silently
    return "this machine runs" in (exchange / "console").read_text(encoding="utf-8", errors="replace")


def _machine(accelerator: str) -> list[str]:
    # Emulated, a second processor makes the first a third slower, and the tests are one process: they keep one busy.
    cpus = min(os.cpu_count() or 1, 4) if accelerator == "kvm" else 1
    return [
        *(
            QEMU,
            "-name",
            "nlink-vm",
            "-nodefaults",
            "-no-user-config",
            "-no-reboot",
            "-display",
            "none",
            "-machine",
            "q35",
        ),
        *("-accel", accelerator, "-cpu", "host" if accelerator == "kvm" else "max", "-smp", str(cpus), "-m", "2G"),
        *("-device", "virtio-rng-pci"),
    ]


def _shares(kernel: Path, exchange: Path) -> list[str]:
    share = "local,security_model=none,multidevs=remap,path="
    return [
        *("-virtfs", f"{share}/,mount_tag=host,readonly=on"),
        *("-virtfs", f"{share}{_quoted(kernel)},mount_tag=kernel,readonly=on"),
        *("-virtfs", f"{share}{_quoted(exchange)},mount_tag=exchange"),
    ]


def _quoted(path: Path) -> str:
    return str(path).replace(",", ",,")


def _boot(kernel: Path, exchange: Path, version: str, *, probe: bool) -> list[str]:
    initramfs, console = exchange / "initramfs", exchange / "console"
    initramfs.write_bytes(b"".join(_initramfs(kernel, version, probe=probe)))
    console.write_bytes(b"")
    return [
        *("-kernel", str(kernel / f"boot/vmlinuz-{version}"), "-initrd", str(initramfs), "-append", KERNEL_ARGUMENTS),
        *("-chardev", f"file,id=console,path={_quoted(console)}", "-serial", "chardev:console"),
    ]


def _initramfs(kernel: Path, version: str, *, probe: bool) -> Iterator[bytes]:
    """A cpio archive ("newc") of what runs before the host's files can be seen."""
    busybox = shutil.which("busybox")
    assert busybox is not None
    modules: dict[str, Path] = {}
    for module in FIRST_MODULES:
        wanted = ["modprobe", "--show-depends", "-d", str(kernel), "-S", version, module]
        for line in subprocess.run(wanted, check=True, capture_output=True, text=True).stdout.splitlines():
            if line.startswith("insmod "):
                path = Path(line.removeprefix("insmod ").strip())
                modules[path.name] = path
    settings = {
        "modules": " ".join(modules),
        "version": version,
        "session": str(HERE / "session"),
        "probe": "yes" if probe else "",
    }
    yield _entry("bin", 0o40755, b"")
    yield _entry("bin/busybox", 0o100755, Path(busybox).read_bytes())
    yield _entry("init", 0o100755, (HERE / "init").read_bytes())
    yield _entry("settings", 0o100644, "".join(f"{n}={shlex.quote(v)}\n" for n, v in settings.items()).encode())
    for name, path in modules.items():
        yield _entry(name, 0o100644, path.read_bytes())
    yield _entry("TRAILER!!!", 0, b"")


def _entry(name: str, mode: int, data: bytes) -> bytes:
    numbers = (0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"".join(b"%08X" % number for number in numbers) + name.encode() + b"\0"
    return head + bytes(-len(head) % 4) + data + bytes(-len(data) % 4)


def _leave(exchange: Path, command: list[str], *, shell: bool) -> None:
    """Puts the command and its environment where the guest finds them."""
    environment = {"NLINK_LANE": "vm", "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {name: os.environ[name] for name in ("CI", "TERM", "COLUMNS", "NLINK_VENV") if name in os.environ}
    if shell:
        size = shutil.get_terminal_size()
        environment["NLINK_VM_SHELL"] = f"rows {size.lines} cols {size.columns}"
    lines = [f"export {name}={shlex.quote(value)}\n" for name, value in environment.items()]
    lines.append(f"cd {shlex.quote(os.getcwd())}\n")
    (exchange / "environment").write_text("".join(lines), encoding="utf-8")
    (exchange / "command").write_text(shlex.join(command) + "\n", encoding="utf-8")


@contextmanager
def _started(
    command: list[str], stdin: int | None = None, stdout: int | None = None, stderr: int | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    # The death signal is for the day when this program is killed in a way that it cannot notice.
    process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command], stdin=stdin, stdout=stdout, stderr=stderr)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def _on_signal(number: int, _: object) -> None:
    raise Failed(f"stopped by {signal.Signals(number).name}")


def _protected(run: Callable[[], int]) -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _on_signal)
    try:
        return run()
    except Failed as failure:
        print(f"\ntest-vm: FAILED: {failure}", flush=True)
        return NO_END


if __name__ == "__main__":
    sys.exit(_protected(main))
