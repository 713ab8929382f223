"""Web pages, web archives and texts that cost their reader dearly."""

from __future__ import annotations

from collections.abc import Sequence

from tests.hostile.office_files import LAUGHS

MEBIBYTE = 1024 * 1024


def nested_tables(depth: int) -> bytes:
    """Tables in the cells of tables."""
    opening = "<table border='1'><tr><td>1</td><td>"
    closing = "</td></tr></table>"
    return f"<html><body>{opening * depth}x{closing * depth}</body></html>".encode()


def deep_page() -> bytes:
    """A hundred thousand blocks inside each other."""
    return b"<html><body>" + b"<div>" * 100_000 + b"1" + b"</div>" * 100_000


def one_line_page() -> bytes:
    """Fifty megabytes without a line's end."""
    return b"<html><body><p>" + b"a 1 " * (50 * MEBIBYTE // 4)


def long_line_page() -> bytes:
    """One megabyte without a line's end, which may be read."""
    return b"<html><body><p>" + "规章 1 ".encode() * (MEBIBYTE // 9)


def spanning_page() -> bytes:
    """Cells that say they span a thousand million rows and columns."""
    cell = '<td rowspan="1000000000" colspan="1000000000">1</td>'
    return f"<table>{f'<tr>{cell * 60}</tr>' * 60}</table>".encode()


def unclosed_page() -> bytes:
    """Tags that nobody closes."""
    tags = "<table><tr><td><div><font><b><i><p><ul><li><a href=x>"
    return f"<html><body>{tags * 20_000}".encode()


def formatted_page() -> bytes:
    """Formatting left open, which browsers open again in every block."""
    return b"<html><body>" + b"<b><i><u><s>" * 60 + b"<p>1</p><table><td>1</td></table>" * 20_000


def attributed_page() -> bytes:
    """A tag of two hundred thousand attributes."""
    many = " ".join(f"a{n}={n}" for n in range(200_000))
    return f"<html><body><p {many}>1</p>".encode()


def long_attribute_page() -> bytes:
    """An attribute of eight megabytes."""
    return f"<html><body><p title='{'x' * 8_000_000}'>2".encode()


def multiplied_page() -> bytes:
    """Formatting of many kinds left open: to write it again in each block takes gigabytes."""
    kinds = "".join(f"<b a={n}>" for n in range(4_000))
    return f"<html><body><p>{kinds}</p>{'<p>1</p>' * 4_000}".encode()


def commented_page() -> bytes:
    """Comments begun over and over."""
    return b"<html><body>" + b"<!--" * 2_000_000


def entity_page() -> bytes:
    """An HTML page with entities of its own."""
    return f"{LAUGHS.replace('DOCTYPE x', 'DOCTYPE html')}<html><body><p>&l11;&x;</p>".encode()


def mhtml(parts: Sequence[str], boundary: str = "b") -> bytes:
    """A web archive of these parts."""
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n'
    return (head + "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)).encode()


def many_parts_mhtml() -> bytes:
    """A hundred thousand parts, none of them a page."""
    return mhtml(["Content-Type: image/png\r\n\r\nx"] * 100_000)


def nested_mhtml() -> bytes:
    """Parts in parts that all have one boundary."""
    inner = 'Content-Type: multipart/related; boundary="b"\r\n\r\n'
    return mhtml([inner] * 50_000)


def long_header_mhtml() -> bytes:
    """A header that is never done."""
    return mhtml(["Content-Type: text/html;\r\n" + " a=b;\r\n" * 200_000 + "\r\n<p>1"])


def wide_csv() -> bytes:
    """A table with a row of a million columns."""
    return b"1,2,3\n" * 50_000 + b"1," * 1_000_000 + b"1\n"


def all_wide_csv() -> bytes:
    """Rows of a hundred thousand columns."""
    return ((b"1," * 100_000)[:-1] + b"\n") * 4


def quoted_csv() -> bytes:
    """Quotes that never end."""
    return b"1,2,3\n" * 50_000 + b'"' + b"1,2,3\n" * 600_000


def long_text() -> bytes:
    """Labels and digits in one line of a megabyte."""
    return "本年收到行政复议申请 1 2 3 其他处理 0 ".encode() * 20_000


def short_lines() -> bytes:
    """Three million lines of a letter."""
    return b"a\n" * 3_000_000


def barred_text() -> bytes:
    """A million bars, some of them in rows."""
    return b"|\n" * 300_000 + b"a|b\n" * 100_000 + b"||||\n" * 50_000


def tabbed_text() -> bytes:
    """Lines of tabs."""
    return b"\t" * 4_000_000 + b"\n" + b"\t1" * 1_000_000


def ruled_text() -> bytes:
    """Lines that look like rules up to their end."""
    return (b"-" * 30_000 + b"x\n") * 20


def barred_lines() -> bytes:
    """A cell a line, with nothing that tells where a row ends."""
    return b"a |\n" * 100_000


def lone_bars() -> bytes:
    """Lone bars, of which nobody can say which opens a row."""
    return b"|\n" * 90_000 + b"a |\n" * 97


def continued_cell() -> bytes:
    """A cell that goes on for two hundred thousand lines."""
    return b"\tx\n" + b"abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz\n" * 200_000


def marked_text() -> bytes:
    """A letter that bears a million marks."""
    return ("a" + "\u0301\u0327" * 500_000).encode()


def labelled_csv() -> bytes:
    """A row of a label over and over."""
    row = ",".join(["其他法律法规禁止公开"] * 30_000)
    return f"{row}\n{row}\n{row}\n".encode()
