"""What does not add up and what was left over, each linked to the values and places it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from flows.evidence.value import Row, place_names, value_anchor
from flows.evidence.words import both, cell_name, code, key_name, safe, table
from flows.printing import plain
from flows.shown import Shown
from transform.codebook import CellKey, Instance, Label, codebook

_ISSUES_SHOWN = 200
_CLAIMS_SHOWN = 200
Positions = Mapping[CellKey, int]


def broken_checks(shown: Shown) -> list[Row]:
    """The identities that do not hold, with a blank as unknown or as zero."""
    verdicts = ("verdict_strict", "verdict_blank_as_zero")
    return [check for check in shown.checks if "fail" in [check[v] for v in verdicts]]


def broken_sums(shown: Shown) -> dict[CellKey, str]:
    """The cells that stand in broken identities, with the names of these."""
    names: dict[CellKey, list[str]] = {}
    for check, instance in _instances(shown):
        for term in instance.terms:
            names.setdefault(term.cell, []).append(check["identity_id"])
    return {key: ", ".join(dict.fromkeys(found)) for key, found in names.items()}


def identities(shown: Shown, positions: Positions) -> str:
    """Every broken identity with both sides, its terms, cause and diagnosis."""
    return "".join(
        _identity(check, instance, shown, positions) for check, instance in _instances(shown)
    )


def claims(shown: Shown, positions: Positions) -> str:
    """The numbers claimed in the text beside the cells they speak of."""
    if not shown.claims:
        return ""
    heads = (
        ("原句", "sentence"), ("所称", "claimed"), ("表中", "in the table"), ("一致", "equal"),
    )  # fmt: skip
    return table(heads, (_claim(c, shown, positions) for c in shown.claims[:_CLAIMS_SHOWN]), "list")


def issues(shown: Shown, places: Collection[str]) -> str:
    """What was left over, with its place; `places` are those that the page shows."""
    if not shown.issues:
        return ""
    heads = (("位置", "place"), ("原文", "text"), ("原因", "reason"))
    rows = (_issue(issue, places) for issue in shown.issues[:_ISSUES_SHOWN])
    more = len(shown.issues) - _ISSUES_SHOWN
    rest = both(f"另有 {more} 条", f"{more} more") if more > 0 else ""
    return table(heads, rows, "list") + (f'<p class="note">{rest}</p>' if rest else "")


def _instances(shown: Shown) -> Iterator[tuple[Row, Instance]]:
    form = shown.report["form"]
    if not form:
        return
    known = {(i.identity.identity_id, i.instance): i for i in codebook().instances(form)}
    for check in broken_checks(shown):
        instance = known.get((check["identity_id"], check["instance"]))
        if instance:
            yield check, instance


def _identity(check: Row, instance: Instance, shown: Shown, positions: Positions) -> str:
    identity = instance.identity
    sides = [_side(instance, side, shown, positions) for side in ("lhs", "rhs")]
    rows = [
        (
            "差额",
            "residual",
            f"{plain(check['lhs'])} − {plain(check['rhs'])} = <b>{plain(check['residual'])}</b>",
        ),
        ("左边", "left side", sides[0]),
        ("右边", "right side", sides[1]),
    ]
    if check["cause"]:
        rows.append(("原因", "cause", both(*code("cause", check["cause"]))))
    if check["diagnosis"]:
        rows.append(("诊断", "diagnosis", _diagnosis(check, shown, positions)))
    if check["verdict_strict"] != "fail":
        rows.append(
            ("判定", "verdict", both("空白作零时不成立", "does not hold with a blank as zero"))
        )
    body = "".join(f"<dt>{both(zh, en)}</dt><dd>{text}</dd>" for zh, en, text in rows)
    name = both(*_instance_name(instance))
    severity = both(*code("severity", check["severity"]))
    return (
        f'<section class="sum"><h3>{name}'
        f" <small>{safe(identity.identity_id)} · {severity}</small></h3>"
        f"<p>{both(identity.zh, identity.en)}</p><dl>{body}</dl></section>\n"
    )


def _instance_name(instance: Instance) -> tuple[str, str]:
    book, identity = codebook(), instance.identity
    if identity.over == "applicant_type":
        label: Label = book.label(identity.section, "column", instance.instance, instance.form)
        return f"{label.zh}（列）", f"column: {label.en}"
    if identity.over == "row":
        zh, en = book.row_names(book.row(identity.section, instance.instance), instance.form)
        return f"{zh}（行）", f"row: {en}"
    if identity.over == "block":
        label = book.label(identity.section, "block", instance.instance, instance.form)
        return label.zh, label.en
    return identity.zh, identity.en


def _side(instance: Instance, side: str, shown: Shown, positions: Positions) -> str:
    """The terms of a side with their values; those that are zero together."""
    terms: list[str] = []
    zeros: list[str] = []
    for term in instance.terms:
        if term.side == side and term.cell in positions:
            chip = _chip(term.cell, shown, positions)
            sign = "− " if term.weight < 0 else "+ "
            times = f"{plain(abs(term.weight))} × " if abs(term.weight) != 1 else ""
            value = shown.cells[positions[term.cell]]["value"]
            (zeros if value == Decimal(0) else terms).append(sign + times + chip)
    text = " ".join(terms).removeprefix("+ ")
    if zeros:
        count = len(zeros)
        summary = both(f"＋{count} 格零" if terms else f"{count} 格零", f"{count} cells of zero")
        text += f" <details><summary>{summary}</summary>{' '.join(zeros)}</details>"
    return text


def _chip(key: CellKey, shown: Shown, positions: Positions) -> str:
    """A value with the name of its cell, linked to where it stands in the tables."""
    position = positions.get(key)
    if position is None:
        return f'<span class="chip">{both(*key_name(key, shown.report["form"]))}</span>'
    cell = shown.cells[position]
    figure = (
        plain(cell["value"]) if cell["value"] is not None else code("status", cell["status"])[0]
    )
    zh, en = cell_name(cell)
    return (
        f'<a class="chip" href="#{value_anchor(position)}" title="{safe(f"{zh} / {en}")}">'
        f"{safe(zh)} <b>{safe(figure)}</b></a>"
    )


def _diagnosis(check: Row, shown: Shown, positions: Positions) -> str:
    name, _, amount = check["diagnosis"].partition("=")
    zh, en = code("diagnosis", name)
    text = both(f"{zh}：{amount}" if amount else zh, f"{en}: {amount}" if amount else en)
    if not check["suspect"]:
        return text
    key = _key(check["suspect"], positions)
    chip = _chip(key, shown, positions) if key else safe(check["suspect"])
    return f"{text} {chip} → <b>{safe(plain(check['suspect_value']))}</b> ?"


def _key(written: str, positions: Positions) -> CellKey | None:
    return next((key for key in positions if "/".join(filter(None, key)) == written), None)


def _claim(claim: Row, shown: Shown, positions: Positions) -> Sequence[str]:
    key = CellKey(
        claim["compared_section"], claim["compared_row"], claim["compared_applicant_type"]
    )
    agrees = claim["agrees"]
    sign = {True: ("✓", "same"), False: ("✗ 不同", "differs"), None: ("—", "")}[agrees]
    kind = "fail" if agrees is False else ""
    return (
        f"<td>{_stressed(claim['sentence'], claim['number'])}</td>",
        f'<td class="value">{safe(plain(claim["number"]))}</td>',
        f"<td>{_chip(key, shown, positions)}</td>",
        f'<td class="{kind}">{both(*sign)}</td>',
    )


def _stressed(sentence: str, number: Decimal) -> str:
    """The sentence with the number in bold where it stands in it as a figure once only."""
    found = [m for m in re.finditer(r"\d[\d,.]*", sentence) if m[0] == plain(number)]
    if len(found) != 1:
        return safe(sentence)
    start, stop = found[0].span()
    return f"{safe(sentence[:start])}<b>{safe(sentence[start:stop])}</b>{safe(sentence[stop:])}"


def _issue(issue: Row, places: Collection[str]) -> Sequence[str]:
    zh, _, en = (issue["place"] or "").partition(" / ")
    place = both(zh, en)
    target = next((name for name in place_names(en) if name in places), None)
    if target:
        place = f'<a href="#{target}">{place}</a>'
    zh, _, en = issue["reason"].partition(" / ")
    return f"<td>{place}</td>", f"<td>{safe(issue['text'], 300)}</td>", f"<td>{both(zh, en)}</td>"
