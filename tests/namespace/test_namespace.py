"""Which namespace is meant: by name, path, process, descriptor; what is refused; and when two are the same."""

from __future__ import annotations

import copy
import os
import pickle
import resource
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from nlink.errors import InvalidInput, NamespaceNotFound, NetlinkError, PermissionDenied
from nlink.namespace import Namespace
from tests.namespace.names import add, delete
from tests.namespace.threads import without_capabilities
from tests.needs import requires
from tests.netns import Netns

HERE = "/proc/thread-self/ns/net"


@requires("root", "command:ip")
def test_a_str_without_a_slash_is_the_name_of_a_namespace_that_ip_netns_made(name: str) -> None:
    namespace = Namespace.of(name)
    assert namespace.id == os.stat(f"/run/netns/{name}").st_ino
    assert namespace == Namespace.of(f"/run/netns/{name}")


def test_a_str_with_a_slash_and_a_path_object_are_paths(netns: Netns) -> None:
    assert Namespace.of(netns.path).id == netns.inode
    assert Namespace.of(Path(netns.path)).id == netns.inode


def test_a_path_object_is_a_path_even_without_a_slash(
    netns: Netns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "blue").symlink_to(netns.path)
    monkeypatch.chdir(tmp_path)
    assert Namespace.of(Path("blue")).id == netns.inode


def test_an_int_is_a_process_id(netns: Netns) -> None:
    with subprocess.Popen(
        ["nsenter", f"--net={netns.path}", "cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as cat:
        assert cat.stdin is not None
        assert cat.stdout is not None
        cat.stdin.write(b"x")
        cat.stdin.flush()
        cat.stdout.read(1)  # it is inside now
        assert Namespace.of(cat.pid).id == netns.inode
        cat.stdin.close()


def test_a_namespace_is_itself(netns: Netns) -> None:
    namespace = Namespace.of(netns.path)
    assert Namespace.of(namespace) is namespace


def test_a_descriptor_is_duplicated_and_the_callers_own_stays_open(netns: Netns) -> None:
    with Namespace.from_fd(netns.fd) as namespace:
        assert namespace.id == netns.inode
    assert os.fstat(netns.fd).st_ino == netns.inode


def test_a_namespace_from_a_descriptor_outlives_the_descriptor(netns: Netns) -> None:
    inode = netns.inode
    with Namespace.from_fd(netns.fd) as namespace:
        netns.close()
        assert namespace.id == inode


def test_holding_takes_the_descriptor_over(netns: Netns) -> None:
    descriptor = os.dup(netns.fd)
    with Namespace.holding(descriptor) as namespace:
        assert namespace.id == netns.inode
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_current_is_the_namespace_of_the_calling_thread() -> None:
    with Namespace.current() as namespace:
        assert namespace.id == os.stat(HERE).st_ino
        assert namespace == Namespace.of(os.getpid())


@requires("root", "command:ip")
def test_a_name_is_looked_up_each_time_and_a_descriptor_stays_the_same_namespace(name: str) -> None:
    by_name = Namespace.of(name)
    with Namespace.holding(by_name.open()) as first:
        assert by_name == first
        delete(name)
        with pytest.raises(NamespaceNotFound):
            by_name.open()
        assert by_name != first
        add(name)
        assert by_name.id != first.id
        assert by_name != first
        assert Namespace.of(name) == by_name


def test_a_namespace_need_not_exist_until_it_is_used_and_is_never_created() -> None:
    namespace = Namespace.of("nlink-test-never-there")
    with pytest.raises(NamespaceNotFound, match=r"no network namespace 'nlink-test-never-there' .*\[ENOENT\]"):
        namespace.open()
    assert not os.path.exists("/run/netns/nlink-test-never-there")


@pytest.mark.parametrize(
    "told", [2**31 - 1, "/proc/no/such", "/proc/self/status/ns/net", Path("no-such"), "nlink-no-such"]
)
def test_what_does_not_exist_is_not_found(told: str | Path | int) -> None:
    namespace = Namespace.of(told)
    with pytest.raises(NamespaceNotFound) as caught:
        namespace.open()
    assert caught.value.is_not_found
    with pytest.raises(NamespaceNotFound):
        _ = namespace.id
    with pytest.raises(NamespaceNotFound):
        hash(namespace)


def test_a_process_that_has_ended_and_is_not_reaped_has_no_namespace() -> None:
    with subprocess.Popen(["true"]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        with pytest.raises(NamespaceNotFound):
            Namespace.of(ended.pid).open()


@pytest.mark.parametrize(
    "told", ["", ".", "..", "a\0b", "/a\0b", "/\ud800", "\ud800", 0, -1, 2**31, True, None, 1.5, b"blue", Path("a\0b")]
)
def test_what_can_be_no_namespace_is_refused_at_once(told: object) -> None:
    with pytest.raises(InvalidInput) as caught:
        Namespace.of(told)  # type: ignore[arg-type]
    assert caught.value.field == "namespace"


def test_a_path_object_of_bytes_is_refused() -> None:
    class BytesPath:
        def __fspath__(self) -> bytes:
            return b"/proc/self/ns/net"

    with pytest.raises(InvalidInput):
        Namespace.of(BytesPath())  # type: ignore[arg-type]


def test_a_file_that_is_no_namespace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()  # what `ip netns add` leaves in /run/netns when the machine starts anew
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        others = (tmp_path, Path("/dev/null"), Path("/dev/tty"), Path("/"), tmp_path / ("a" * 256))
        for path in (*sorted(tmp_path.iterdir()), *others):
            with pytest.raises((InvalidInput, NamespaceNotFound)) as caught:
                Namespace.of(path).open()
            # /dev/tty is not there for a process without a terminal: ENXIO, like a socket.
            assert isinstance(caught.value, InvalidInput), path


def test_a_namespace_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidInput, match="another kind of namespace"):
        Namespace.of("/proc/self/ns/mnt").open()
    with open("/proc/self/ns/uts", "rb") as other, pytest.raises(InvalidInput, match="another kind of namespace"):
        Namespace.from_fd(other.fileno())


def test_a_descriptor_that_holds_no_namespace_is_refused() -> None:
    with open("/dev/null", "rb") as file, pytest.raises(InvalidInput, match="is no namespace"):
        Namespace.from_fd(file.fileno())
    for number in (file_closed(), -1):
        with pytest.raises(InvalidInput) as caught:
            Namespace.from_fd(number)
        assert caught.value.field == "descriptor"


def file_closed() -> int:
    """The number of a descriptor that is closed."""
    descriptor = os.open("/dev/null", os.O_RDONLY)
    os.close(descriptor)
    return descriptor


def test_a_path_that_is_not_for_everybody_needs_the_right(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    told = f"{tmp_path}/locked/blue"

    def fails() -> NetlinkError:
        with pytest.raises(PermissionDenied) as caught:
            Namespace.of(told).open()
        return caught.value

    error = without_capabilities(fails)
    assert isinstance(error, PermissionError)
    assert told in error.message


def test_no_more_descriptors_is_an_error_that_says_so(netns: Netns) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        with pytest.raises(NetlinkError, match="EMFILE"):
            Namespace.of(os.getpid()).open()
        with pytest.raises(NetlinkError, match=r"EINVAL|EMFILE"):
            Namespace.from_fd(netns.fd)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_equal_is_what_leads_to_the_same_namespace_however_it_is_told(netns: Netns) -> None:
    by_path = Namespace.of(netns.path)
    with Namespace.from_fd(netns.fd) as by_descriptor, Namespace.current() as here:
        assert by_path == by_descriptor
        assert hash(by_path) == hash(by_descriptor)
        assert here == Namespace.of(os.getpid())
        assert here != by_path
        assert {by_path: "blue"}[by_descriptor] == "blue"
        assert len({by_path, by_descriptor, here}) == 2
    assert by_path != netns.path


def test_one_that_does_not_exist_equals_only_itself() -> None:
    gone = Namespace.of("nlink-test-never-there")
    assert gone == gone
    assert gone != Namespace.of("nlink-test-never-there")
    assert gone != Namespace.of(os.getpid())


def test_closed_twice_is_fine_and_used_after_it_is_refused(netns: Netns) -> None:
    namespace = Namespace.from_fd(netns.fd)
    namespace.close()
    namespace.close()
    with pytest.raises(InvalidInput, match="was closed"):
        namespace.open()


def test_closing_one_that_holds_nothing_changes_nothing(netns: Netns) -> None:
    with Namespace.of(netns.path) as namespace:
        pass
    assert namespace.id == netns.inode


def test_never_closed_is_a_resource_warning_and_leaks_nothing(netns: Netns) -> None:
    before = os.listdir("/proc/self/fd")
    namespace = Namespace.from_fd(netns.fd)
    with pytest.warns(ResourceWarning, match=f"never closed: <Namespace net:\\[{netns.inode}\\]>"):
        del namespace
    assert os.listdir("/proc/self/fd") == before


def test_the_descriptor_is_not_for_programs_that_are_started(netns: Netns) -> None:
    with Namespace.from_fd(netns.fd) as namespace:
        for descriptor in (namespace.open(), Namespace.of(netns.path).open()):
            assert not os.get_inheritable(descriptor)
            os.close(descriptor)


def test_one_that_holds_a_descriptor_is_not_copied(netns: Netns) -> None:
    with Namespace.from_fd(netns.fd) as namespace:
        for copies in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="cannot be copied"):
                copies(namespace)


def test_one_that_is_told_by_name_path_or_process_is_copied(netns: Netns) -> None:
    namespace = Namespace.of(netns.path)
    assert copy.copy(namespace) == copy.deepcopy(namespace) == pickle.loads(pickle.dumps(namespace)) == namespace


def test_repr_shows_how_it_was_told(netns: Netns) -> None:
    assert repr(Namespace.of("blue")) == "<Namespace 'blue'>"
    assert repr(Namespace.of(4242)) == "<Namespace 4242>"
    assert repr(Namespace.of("/run/x")) == "<Namespace '/run/x'>"
    with Namespace.from_fd(netns.fd) as namespace:
        assert repr(namespace) == f"<Namespace net:[{netns.inode}]>"


async def test_a_thread_is_told_by_its_id_like_a_process() -> None:
    assert Namespace.of(threading.get_native_id()).id == os.stat(HERE).st_ino


async def test_connect_gives_a_connection_in_it(netns: Netns) -> None:
    async with Namespace.of(netns.path).connect() as conn:
        assert conn.namespace_id == netns.inode


def test_to_import_it_takes_nothing_of_netlink_nor_what_is_slow() -> None:
    program = "import sys, nlink.namespace; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "nlink.namespace" in modules
    assert not [name for name in modules if name.split(".")[0] in ("ctypes", "pydantic", "msgspec")]
    assert not [name for name in modules if name.startswith("nlink.netlink")]
