"""Telling people of a night: a webhook and a mail, to where the operator said.

What goes wrong here is told in a line of the log and changes nothing else.
"""

from __future__ import annotations

import json
import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from http.client import HTTPException
from typing import Any
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from flows.nightly.night import Night, names
from flows.nightly.options import ALWAYS, Mail, Plan
from flows.nightly.page import html, markdown
from flows.nightly.sections import at_a_glance, headline

SECONDS = 20
ALARMS_SENT = 100


def tell(plan: Plan, night: Night) -> Iterator[str]:
    """Send what is to be sent of a night; what went wrong, if anything."""
    if night.verdict == "well" and plan.tell != ALWAYS:
        return
    if plan.webhook:
        try:
            _post(plan.webhook, message(night))
        except (OSError, URLError, HTTPException, ValueError) as error:
            yield f"webhook: {_said(error)}"
    if plan.mail:
        try:
            _send(plan.mail, letter(plan.mail, night))
        except (OSError, smtplib.SMTPException, ValueError) as error:
            yield f"mail: {_said(error)}"


def message(night: Night) -> dict[str, Any]:
    """What the webhook is sent, as JSON."""
    zh, en = headline(night)
    return {
        "what": "gouji-nightly",
        "verdict": night.verdict,
        "text": f"gouji {night.started:%Y-%m-%d}: {zh} / {en}",
        "started": night.started.isoformat(timespec="seconds"),
        "seconds": night.seconds,
        "version": night.version,
        "changes": night.changes.counts,
        "ledger": night.ledger.states if night.ledger else {},
        "steps": {step.name: step.outcome for step in night.steps},
        "alarms": [
            {"kind": a.kind, "site": a.site, "url": a.url, "detail": a.detail}
            for a in night.alarms[:ALARMS_SENT]
        ],
    }


def letter(mail: Mail, night: Night) -> EmailMessage:
    """The mail: the page as text, and as the HTML file beside it."""
    found = EmailMessage()
    zh, en = headline(night)
    found["Subject"] = f"gouji {night.started:%Y-%m-%d}: {zh} / {en}"
    found["From"], found["To"] = mail.sender, ", ".join(mail.to)
    lines = [f"{' / '.join(words)}: {number}" for words, number in at_a_glance(night)]
    kinds = names("alarm")
    lines += [
        f"! {' / '.join(kinds[a.kind])}: {a.site} {a.url} {a.detail}"
        for a in night.alarms[:ALARMS_SENT]
    ]
    found.set_content("\n".join(lines) + "\n")
    name = f"gouji-{night.started:%Y-%m-%d}"
    found.add_attachment(html(night), subtype="html", filename=f"{name}.html")
    found.add_attachment(markdown(night), subtype="markdown", filename=f"{name}.md")
    return found


class _NoRedirect(HTTPRedirectHandler):
    """A message goes where the operator said, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _post(address: str, held: dict[str, Any]) -> None:
    body = json.dumps(held, ensure_ascii=False).encode()
    request = Request(address, body, {"Content-Type": "application/json; charset=utf-8"})
    with build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
        answer.read(1024)


def _send(mail: Mail, found: EmailMessage) -> None:
    safe = ssl.create_default_context()
    if mail.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=safe)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)
    with server:
        if mail.tls == "starttls":
            server.starttls(context=safe)
        if mail.user:
            server.login(mail.user, mail.password)
        server.send_message(found)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
