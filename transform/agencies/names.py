"""Agency names: whether a text names an agency, its full form, type, level and id."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from transform.agencies.divisions import (
    Prefix,
    divisions,
    divisions_named,
    is_generic,
    place_prefix,
    short_prefix,
)
from transform.text import half_width

HERE = Path(__file__).parent
_HAN = re.compile(r"[㐀-鿿]+(?:\([㐀-鿿]+\)[㐀-鿿]*)?")
STATE = re.compile(r"国家税务总局|中华人民共和国|国家统计局|国家金融监督管理总局")
# What stands before the function of a vertical agency when no place is named.
_NO_PLACE = ("", "省", "市", "县", "区", "旗", "州", "盟", "本", "我")
_SECOND_NAME = re.compile(r"\([㐀-鿿]+\)$")
_INNER_PLACE = re.compile(r"[㐀-鿿]{2,}[县区市旗州盟](?=[㐀-鿿]{2,}(?:镇|乡|苏木|街道|办事处))")


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of ``names.toml``, compiled."""

    national: tuple[str, ...]
    ministries: frozenset[str]
    never: re.Pattern[str]
    openings: re.Pattern[str]
    full_forms: tuple[tuple[re.Pattern[str], str], ...]
    bare_places: tuple[tuple[re.Pattern[str], str], ...]
    bare_towns: tuple[tuple[re.Pattern[str], str], ...]
    zone: re.Pattern[str]
    unknown_place: re.Pattern[str]


@cache
def words() -> Words:
    """The words that decide whether a text names an agency."""
    data: dict[str, Any] = tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))

    def pairs(key: str, pattern: str, value: str) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(item[pattern]), item[value]) for item in data[key])

    return Words(
        national=tuple(data["national"]),
        ministries=frozenset(data["ministries"]),
        never=re.compile("|".join(map(re.escape, data["never"]))),
        openings=re.compile(f"(?:{'|'.join(map(re.escape, data['openings']))})+"),
        full_forms=pairs("full_forms", "short", "full"),
        bare_places=pairs("bare_places", "pattern", "append"),
        bare_towns=pairs("bare_towns", "pattern", "append"),
        zone=re.compile(data["zones"]["pattern"]),
        unknown_place=re.compile(data["unknown_places"]["pattern"]),
    )


@cache
def _types() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with (HERE / "types.csv").open(encoding="utf-8", newline="") as lines:
        return tuple((row["type"], re.compile(row["pattern"])) for row in csv.DictReader(lines))


@lru_cache(maxsize=4096)
def agency_type(name: str) -> str:
    """The type an agency's name ends in, ``unknown`` when no pattern of types.csv fits."""
    own = _SECOND_NAME.sub("", name)
    return next((kind for kind, pattern in _types() if pattern.fullmatch(own)), "unknown")


@lru_cache(maxsize=4096)
def agency_level(name: str) -> str:
    """``central`` ``province`` ``prefecture`` ``county`` ``zone`` ``township`` or ``unknown``."""
    place = place_of(name)
    rest = name[len(place.text) :] if place else name
    if re.match(r"[㐀-鿿]{1,10}(?:镇|乡|苏木|街道)", rest) and not rest.startswith("乡村"):
        return "township"
    if place is not None:
        if place.division is not None:
            return place.division.level
        ends = {"省": "province", "自治区": "province", "州": "prefecture", "盟": "prefecture"}
        found = next((level for end, level in ends.items() if place.text.endswith(end)), None)
        return found or ("county" if place.text.endswith(("县", "区", "旗")) else "unknown")
    if agency_type(name) == "zone":
        return "zone"
    central = name in words().ministries or name.startswith(words().national)
    return "central" if central and agency_type(name) == "department" else "unknown"


def agency_id(name: str) -> str:
    """A stable id: "a" and 12 hex digits of the SHA-256 of the name in its canonical form.

    It depends on the name and on the first vintage of the divisions alone: other
    reports and later vintages change no id.
    """
    return "a" + hashlib.sha256(canonical_name(name).encode()).hexdigest()[:12]


@lru_cache(maxsize=4096)
def canonical_name(name: str) -> str:
    """The name that all ways to write out an agency's place share (山西省河曲县…, 河曲县…).

    A place that bears its name alone stands without those above it, one of several
    of that name with its prefecture. NFKC and without spaces.
    """
    plain = "".join(half_width(name).split())
    place = place_of(plain)
    if place is None or place.division is None:
        return plain
    state = STATE.match(plain)
    begin = state.end() if state else 0
    above = divisions().get(place.division.parent)
    own = place.division.name
    if (place.division.shared or is_generic(own)) and above is not None:
        own = above.name + own
    return plain[:begin] + own + plain[begin + len(place.text) :]


def may_be_several(name: str) -> bool:
    """Whether several agencies bear this name: a town's without its county, a shared district's.

    Two reports under such a name for one year need not be of one agency.
    """
    place = place_of(name)
    if place is None:
        return _town(name) == name
    return place.division is None and bool(divisions_named(place.text))


def place_of(name: str) -> Prefix | None:
    """The place an agency's name begins with, after the name of a national system."""
    state = STATE.match(name)
    return place_prefix(name[state.end() :] if state else name)


def division_code(name: str) -> str | None:
    """The 6-digit code of the place in an agency's name, None where it is not one alone."""
    place = place_of(name)
    if place is None or place.division is None:
        return None
    # A zone named after its province and a place that is not spelled out.
    vague = agency_type(name) == "zone" and place.division.level == "province"
    return None if vague else place.division.code


@lru_cache(maxsize=4096)
def full_name(text: str) -> str | None:
    """The agency that the subject of a title names, its short ending written out.

    `text` is squashed. None when it is no agency's name, or only a function
    that every county has (教育局): names are never completed by likeness.
    """
    name = words().openings.sub("", text, count=1) if words().openings.match(text) else text
    name = name.strip("、.,:;-_|·")
    if not 2 <= len(name) <= 40 or not _HAN.fullmatch(name) or words().never.search(name):
        return None
    for short, full in words().full_forms:
        name = short.sub(full, name)
    place = place_prefix(name)
    if place is not None:
        return _with_place(name, place)
    return name if _stands_alone(name) else _town(name) or _with_unknown_place(name)


def looks_like_agency(text: str) -> bool:
    """Whether a line is an organ's name and nothing else, with or without its place."""
    plain = bool(_HAN.fullmatch(text)) and not words().never.search(text)
    return plain and agency_type(text) != "unknown"


def named_in_text(text: str) -> str | None:
    """The agency a phrase of running text names: only with its place or a national prefix."""
    name = full_name(text)
    if name is None or not _HAN.fullmatch(text) or len(text) > 30:
        return None
    place = place_prefix(text)
    if place is not None:
        return name if place.text != text and agency_type(text) != "unknown" else None
    national = text.startswith(words().national) and agency_type(text) != "unknown"
    return name if national else None


def _with_place(name: str, place: Prefix) -> str | None:
    rest = name[len(place.text) :]
    if not rest:
        if place.division is not None and place.division.level == "zone":
            return name
        return _append(name, words().bare_places)
    town = _append(rest, words().bare_towns)
    if town is not None:
        return place.text + town
    return name if agency_type(name) != "unknown" else None


def _stands_alone(name: str) -> bool:
    """Whether a name without a place of the table still names one agency only."""
    kind = agency_type(name)
    if kind == "unknown" or name in words().ministries:
        return name in words().ministries
    if name.startswith(words().national):
        return True
    if kind == "vertical":
        return _vertical_stem(name) not in _NO_PLACE
    zone = words().zone.match(name)
    if zone is not None and zone.group()[:1] not in "本我":
        return len(_zone_own_name(zone.group())) >= 2
    short = short_prefix(name)
    return short is not None and kind in ("department", "institution", "zone")


def _with_unknown_place(name: str) -> str | None:
    """A name that begins with a place no table has: abolished, renamed, or newer than the table."""
    match = words().unknown_place.match(name)
    if match is None or words().zone.match(match.group()):
        return None
    rest = name[match.end() :]
    if not rest:
        return _append(name, words().bare_places)
    town = _append(rest, words().bare_towns)
    if town is not None:
        return match.group() + town
    return name if agency_type(name) != "unknown" and agency_type(rest) != "unknown" else None


def _zone_own_name(zone: str) -> str:
    generic = r"(?:国家|省)?级?(?:经济|高新|技术|产业|综合|工业|开发|实验|试验|示范|管理|新)*"
    return re.sub(generic + r"(?:区|园区|度假区|保税区|风景名胜区|新城)$", "", zone)


def _vertical_stem(name: str) -> str:
    for kind, pattern in _types():
        match = pattern.fullmatch(name)
        if match and kind == "vertical":
            return match.groupdict().get("stem", name) or ""
    return ""


def _town(name: str) -> str | None:
    """A town or subdistrict named without its county: as printed, its ending written out."""
    full = _append(name, words().bare_towns) or name
    inner = _INNER_PLACE.match(full) or "人民政府" in full.removesuffix("人民政府")
    kind = agency_type(full)
    if inner or kind not in ("township_government", "street_office") or len(full) > 14:
        return None
    stem = re.sub(r"(?:人民政府|办事处)$", "", full)
    return full if len(stem) >= 3 else None


def _append(name: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    return next((name + end for pattern, end in rules if pattern.fullmatch(name)), None)
