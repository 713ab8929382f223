"""Compile ``divisions.csv`` and ``former_names.csv`` from the two public division tables.

Run by hand when a new vintage is wanted (README.md beside this file says where the
tables come from)::

    python -m transform.agencies.compile_divisions CHINA_DIVISION_DIST GB2260_FOLDER
"""

from __future__ import annotations

import csv
import re
import runpy
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
FIRST_REPORT_YEAR = 2008
PLACEHOLDER = re.compile(r".*市辖区|.*直辖县级行政区划|县|市")
ZONE_DIGIT = "7"
# The peoples an autonomous division is named after; its short name leaves them out.
PEOPLES = (
    "各族",
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "维吾尔族",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "哈萨克",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯",
    "塔吉克",
    "怒族",
    "鄂温克族",
    "独龙族",
    "鄂伦春",
    "裕固族",
    "保安族",
    "普米族",
)
AUTONOMOUS = re.compile(rf"(?P<own>.{{2,}}?)(?:{'|'.join(PEOPLES)})+自治(?P<end>[州县旗])")
Division = tuple[str, str, str, str]


def current(dist: Path) -> list[Division]:
    """Code, name, level and parent code of every division of the vintage."""
    found: list[Division] = []
    cities = set()
    names: dict[str, str] = {}
    for row in _rows(dist / "provinces.csv"):
        found.append((row["code"] + "0000", row["name"], "province", ""))
    for row in _rows(dist / "cities.csv"):
        if not PLACEHOLDER.fullmatch(row["name"]):
            cities.add(row["code"])
            names[row["code"] + "00"] = row["name"]
            province = row["provinceCode"] + "0000"
            found.append((row["code"] + "00", row["name"], "prefecture", province))
    for row in _rows(dist / "areas.csv"):
        if len(row["code"]) == 6 and not PLACEHOLDER.fullmatch(row["name"]):
            city = row["cityCode"]
            parent = city + "00" if city in cities else row["provinceCode"] + "0000"
            level = "zone" if row["code"][4] == ZONE_DIGIT else "county"
            if row["name"] != names.get(parent):
                found.append((row["code"], row["name"], level, parent))
    return sorted(found)


def revisions(gb2260: Path) -> list[dict[str, str]]:
    """Code → name of each yearly revision since the first reports."""
    data = runpy.run_path(str(gb2260 / "data.py"))["data"]
    years = [year for year in data if year is None or FIRST_REPORT_YEAR <= year < 2100]
    return [
        {str(code): name for code, name in data[year].items() if not PLACEHOLDER.fullmatch(name)}
        for year in sorted(years, key=lambda year: year or 2100)
    ]


def shared_names(now: Iterable[Division], years: Iterable[dict[str, str]]) -> set[str]:
    """Names that two divisions bore in one and the same year since the first reports."""
    shared: set[str] = set()
    for names in ([name for _, name, _, _ in now], *(list(y.values()) for y in years)):
        shared |= {name for name, count in Counter(names).items() if count > 1}
    return shared


def short_names(now: list[Division], years: list[dict[str, str]]) -> dict[str, str]:
    """Code → short name of the autonomous divisions (阿坝州), where it is no other's name."""
    taken = {name for _, name, _, _ in now} | {name for year in years for name in year.values()}
    found = {
        code: match["own"] + match["end"]
        for code, name, _, _ in now
        if (match := AUTONOMOUS.fullmatch(name)) is not None
    }
    counts = Counter(found.values())
    return {c: short for c, short in found.items() if short not in taken and counts[short] == 1}


def main(dist: Path, gb2260: Path) -> None:
    """Write both tables beside this file."""
    now, years = current(dist), revisions(gb2260)
    shared, short = shared_names(now, years), short_names(now, years)
    with (HERE / "divisions.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("code", "name", "level", "parent", "shared", "short"))
        for code, name, level, parent in now:
            mark = "yes" if name in shared else ""
            writer.writerow((code, name, level, parent, mark, short.get(code, "")))
    former: dict[str, set[str]] = defaultdict(set)
    known = {name for _, name, _, _ in now}
    for year in years:
        for code, name in year.items():
            if name not in known:
                former[name].add(code)
    with (HERE / "former_names.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("name", "codes"))
        writer.writerows((name, " ".join(sorted(former[name]))) for name in sorted(former))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
