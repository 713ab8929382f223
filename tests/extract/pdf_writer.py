"""A small writer of PDF files for tests: text, lines and pictures where they are put.

Places are in points from the top left of the page. Chinese is printed in a font
of squares, whose character map can be left out or spoiled; SWAPPED is Times with a
character map that says 2 for the 1 that it draws, and 1 for the 2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

SONG = "song"
SERIF = "serif"
NO_MAP = "nomap"
PRIVATE = "private"
SWAPPED = "swapped"
_RESOURCES = {SERIF: "F1", SONG: "F2", NO_MAP: "F3", PRIVATE: "F4", SWAPPED: "F5"}
_SWAP = str.maketrans("12", "21")
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass(frozen=True, slots=True)
class _Shown:
    """Text with the operators before it."""

    text: str
    font: str
    set_up: str

    def drawn(self, codes: dict[str, int]) -> str:
        if self.font in (SERIF, SWAPPED):
            shown = self.text.encode("latin-1")
        elif self.font == NO_MAP:
            shown = self.text.encode("utf-16-be")
        else:
            shown = bytes(codes[c] for c in self.text)
        return f"BT {self.set_up} <{shown.hex()}> Tj ET"


@dataclass(slots=True)
class Page:
    """One page; every method draws and gives the page back."""

    width: float = 595.0
    height: float = 842.0
    rotate: int = 0
    drawn: list[str | _Shown] = field(default_factory=list)

    def text(
        self,
        left: float,
        base: float,
        text: str,
        size: float = 10.0,
        *,
        font: str = "",
        matrix: tuple[float, float, float, float] = (1, 0, 0, 1),
        mode: int = 0,
        colour: tuple[float, float, float] = (0, 0, 0),
    ) -> Page:
        """Text whose baseline begins at a place; digits and letters in Times, the rest in Song."""
        font = font or (SERIF if text.isascii() else SONG)
        turned = " ".join(f"{n:g}" for n in matrix)
        red, green, blue = colour
        set_up = (
            f"{red:g} {green:g} {blue:g} rg {mode} Tr /{_RESOURCES[font]} {size:g} Tf "
            f"{turned} {left:g} {self.height - base:g} Tm"
        )
        self.drawn.append(_Shown(text, font, set_up))
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, dash: str = "[] 0") -> Page:
        """A stroked line."""
        top = self.height
        self.drawn.append(f"0.5 w {dash} d {x0:g} {top - y0:g} m {x1:g} {top - y1:g} l S")
        return self

    def fill(
        self, x0: float, y0: float, x1: float, y1: float, colour: tuple[float, ...] = (0, 0, 0)
    ) -> Page:
        """A filled rectangle."""
        shade = " ".join(f"{n:g}" for n in colour)
        self.drawn.append(f"{shade} rg {x0:g} {self.height - y1:g} {x1 - x0:g} {y1 - y0:g} re f")
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        """A stroked rectangle."""
        self.drawn.append(f"0.5 w {x0:g} {self.height - y1:g} {x1 - x0:g} {y1 - y0:g} re S")
        return self

    def frame(self, x0: float, y0: float, x1: float, y1: float, width: float = 1.0) -> Page:
        """A border painted between two rectangles, as browsers do."""
        top, w = self.height, width
        self.drawn.append(
            f"0 0 0 rg {x0:g} {top - y1:g} {x1 - x0:g} {y1 - y0:g} re "
            f"{x0 + w:g} {top - y1 + w:g} {x1 - x0 - 2 * w:g} {y1 - y0 - 2 * w:g} re f*"
        )
        return self

    def outline(self, left: float, top: float, size: float) -> Page:
        """The stroked outline of a letter: a box of four, and the end of a brush stroke."""
        half, y = size / 2, self.height - top - size
        boxes = (
            f"{left + a:g} {y + b:g} {half:g} {half:g} re" for a in (0, half) for b in (0, half)
        )
        stroke = f"{left:g} {y:g} m {left + 2:g} {y + 3:g} l {left + 4:g} {y + 1:g} l h"
        self.drawn.append(f"0.2 w {' '.join(boxes)} {stroke} S")
        return self

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        """A grey picture."""
        self.drawn.append(f"q {x1 - x0:g} 0 0 {y1 - y0:g} {x0:g} {self.height - y1:g} cm /Im Do Q")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Page:
        """Lines across and down."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def row(self, xs: Sequence[float], base: float, texts: Iterable[str]) -> Page:
        """Texts a little right of each place."""
        for x, text in zip(xs, texts, strict=False):
            if text:
                self.text(x + 3, base, text)
        return self


def pdf(
    *pages: Page,
    info: str = "",
    user_password: bytes | None = None,
) -> bytes:
    """A PDF file of these pages; a `user_password` encrypts it, an empty one lets everyone open."""
    shown = (item for page in pages for item in page.drawn if isinstance(item, _Shown))
    used = sorted({c for item in shown for c in item.text})
    codes = {c: n for n, c in enumerate(used, 1)}
    objects: list[tuple[bytes, bytes]] = [
        (b"<</Type/Catalog/Pages 2 0 R>>", b""),
        (_page_tree(len(pages)), b""),
        (b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>", b""),
        (_squares(len(used), 8), b""),
        (
            b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Song/Encoding/Identity-H"
            b"/DescendantFonts[7 0 R]>>",
            b"",
        ),
        (_squares(len(used), 9), b""),
        (
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Song/DW 1000/CIDSystemInfo"
            b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 10 0 R>>",
            b"",
        ),
        (b"<<>>", _to_unicode({n: c for c, n in codes.items()})),
        (b"<<>>", _to_unicode({n: chr(0xE000 + n) for n in codes.values()})),
        (
            b"<</Type/FontDescriptor/FontName/ABCDEF+Song/Flags 4/FontBBox[0 -120 1000 880]"
            b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>",
            b"",
        ),
        (
            b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray"
            b"/BitsPerComponent 8>>",
            b"\x80",
        ),
        (b"<<" + info.encode("latin-1") + b">>", b""),
        (b"<<>>", b"1000 0 0 -120 1000 880 d1 50 -70 900 900 re f"),
        (
            b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding"
            b"/ToUnicode 15 0 R>>",
            b"",
        ),
        (b"<<>>", _to_unicode({ord(c): c.translate(_SWAP) for c in "0123456789"})),
    ]
    for page in pages:
        objects.append((_page(page, len(objects) + 2), b""))
        lines = [d.drawn(codes) if isinstance(d, _Shown) else d for d in page.drawn]
        objects.append((b"<<>>", "\n".join(lines).encode("latin-1")))
    return _file(objects, user_password)


def _page_tree(count: int) -> bytes:
    kids = " ".join(f"{16 + 2 * n} 0 R" for n in range(count))
    return f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode()


def _page(page: Page, content: int) -> bytes:
    return (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page.width:g} {page.height:g}]"
        f"/Rotate {page.rotate}/Contents {content} 0 R/Resources<</Font<</F1 3 0 R/F2 4 0 R"
        "/F3 5 0 R/F4 6 0 R/F5 14 0 R>>/XObject<</Im 11 0 R>>>>>>"
    ).encode()


def _squares(count: int, characters: int) -> bytes:
    """A font of `count` squares whose character map is object `characters`."""
    widths = " ".join(["1000"] * count)
    names = " ".join(f"/g{n}" for n in range(1, count + 1))
    procedures = " ".join(f"/g{n} 13 0 R" for n in range(1, count + 1))
    return (
        "<</Type/Font/Subtype/Type3/FontBBox[0 -120 1000 880]/FontMatrix[.001 0 0 .001 0 0]"
        f"/FirstChar 1/LastChar {count}/Widths[{widths}]/Encoding<</Differences[1 {names}]>>"
        f"/CharProcs<<{procedures}>>/ToUnicode {characters} 0 R>>"
    ).encode()


def _to_unicode(characters: dict[int, str]) -> bytes:
    lines = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def"]
    lines.append("1 begincodespacerange <00> <FF> endcodespacerange")
    for code, meaning in characters.items():
        pair = f"<{code:02x}> <{meaning.encode('utf-16-be').hex()}>"
        lines.append(f"1 beginbfchar {pair} endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()


def _file(objects: Sequence[tuple[bytes, bytes]], password: bytes | None) -> bytes:
    key, security = _security(password) if password is not None else (b"", b"")
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, (dictionary, stream) in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number
        if stream:
            if key:
                salt = number.to_bytes(3, "little") + b"\0\0"
                stream = _rc4(hashlib.md5(key + salt).digest()[:10], stream)
            out += dictionary[:-2] + b"/Length %d>>\nstream\n" % len(stream)
            out += stream + b"\nendstream\nendobj\n"
        else:
            out += dictionary + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<</Size %d/Root 1 0 R/Info 12 0 R" % (len(objects) + 1)
    return bytes(out + security + b">>\nstartxref\n%d\n%%%%EOF\n" % start)


def _security(password: bytes) -> tuple[bytes, bytes]:
    """The key and the trailer's entries of the standard handler (ISO 32000-1, 7.6.3)."""
    rights, name = -4, b"0123456789abcdef"
    owner_key = hashlib.md5((b"owner" + _PADDING)[:32]).digest()[:5]
    padded = (password + _PADDING)[:32]
    owner = _rc4(owner_key, padded)
    mixed = padded + owner + rights.to_bytes(4, "little", signed=True) + name
    key = hashlib.md5(mixed).digest()[:5]
    user = _rc4(key, _PADDING)
    entries = (
        f"/ID[<{name.hex()}><{name.hex()}>]/Encrypt<</Filter/Standard/V 1/R 2"
        f"/O<{owner.hex()}>/U<{user.hex()}>/P {rights}>>"
    )
    return key, entries.encode()


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
