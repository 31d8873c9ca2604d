"""The wording of what CMiC itself says to the service user: user, role, companies, and the modules."""

from __future__ import annotations

from typing import Final

from cmic_wizard.i18n import N_

MODULES: Final = {
    "jobs": N_("Jobs"),
    "cost_codes": N_("Cost codes"),
    "subcontracts": N_("Subcontracts"),
    "change_management": N_("Change management"),
    "vendors": N_("Vendors"),
    "business_partners": N_("Business partners"),
}
"""The names of the modules that an integration reads, by their ids."""

USER: Final = {
    "user.ok": N_("CMiC accepts the service user and the password."),
    "user.refused_tenant": N_(
        "CMiC refuses the service user: compare user name, password and tenant ID (on the login page: Client "
        "ID) with what your CMiC administrator has, who can also see whether the password has expired or the "
        "user is locked. Don’t guess: CMiC counts wrong passwords over days and then locks the user. The "
        "check tried once only."
    ),
    "user.refused_plain": N_(
        "CMiC refuses the service user, who signed in without a tenant ID: if CMiC’s login page asks for a "
        "Client ID, enter it here as the tenant ID. Else compare user name and password with what your CMiC "
        "administrator has, who can also see whether the password has expired or the user is locked. Don’t "
        "guess: CMiC counts wrong passwords over days and then locks the user. The check tried once only."
    ),
    "user.refused_left_out": N_(
        "CMiC refuses the service user, who signed in without the tenant ID, because the one that is entered "
        "is wrong or still to be confirmed: correct or confirm it first. The password may also have expired; "
        "your CMiC administrator can see that. Don’t guess: CMiC counts wrong passwords over days and then "
        "locks the user. The check tried once only."
    ),
    "user.refused_oauth": N_(
        "This address expects OAuth tokens, not a user name and password: ask your CMiC "
        "administrator for the Basic address, and your specialist which of the two Procore "
        "uses."
    ),
    "user.expired": N_(
        "CMiC says that the service user’s password has expired: have your CMiC administrator set a new one, "
        "then store it here and check again."
    ),
    "user.locked": N_(
        "CMiC says that the service user is locked: have your CMiC administrator unlock it and find out who "
        "used a wrong password, before it is tried again."
    ),
    "user.ip": N_(
        "CMiC refuses this computer’s IP address: if you use a VPN, try without it, or ask CMiC or IT to add "
        "the address to the allow-list."
    ),
    "user.characters": N_(
        "The user name or tenant ID contains a character that can’t be sent (comma, semicolon, colon or "
        "a control character): correct it, then check again."
    ),
    "user.not_known": N_(
        "Not known: CMiC answers with an error (HTTP {status}) whether or not somebody signs in, so this "
        "says nothing of user name and password. Try again later, then pass this on to CMiC."
    ),
    "user.not_known_forbidden": N_(
        "Not known: the server refuses access (HTTP 403) whether or not somebody signs in, so this says "
        "nothing of user name and password. Ask CMiC or IT whether an IP allow-list keeps this computer out."
    ),
    "user.not_known_error": N_(
        "Not known: once somebody signs in, CMiC answers with an error of its own (HTTP {status}), perhaps "
        "before it has looked at the password. This says nothing of user name and password: try again later, "
        "then pass this on to CMiC."
    ),
    "user.not_known_gateway": N_(
        "Not known: once somebody signs in, a server answers that CMiC behind it doesn’t (HTTP {status}): "
        "CMiC may be down or being serviced. This says nothing of user name and password; try again later or "
        "ask CMiC."
    ),
    "user.not_known_busy": N_(
        "Not known: the server has had too many requests (HTTP 429), which says nothing of user name and "
        "password: wait a few minutes, then check again. CMiC Cloud answers five at a time from one address, "
        "which other integrations may be using, too."
    ),
    "user.not_known_page": N_(
        "Not known: once somebody signs in, a web page answers instead of CMiC’s REST API, so this says "
        "nothing of user name and password: ask your CMiC administrator for the mobile server URL."
    ),
    "user.not_known_redirect": N_(
        "Not known: once somebody signs in, the server redirects to “{target}”, which was not followed, so "
        "this says nothing of user name and password: ask your CMiC administrator for the mobile server URL."
    ),
    "user.not_known_reply": N_(
        "Not known: once somebody signs in, the answer is not one of CMiC’s REST API (HTTP {status}), so it "
        "says nothing of user name and password: check the mobile server URL with your CMiC administrator."
    ),
    "user.not_known_list": N_(
        "Not known: a list came, but it names no company and so isn’t CMiC’s list of company access: check "
        "the mobile server URL with your CMiC administrator."
    ),
    "user.not_known_open": N_(
        "Not known: this server gives its answer to anybody, so it says nothing of user name and password. "
        "Ask your CMiC administrator whether the address is the right one, and why it is open."
    ),
}

ROLE: Final = {
    "role.ok": N_("The service user may use the REST API."),
    "role.not_known_open": N_(
        "Not known: what this server gives to anybody says nothing of the service user’s role."
    ),
    "role.forbidden": N_(
        "The service user was accepted but may not use this part of the API: ask your CMiC "
        "administrator to give it a role under System > Security > API Security (SDAPIROLE)."
    ),
    "role.licence": N_(
        "CMiC’s System Data API, which this check asks, isn’t licensed, so company access can’t be checked. "
        "That says nothing of the modules that Procore uses: see API Management > Logs > API License Log, or "
        "ask CMiC."
    ),
    "role.not_found": N_(
        "The service user was accepted, but this API module is not installed in this environment (HTTP "
        "404): check the environment in the URL, then ask CMiC to install the system API (sys-rest-api)."
    ),
    "role.bad_request": N_(
        "CMiC did not understand the question about company access (HTTP 400), perhaps because of an "
        "older patch: pass this on to CMiC or your specialist."
    ),
}

COMPANY: Final = {
    "company.ok": N_("CMiC has company {company}, and the service user has access to it."),
    "company.no_name": N_(
        "The service user has access to company {company}, but CMiC gives no name for it: make "
        "sure that it is the right one."
    ),
    "company.withheld": N_(
        "The service user has access to company {company}, but the name that CMiC gives for it "
        "isn’t shown, because it shares characters with the password: make sure that it is the "
        "right one, and think of a password that is harder to guess."
    ),
    "company.case": N_("CMiC writes company {company} as “{written}”: enter it exactly so."),
    "company.empty": N_(
        "CMiC shows no company {company} to the service user: either the code is wrong (see General "
        "Ledger > Setup > Maintain Companies), or the user has no access to it (User Maintenance > "
        "Company Access); also enter the user name exactly as CMiC writes it, capitals included."
    ),
    "company.other": N_(
        "CMiC answered for company “{written}”, not for {company}: pass this on to CMiC or your specialist."
    ),
    "company.not_known": N_(
        "Not known: the answer names neither company {company} nor another, so it proves no access. Pass "
        "this on to CMiC or your specialist."
    ),
    "company.not_known_user": N_(
        "Not known: the answer about company {company} is about another user, so it proves no access. Pass "
        "this on to CMiC or your specialist."
    ),
    "company.characters": N_(
        "The code {company} contains a comma, semicolon or control character, so it wasn’t sent: "
        "correct it, then check again."
    ),
    "company.refused": N_(
        "CMiC refused the service user at company {company} after accepting it before, so the check stopped, "
        "because each refusal may count as a wrong password: ask your CMiC administrator whether the user "
        "was locked or its password changed in between."
    ),
    "company.not_known_busy": N_(
        "Not known: CMiC has had too many requests (HTTP 429), so the check stopped at company {company}: "
        "wait a few minutes, then check again. CMiC Cloud answers five at a time from one address, which "
        "other integrations may be using, too."
    ),
    "company.not_known_error": N_(
        "Not known: the answer for company {company} was an error (HTTP {status}), which says nothing of "
        "access: try again later, then pass this on to CMiC."
    ),
}

MODULE: Final = {
    "module.ok": N_("{module}: the service user can read this module; records in sight: {count}."),
    "module.reads": N_("{module}: the service user can read this module."),
    "module.empty": N_(
        "{module}: the service user can read this module, but sees no record: there is none yet, or CMiC’s "
        "own security (such as job security groups) hides them."
    ),
    "module.forbidden": N_(
        "{module}: the service user may not read this module: if the integration needs it, ask your CMiC "
        "administrator for a role under System > Security > API Security (SDAPIROLE)."
    ),
    "module.licence": N_(
        "{module}: CMiC says that this API module isn’t licensed: if the integration needs it, ask CMiC (see "
        "API Management > Logs > API License Log)."
    ),
    "module.not_found": N_(
        "{module}: this API module is not in this environment (HTTP 404): ask your specialist whether the "
        "integration needs it, then CMiC."
    ),
    "module.not_known": N_("{module}: not known, because the answer was no such list (HTTP {status})."),
    "module.not_known_refused": N_(
        "{module}: not known, because CMiC refused the service user there (HTTP 401), so the check stopped, "
        "for each refusal may count as a wrong password."
    ),
    "module.not_known_busy": N_(
        "{module}: not known, because CMiC has had too many requests (HTTP 429); check again in a few "
        "minutes."
    ),
    "module.not_known_late": N_("{module}: not known, because no whole answer came within {seconds} s."),
    "module.not_known_broken": N_("{module}: not known, because the connection broke off ({reason})."),
}
