"""E-mail drafts that the user's own mail program opens, unsent."""

from __future__ import annotations

from typing import Final

from cmic_wizard import dates
from cmic_wizard.guide.for_reviewer import to_reviewer
from cmic_wizard.guide.model import ContactRole, Kind
from cmic_wizard.handoff.documents.answers import answer_text
from cmic_wizard.handoff.documents.labels import owner_title
from cmic_wizard.handoff.documents.mailing import Attachment, body, file_name_of, greeting, unsent
from cmic_wizard.i18n import N_, _
from cmic_wizard.profile.assessment import STATE_WORDS, Assessment, StepState
from cmic_wizard.profile.fields import Contact, people
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
    file_name = file_name_of(attachment[0])
    subject = _("Draft: CMiC set-up profile of {company}") if draft else _("CMiC set-up profile of {company}")
    paragraphs = [
        greeting(receivers),
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
    message = body(paragraphs)
    main, _slash, sub = attachment[2].partition("/")
    message.add_attachment(attachment[1], maintype=main, subtype=sub, filename=file_name)
    return unsent(message, receivers, subject.format(company=company))


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
    file_name = file_name_of(attachment[0])
    message = body(
        [
            greeting(receivers),
            _("I have looked at your set-up profile. My remarks are in the attached file: {file}").format(
                file=file_name
            ),
            _(
                "Please save it, open your profile in the wizard and choose “Open a file” "
                "in the menu (Esc): each remark then stands beside its item."
            ),
            "\n".join([_("Kind regards,"), visible(author), *filter(None, [visible(address.strip())])]),
        ]
    )
    main, _slash, sub = attachment[2].partition("/")
    message.add_attachment(attachment[1], maintype=main, subtype=sub, filename=file_name)
    return unsent(
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
    message = body(
        [
            greeting(receivers),
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
    return unsent(message, receivers, subject)


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
