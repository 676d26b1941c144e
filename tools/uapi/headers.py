"""Find the newest UAPI headers of this machine, read the names they define, and let the C compiler say their values."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE_HINT = (
    "install the last package that "
    "`apt-cache pkgnames linux-headers- | grep -E '^linux-headers-[0-9].*-common$' | sort -V` names"
)

# Headers as they stand in the kernel's tree lean on these; `make headers_install` takes them out.
_KERNEL_HEADERS = ("linux/compiler.h", "linux/compiler_types.h")
_KERNEL_WORDS = ("__user", "__force", "__bitwise__", "__iomem")

_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_ENUM = re.compile(r"\benum\b\s*(?P<tag>\w*)\s*\{(?P<body>[^}]*)\}")
_ENUMERATOR = re.compile(r"\s*(\w+)")
_DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(?P<name>\w+)[ \t]+\S", re.MULTILINE)
_DIRECTIVE = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_PARENTHESES = re.compile(r"\([^()]*\)")


class HeadersError(Exception):
    """The headers or the C compiler are missing, or do not say what they should."""


@dataclass(frozen=True)
class Block:
    """One C enum: its tag ("" when it has none) and the names of its enumerators, in order."""

    tag: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """What one header names: its enums, and the macros that stand for something."""

    blocks: tuple[Block, ...] = ()
    macros: tuple[str, ...] = ()


@dataclass(frozen=True)
class Headers:
    """A tree of UAPI headers: the directory that holds linux/, and the kernel version it belongs to."""

    path: Path
    version: tuple[int, ...]

    @property
    def release(self) -> str:
        return ".".join(map(str, self.version))

    def names(self, header: str) -> Names:
        """Return the names that `header` ("linux/if.h") itself defines, in its order; none when it is not there."""
        path = self.path / header
        if not path.exists():
            return Names()
        text = _COMMENT.sub(" ", path.read_text(encoding="utf-8")).replace("\\\n", " ")
        blocks = tuple(Block(found["tag"], _enumerators(found["body"])) for found in _ENUM.finditer(text))
        # An enumerator is often also a macro that stands for itself, so that `#ifdef` sees it.
        enumerators = {name for block in blocks for name in block.names}
        macros = dict.fromkeys(found["name"] for found in _DEFINE.finditer(text) if found["name"] not in enumerators)
        return Names(blocks, tuple(macros))

    def values(self, includes: Iterable[str], expressions: Mapping[str, str]) -> dict[str, int]:
        """Compile one C program that prints each named expression; return what it prints.

        An expression with a name that the headers do not have is left out.
        """
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise HeadersError(
                "no C compiler (cc or gcc), so nothing tells the constants' values: install gcc and libc6-dev"
            )
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            for header in _KERNEL_HEADERS:
                stub = directory / header
                stub.parent.mkdir(exist_ok=True)
                stub.touch()
            command = [compiler, "-w", "-std=gnu11", *(f"-D{word}=" for word in _KERNEL_WORDS)]
            command.append("-DBIT(x)=(1U << (x))")  # linux/nexthop.h uses the kernel's own macro
            command += ["-I", str(directory), "-I", str(self.path)]
            return _run(command, directory / "program.c", includes, dict(expressions))


def newest() -> Headers:
    """Return the newest tree of UAPI headers that a Debian package has put on this machine."""
    found: list[Headers] = []
    for makefile in Path("/usr/src").glob("linux-*/Makefile"):
        text = makefile.read_text(encoding="utf-8")
        numbers = [
            re.search(rf"^{word} = (\d+)$", text, re.MULTILINE) for word in ("VERSION", "PATCHLEVEL", "SUBLEVEL")
        ]
        uapi = makefile.parent / "include/uapi"
        if uapi.is_dir() and all(numbers):
            found.append(Headers(uapi, tuple(int(number[1]) for number in numbers if number)))
    version = Path("/usr/include/linux/version.h")
    if version.exists() and (code := re.search(r"LINUX_VERSION_CODE (\d+)", version.read_text(encoding="utf-8"))):
        found.append(Headers(Path("/usr/include"), tuple(int(code[1]).to_bytes(3, "big"))))
    if not found:
        raise HeadersError(f"no UAPI headers found: {PACKAGE_HINT}")
    return max(found, key=lambda headers: headers.version)


def _enumerators(body: str) -> tuple[str, ...]:
    text, commas = _DIRECTIVE.sub("", body), 1
    while commas:  # those inside parentheses, innermost first, do not end an enumerator
        text, commas = _PARENTHESES.subn("", text)
    return tuple(name[1] for part in text.split(",") if (name := _ENUMERATOR.match(part)))


def _run(command: list[str], source: Path, includes: Iterable[str], expressions: dict[str, str]) -> dict[str, int]:
    program = source.with_suffix("")
    top = ["#include <stdio.h>", "#include <asm/byteorder.h>"]
    top += [f"#if __has_include(<{name}>)\n#include <{name}>\n#endif" for name in includes]
    top += ["int main(void) {", "#line 1"]
    while True:
        # One constant a line, so that the compiler's complaint about a line is about one constant.
        lines = [f'printf("{name} %lld\\n", (long long)({value}));' for name, value in expressions.items()]
        source.write_text("\n".join([*top, *lines, "return 0; }", ""]), encoding="utf-8")
        built = subprocess.run(
            [*command, "-o", str(program), str(source)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
        if built.returncode == 0:
            output = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout
            return {name: int(value) for name, value in (line.split() for line in output.splitlines())}
        undeclared = re.findall(rf"^{re.escape(str(source))}:(\d+):.* undeclared", built.stderr, re.MULTILINE)
        if not undeclared:
            raise HeadersError(f"the headers do not compile:\n{built.stderr}")
        names = list(expressions)
        for name in {names[int(line) - 1] for line in undeclared}:
            del expressions[name]
