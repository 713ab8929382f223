"""Damage to files as strangers, disks and fuzzers do it: the same seed does the same again."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

from tests.hostile.byte_mutations import BYTES, Change, cut, drop, flip, number

_MOST_BYTES = 4_000_000
_WRITTEN = (
    *("0", "-1", "65535", "2147483647", "2147483648", "4294967296", "1000000000", "9" * 30),
    *("9" * 400, "1e308", "1e999", "-0.0", "NaN", "Infinity", "0x7fffffff", "٣", "²", "1.2.3"),
)
_TEXTS = (
    *("\x00", "\x1b[2J\x1b]0;x\x07", "\u202e", "\u2066\u2069", "\ufeff", "\ufffe", "\ufffd"),
    *("\U0010ffff", "a" + "\u0301" * 500, "\u200b" * 300, " " * 20_000, "\t" * 500, "|" * 3_000),
    *("1" * 5_000, "年" * 3_000, "（" * 3_000, "2023年" * 800, "、" * 2_000, "=cmd|' /C calc'!A0"),
    *("1 " * 3_000, "一、" * 1_000, "](" * 1_000, "\r\n" * 500, "\u2028", "&#0;", "&#xd800;"),
)
_TAGS = (b"table", b"td", b"tr", b"div", b"p", b"span", b"font", b"ul", b"li", b"w:p", b"w:tc")
_NAMES = (b"rowspan", b"colspan", b"style", b"class", b"w:val", b"r", b"s", b"hidden")
_TAG = re.compile(rb"<[^<>]{1,300}>")
_ATTRIBUTE = re.compile(rb'="[^"<>]{0,60}"')
_DIGITS = re.compile(rb"\d+")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def written(data: bytes, rng: Random) -> bytes:
    """Written numbers that are too large, or are none."""
    return _replaced(data, _DIGITS, rng, lambda old: rng.choice(_WRITTEN).encode())


def text(data: bytes, rng: Random) -> bytes:
    """Characters that are never printed, or far too many of those that are."""
    at = rng.randrange(len(data))
    put = rng.choice(_TEXTS).encode()
    return data[:at] + put * rng.choice((1, 1, 1, 10)) + data[at:]


def surrogate(data: bytes, rng: Random) -> bytes:
    """Half a letter of UTF-16, written as if UTF-8 had it."""
    at = rng.randrange(len(data))
    return data[:at] + rng.choice((b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xf8\x88")) + data[at:]


def tag(data: bytes, rng: Random) -> bytes:
    """Tags lost, doubled, or in each other's places."""
    found = [match.span() for match in _TAG.finditer(data)]
    if len(found) < 2:
        return drop(data, rng)
    (a, b), (c, d) = sorted(rng.sample(found, 2))
    one, other = data[a:b], data[c:d]
    first, second = rng.choice(((b"", other), (other, one), (one * 3, other), (one, other * 400)))
    return data[:a] + first + data[b:c] + second + data[d:]


def unclosed(data: bytes, rng: Random) -> bytes:
    """Thousands of tags that nobody closes, or that nobody opened."""
    found = _TAG.findall(data)
    names = [rng.choice((*_TAGS, *(f[1:-1].split()[0] for f in found[:50] if f[1:-1].split())))]
    names.append(rng.choice(_TAGS))
    opened = b"".join(b"<" + rng.choice((b"", b"", b"/")) + name + b">" for name in names)
    at = rng.choice([m.start() for m in _TAG.finditer(data)] or [0])
    return data[:at] + opened * rng.choice((20, 300, 5_000)) + data[at:]


def attribute(data: bytes, rng: Random) -> bytes:
    """Attributes that nobody would write."""
    value = rng.choice((*_WRITTEN, "a" * 1_000_000, "display:none", "A1:XFD1048576", "\x00"))
    if rng.random() < 0.5:
        return _replaced(data, _ATTRIBUTE, rng, lambda old: b'="%s"' % value.encode())
    added = b' %s="%s"' % (rng.choice(_NAMES), value.encode())
    return _replaced(data, _TAG, rng, lambda old: old[:-1] + added + b">")


def entity(data: bytes, rng: Random) -> bytes:
    """A document type of one's own, with entities that hold each other or a file."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    outside = '<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://127.0.0.1:9/">'
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}{outside}]>'.encode()
    start = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    changed = _replaced(data[start:], re.compile(rb">(?=[^<])"), rng, lambda _: b">&l9;&x;")
    return data[:start] + head + changed


def stream(data: bytes, rng: Random) -> bytes:
    """A compressed stream of a PDF file, changed inside and compressed again."""
    found = list(_STREAM.finditer(data))
    if not found:
        return flip(data, rng)
    match = rng.choice(found)
    try:
        content = zlib.decompress(match[1])
        packed = True
    except zlib.error:
        content, packed = match[1], False
    content = rng.choice((*BYTES, written, written, operators))(content or b"0", rng)
    inside = zlib.compress(content[:_MOST_BYTES]) if packed else content
    return data[: match.start(1)] + inside + data[match.end(1) :]


def operators(data: bytes, rng: Random) -> bytes:
    """Operators of a PDF page in great number, or where none belong."""
    more = rng.choice(
        (b"q ", b"Q ", b"BT ", b"ET ", b"0 0 m 9 9 l S ", b"0 0 99 99 re f ", b"/F1 1e9 Tf ",
         b"1e9 0 0 1e9 0 0 cm ", b"0 0 0 0 0 0 Tm ", b"(x) Tj ", b"<< [ ", b"BI /W 99999 ID ")
    )  # fmt: skip
    at = rng.randrange(len(data))
    return data[:at] + b" " + more * rng.choice((1, 50, 3_000)) + data[at:]


def tree(data: bytes, rng: Random) -> bytes:
    """Elements of an XML file lost, moved, nested, doubled; it stays well-formed."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return tag(data, rng)
    for _ in range(rng.choice((1, 2, 8))):
        every = list(root.iter("*"))
        one, other = rng.choice(every), rng.choice(every)
        rng.choice(_TREES)(one, other, rng)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _lose(one: Any, other: Any, rng: Random) -> None:
    if (parent := one.getparent()) is not None:
        parent.remove(one)


def _copy_into(one: Any, other: Any, rng: Random) -> None:
    if sum(1 for _ in one.iter()) < 200:
        # All copies are made before the first is put in: one may hold the other.
        for copy in [deepcopy(one) for _ in range(rng.choice((1, 1, 30)))]:
            other.insert(rng.randrange(len(other) + 1), copy)


def _nest(one: Any, other: Any, rng: Random) -> None:
    for _ in range(rng.choice((1, 10, 60, 120))):
        inner = etree.SubElement(one, other.tag, dict(other.attrib))
        one = inner


def _set(one: Any, other: Any, rng: Random) -> None:
    names = [*one.keys(), *other.keys()]
    if names:
        one.set(rng.choice(names), rng.choice((*_WRITTEN, "", "-", " ".join("1" * 500))))


def _say(one: Any, other: Any, rng: Random) -> None:
    put = rng.choice((*_WRITTEN, *_TEXTS))
    one.text = (one.text or "") + _NOT_XML.sub("", put)


def _rename(one: Any, other: Any, rng: Random) -> None:
    one.tag = other.tag


_TREES = (_lose, _copy_into, _nest, _set, _set, _say, _say, _rename)
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


MARKUP: tuple[Change, ...] = (tag, tag, unclosed, attribute, attribute, entity)
TEXT: tuple[Change, ...] = (written, written, text, text, surrogate)


def entry(data: bytes, rng: Random) -> bytes:
    """One file of an archive changed inside, and packed again."""
    return repacked(data, rng, lambda content: _markup(content, rng))


def entries(data: bytes, rng: Random) -> bytes:
    """The files of an archive lost, doubled, renamed or in each other's places."""
    files = unpacked(data)
    if len(files) < 2:
        return flip(data, rng)
    a, b = rng.sample(range(len(files)), 2)
    (name, content), (other, _) = files[a], files[b]
    files[a] = rng.choice(
        [
            (other, content),
            (name + "/../" + other, content),
            (name, files[b][1]),
            (name, b""),
            (name.upper(), bytes(2_000_000)),
            (name, data),
        ]
    )
    if rng.random() < 0.3:
        del files[b]
    return packed(files)


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """The files of an archive that is whole."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [(name, file.read(name)) for name in file.namelist()]


def packed(files: Sequence[tuple[str, bytes]]) -> bytes:
    """An archive of these files, the same bytes whenever it is made; a name may come twice."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files:
            # A name that is there twice is what is asked for: no warning.
            file.NameToInfo.pop(name, None)
            file.writestr(zipfile.ZipInfo(name), content, file.compression)
    return data.getvalue()


def repacked(data: bytes, rng: Random, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one of its larger files changed."""
    files = unpacked(data)
    weights = [len(content) + 200 for _, content in files]
    n = rng.choices(range(len(files)), weights)[0]
    name, content = files[n]
    files[n] = (name, change(content or b"0"))
    return packed(files)


def _markup(data: bytes, rng: Random) -> bytes:
    return rng.choice((*BYTES[:2], *MARKUP, *TEXT, *(tree,) * 12))(data, rng)


KINDS: dict[str, tuple[Change, ...]] = {
    "binary": (*BYTES, *BYTES, written),
    "text": (*BYTES, *TEXT, *TEXT),
    "markup": (*BYTES, *TEXT, *MARKUP, *MARKUP),
    "zip": (flip, cut, drop, number, entries, *(entry,) * 20),
    "pdf": (*BYTES, *TEXT[:3], *(stream,) * 8),
}


def mutate(data: bytes, kind: str, rng: Random) -> bytes:
    """One to three changes, of at most a few megabytes more."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        try:
            data = rng.choice(KINDS[kind])(data or b"0", rng)[:_MOST_BYTES]
        except _NO_ARCHIVE:
            data = rng.choice(BYTES)(data or b"0", rng)
    return data


_NO_ARCHIVE = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError)


def _replaced(
    data: bytes, pattern: re.Pattern[bytes], rng: Random, new: Callable[[bytes], bytes]
) -> bytes:
    """The data with one to three matches of a pattern replaced."""
    found = [match.span() for match in pattern.finditer(data)]
    for start, end in sorted(rng.sample(found, min(len(found), rng.choice((1, 3)))), reverse=True):
        data = data[:start] + new(data[start:end]) + data[end:]
    return data
