"""E-mail drafts that the user's own mail program opens, unsent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from cmic_wizard import dates
from cmic_wizard.guide.for_reviewer import to_reviewer
from cmic_wizard.guide.model import ContactRole, Kind
from cmic_wizard.handoff.documents.answers import answer_text
from cmic_wizard.handoff.documents.labels import owner_title
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.assessment import STATE_WORDS, Assessment, StepState
from cmic_wizard.profile.fields import Contact, as_sent, people
from cmic_wizard.text import one_line, shortened, visible, visible_lines

_SEALED: Final = {
    "keys": N_(
        "The file is sealed (encrypted) for your key, and holds the service user’s password. Only your key "
        "opens it."
    ),
    "words": N_(
        "The file is sealed (encrypted) with six words, and holds the service user’s password. We tell you "
        "the words by phone, never by e-mail."
    ),
}

Attachment = tuple[str, bytes, str]
"""File name, content, and MIME type."""

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
)
_ADDRESS_AT_MOST: Final = 254
_NAME_AT_MOST: Final = 60
_SUBJECT_AT_MOST: Final = 200


def handoff(
    assessment: Assessment,
    attachment: Attachment,
    *,
    check_number: str,
    draft: bool,
    sealed: str = "",
    password: bool = True,
) -> bytes:
    """The mail that hands the attached profile file to the integration specialist.

    `sealed` is what opens the file (`keys` or `words`), `password` whether the sealed one holds it; the mail
    itself never does.
    """
    company = visible(assessment.draft.name)
    receivers = assessment.people_of(ContactRole.SPECIALIST)
    file_name = _file_name(attachment[0])
    subject = _("Draft: CMiC set-up profile of {company}") if draft else _("CMiC set-up profile of {company}")
    paragraphs = [
        _greeting(receivers),
        _(
            "Attached you will find our set-up profile for the integration of CMiC with Procore: {file}"
        ).format(file=file_name),
    ]
    if draft:
        paragraphs.append(_("It is a draft: not everything that a hand-off needs is done yet."))
    paragraphs += [
        _(
            "Its check number is {number}. Please compare it with us by phone: the same number on both sides "
            "means that the file arrived unchanged."
        ).format(number=visible(check_number)),
        _about_password(sealed, password=password),
        _outstanding(assessment, company),
        _calls(assessment),
        _closing(company),
    ]
    message = _body(paragraphs)
    main, _slash, sub = attachment[2].partition("/")
    message.add_attachment(attachment[1], maintype=main, subtype=sub, filename=file_name)
    return _unsent(message, receivers, subject.format(company=company))


def _about_password(sealed: str, *, password: bool) -> str:
    if not sealed:
        return _(
            "The service user’s password is neither in this e-mail nor in the attached file. You get it from "
            "us only in a sealed (encrypted) file or by phone, never by e-mail."
        )
    if password:
        return _(_SEALED[sealed])
    if sealed == "keys":
        return _("The file is sealed (encrypted) for your key. It does not hold the password.")
    return _(
        "The file is sealed (encrypted) with six words, which we tell you by phone. It does not hold the "
        "password."
    )


def remarks(assessment: Assessment, attachment: Attachment, *, author: str, address: str = "") -> bytes:
    """The mail that brings a specialist's attached remarks to the customer's own contact, signed by both."""
    company = visible(assessment.draft.name)
    receivers = customers_contact(assessment)
    file_name = _file_name(attachment[0])
    message = _body(
        [
            _greeting(receivers),
            _("I have looked at your set-up profile. My remarks are in the attached file: {file}").format(
                file=file_name
            ),
            _(
                "Please save it, open your profile in the wizard and choose “Open a file of the specialist” "
                "in the menu (Esc): each remark then stands beside its item."
            ),
            "\n".join([_("Kind regards,"), visible(author), *filter(None, [visible(address.strip())])]),
        ]
    )
    main, _slash, sub = attachment[2].partition("/")
    message.add_attachment(attachment[1], maintype=main, subtype=sub, filename=file_name)
    return _unsent(
        message, receivers, _("Remarks on the CMiC set-up profile of {company}").format(company=company)
    )


def customers_contact(assessment: Assessment) -> list[Contact]:
    """The customer's own person for the first call, as far as one is named."""
    named = {step.id for step in assessment.guide.contacts.values()}
    for step in assessment.guide.walk():
        for attendee in step.attendees if step.call_minutes else ():
            found = people(assessment.values.get(attendee, "")) if attendee not in named else []
            if found:
                return found[:1]
    return []


def call_request(assessment: Assessment) -> bytes:
    """The mail that asks the Procore Point of Contact for a call, by default for the guide's own reason."""
    company = visible(assessment.draft.name)
    asking = next((state for state in assessment.steps.values() if state.step.mail_to), None)
    receivers = people(assessment.values.get(asking.step.mail_to, "")) if asking else []
    reason = visible_lines(asking.answer if asking else "") or _(
        "We would like to talk about how best to use our integration, and how new Procore features may "
        "affect it."
    )
    message = _body(
        [
            _greeting(receivers),
            _(
                "We would like a call with an ERP integration specialist about our integration of CMiC with "
                "Procore."
            ),
            _("What it is about:"),
            reason,
            _("Could you arrange one and propose a time?"),
            _closing(company),
        ]
    )
    subject = _("Call with an ERP integration specialist: {company}").format(company=company)
    return _unsent(message, receivers, subject)


def _greeting(receivers: Sequence[Contact]) -> str:
    names = ", ".join(visible(shortened(person.name, _NAME_AT_MOST)) for person in receivers if person.name)
    return _("Hello {names},").format(names=names) if names else _("Hello,")


def _closing(company: str) -> str:
    return _("Kind regards,") + f"\n{company}"


def _outstanding(assessment: Assessment, company: str) -> str:
    if not assessment.outstanding:
        return _("Nothing is outstanding.")
    lines = [_item(state, company) for state in assessment.outstanding]
    return "\n".join([_("Still outstanding:"), *lines])


def _item(state: StepState, company: str) -> str:
    text = _("– {step}: {state}, {owner}").format(
        step=_(state.step.title), state=_(STATE_WORDS[state.state]), owner=owner_title(state.owner, company)
    )
    reason = shortened(one_line(to_reviewer(state.step, state.reading.value, state.reason)), 300)
    return f"{text}{'' if text.endswith('.') else '.'} {reason}" if reason else text


def _calls(assessment: Assessment) -> str:
    lines = [
        f"– {_(state.section.title)}: {answer_text(state)}"
        for state in assessment.steps.values()
        if state.step.kind is Kind.SCHEDULE and dates.moment(state.reading.value)
    ]
    return "\n".join([_("Calls"), *lines]) if lines else ""


def _body(paragraphs: Sequence[str]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message.set_content("\n\n".join(part for part in paragraphs if part) + "\n", cte="quoted-printable")
    return message


def _unsent(message: EmailMessage, receivers: Sequence[Contact], subject: str) -> bytes:
    """The message as a file that mail programs open for sending (`X-Unsent`).

    Receiver and subject are encoded here, because `email` loses quotes when it folds long names
    (cpython #121284) and let line breaks through before 3.11.10 (CVE-2024-6923).
    """
    message["X-Unsent"] = "1"
    mailboxes = [_mailbox(person) for person in receivers if _valid(as_sent(person.mail))]
    headers = [f"Subject: {_encoded(shortened(visible(subject), _SUBJECT_AT_MOST), 'Subject')}"]
    if mailboxes:
        headers.insert(0, "To: " + ",\r\n ".join(mailboxes))
    return "".join(f"{header}\r\n" for header in headers).encode("ascii") + message.as_bytes()


def _valid(mail: str) -> bool:
    return len(mail) <= _ADDRESS_AT_MOST and _ADDRESS.fullmatch(mail) is not None


def _mailbox(person: Contact) -> str:
    name = shortened(visible(person.name), _NAME_AT_MOST)
    mail = as_sent(person.mail)
    return f"{_encoded(name, 'To')}\r\n <{mail}>" if name else mail


def _encoded(text: str, header: str) -> str:
    """Plain words as they are, everything else as RFC 2047 encoded words, in which nothing has a meaning."""
    if len(text) <= _NAME_AT_MOST and re.fullmatch(r"[A-Za-z0-9 '-]*", text):
        return text
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _file_name(name: str) -> str:
    """A file's name without folders or anything that a header or a shell could misread."""
    return (
        re.sub(r"[^A-Za-z0-9._-]+", "-", name.replace("\\", "/").rpartition("/")[2]).strip("-.")
        or "profile.json"
    )
