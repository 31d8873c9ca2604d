"""The wording of every result of a stage: what it means and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cmic_wizard.i18n import N_

MARK: Final = "•••"
"""Stands, alone, for a text of the server that isn't shown, for it repeats a secret."""

TITLES: Final = {
    "address": N_("Address readable"),
    "name": N_("Server found"),
    "port": N_("Server reachable"),
    "tls": N_("Secure connection (TLS)"),
    "http": N_("CMiC’s REST API answers"),
    "user": N_("Service user accepted"),
    "role": N_("API role and license"),
    "company": N_("Company code"),
}

_ADDRESS: Final = {
    "address.ok": N_("The address is readable; the check contacts {url}."),
    "address.plain": N_(
        "The address is this computer itself, so http is allowed here; everywhere else CMiC must be "
        "asked by https."
    ),
    "address.empty": N_("There is no address yet: enter the mobile server URL, then check again."),
    "address.unreadable": N_(
        "The address can’t be read: enter it as in https://acmemob.cmicpaas.com/cmicprod."
    ),
    "address.userinfo": N_(
        "The address contains a user name or password: take out everything up to the @ and enter the "
        "service user in its own field."
    ),
    "address.scheme": N_("The address must begin with https://; correct the mobile server URL."),
    "address.https_needed": N_(
        "The address begins with http://, which would show the password to everybody on the way: use "
        "https://."
    ),
    "name.ok": N_("The name {host} was found."),
    "name.number": N_("The address is a number, so no name had to be looked up."),
    "name.private": N_(
        "The name {host} leads to {ip}, an address inside a private network: make sure that Procore can "
        "reach the server from the internet."
    ),
    "name.unknown": N_(
        "The name {host} can’t be found: check the spelling of the URL, and if CMiC is only known "
        "inside your company’s network, connect to that network and ask IT to make the server reachable "
        "from the internet."
    ),
    "name.no_dns": N_(
        "This computer could not look up {host}: check that it is connected to the network or VPN, then "
        "check again."
    ),
    "name.timeout": N_(
        "Looking up {host} took longer than {seconds} s: check this computer’s network connection, then "
        "check again."
    ),
    "name.proxy": N_("The connection goes through the proxy {proxy}, which looks up {host} itself."),
    "name.proxy_unknown": N_(
        "The proxy {proxy} can’t be found: check the proxy settings of this computer (HTTPS_PROXY) or ask IT."
    ),
    "name.proxy_unusable": N_(
        "The proxy set on this computer can’t be read: correct the setting (HTTPS_PROXY), as in "
        "http://proxy.example:3128."
    ),
    "name.proxy_scheme": N_(
        "The proxy set on this computer is of the kind {scheme}, which isn’t supported: set an http:// "
        "proxy in HTTPS_PROXY, or exempt CMiC’s host in NO_PROXY."
    ),
}

_PORT: Final = {
    "port.ok": N_("The server answers at port {port}."),
    "port.proxy": N_("Proxy {proxy} reached {host} at port {port}."),
    "port.refused": N_(
        "The server {host} refuses connections at port {port}: check the port in the URL, and ask "
        "whoever runs the server whether CMiC is up."
    ),
    "port.timeout": N_(
        "The server {host} did not answer at port {port} in time: a firewall or an IP "
        "allow-list probably blocks this computer; ask IT or CMiC to let it in."
    ),
    "port.unreachable": N_(
        "This computer cannot reach {host}: check the network connection or VPN, then check again."
    ),
    "port.proxy_down": N_(
        "The proxy {proxy} can’t be reached: check the proxy settings of this computer, or ask IT."
    ),
    "port.proxy_sign_in": N_(
        "The proxy {proxy} asks for its own user name and password (HTTP 407): ask IT how "
        "programs sign in to it, then put that into HTTPS_PROXY."
    ),
    "port.proxy_refused": N_(
        "The proxy {proxy} refuses to connect to CMiC (HTTP {status}): ask IT to allow CMiC’s host."
    ),
    "port.proxy_gateway": N_(
        "The proxy {proxy} could not reach CMiC’s host (HTTP {status}): check the URL, and ask IT "
        "whether the proxy may reach it."
    ),
    "port.proxy_odd": N_(
        "The proxy {proxy} did not answer as a proxy does: check host and port in the proxy settings "
        "(HTTPS_PROXY)."
    ),
}

_TLS: Final = {
    "tls.plain": N_(
        "The connection is not encrypted; that is all right only because it stays inside this computer."
    ),
    "tls.unread": N_(
        "The connection is encrypted ({version}), though the certificate’s details can’t be read."
    ),
    "tls.expired": N_(
        "The server’s certificate expired on {date}: ask whoever runs the server (CMiC or your IT) to "
        "renew it."
    ),
    "tls.not_yet": N_(
        "The server’s certificate is valid only from {date}: check this computer’s date first, then ask "
        "whoever runs the server."
    ),
    "tls.wrong_host": N_(
        "The certificate is not for {host} but for {hosts}: check the host in the URL, or ask whoever "
        "runs the server for the right certificate."
    ),
    "tls.self_signed": N_(
        "The server signed its certificate itself: ask whoever runs it for one of a known authority, or "
        "have IT add it to this computer’s certificate store (or to the file that SSL_CERT_FILE names)."
    ),
    "tls.unknown_ca": N_(
        "This computer doesn’t know the authority “{issuer}” that issued the certificate: if it is your "
        "company’s own, have IT add it to this computer’s certificate store (or to the file that "
        "SSL_CERT_FILE names); else ask whoever runs the server to send the whole chain."
    ),
    "tls.revoked": N_("The server’s certificate was revoked: ask whoever runs the server for a new one."),
    "tls.untrusted": N_(
        "This computer doesn’t trust the server’s certificate: ask IT whether the company’s own "
        "authority is missing from this computer’s certificate store."
    ),
    "tls.not_tls": N_(
        "Port {port} of {host} does not offer a secure connection (TLS): check the port in the "
        "URL; https usually needs none, or 443."
    ),
    "tls.old": N_(
        "The server offers only an outdated secure connection (old TLS): ask whoever runs it "
        "to allow TLS 1.2 or newer."
    ),
    "tls.closed": N_(
        "The server closed the connection before it was secure: check host and port in the "
        "URL, and ask IT whether a firewall blocks it."
    ),
    "tls.timeout": N_(
        "The server accepted the connection but then sent nothing for {seconds} s: check that "
        "the port in the URL is the one for https."
    ),
    "tls.other": N_(
        "A secure connection could not be made ({reason}): pass this on to whoever runs the server."
    ),
}

_HTTP: Final = {
    "http.ok": N_("A REST API answers and asks for credentials, as it should."),
    "http.open": N_("CMiC’s REST API answers."),
    "http.early": N_("CMiC’s REST API answers, with an error of its own because nobody has signed in."),
    "http.forbidden": N_(
        "The server refuses access (403) even before sign-in: if the next stages fail, ask "
        "CMiC or IT whether an IP allow-list keeps this computer out."
    ),
    "http.no_basic": N_(
        "The server offers to sign in by {schemes}, not with user name and password: if the service "
        "user is refused, ask your specialist whether this is the OAuth address and the Basic one is "
        "needed."
    ),
    "http.sign_in": N_(
        "The address leads to the sign-in page {target}, the one people open in the browser; "
        "enter the mobile server URL instead."
    ),
    "http.redirect": N_(
        "The server redirects to {target}, which was not followed: enter the mobile server URL "
        "itself, not a web page’s address."
    ),
    "http.login_page": N_(
        "A web page answers instead of CMiC’s REST API: this is the address people sign in at; enter "
        "the mobile server URL instead."
    ),
    "http.not_found": N_(
        "The server answers, but CMiC’s REST API is not below this address: check the environment at "
        "the end of the URL (such as /cmicprod), else ask CMiC whether the REST API is installed."
    ),
    "reply.not_cmic": N_(
        "Something other than CMiC’s REST API answers (HTTP {status}): check the mobile server URL with "
        "your CMiC administrator."
    ),
    "reply.bad_request": N_(
        "The server didn’t understand the question (HTTP 400): check the mobile server URL, then pass "
        "this on to CMiC: {text}"
    ),
    "reply.server_error": N_(
        "CMiC reports an error of its own (HTTP {status}): try again later, then pass this on to CMiC: {text}"
    ),
    "reply.gateway": N_(
        "A server answers, but CMiC behind it doesn’t (HTTP {status}): CMiC may be down or being "
        "serviced; try again later or ask CMiC."
    ),
    "reply.busy": N_(
        "The server has had too many requests (HTTP 429): wait a few minutes, then check again. CMiC Cloud "
        "answers five at a time from one address, which other integrations may be using, too."
    ),
    "reply.proxy": N_("A proxy in between asks for a sign-in (HTTP 407): ask IT how programs sign in to it."),
    "reply.too_big": N_(
        "The answer was far longer than CMiC’s REST API sends and was cut off: check the mobile server URL."
    ),
    "reply.timeout": N_(
        "The server did not send a whole answer within {seconds} s: try again later, and if it stays "
        "so, tell whoever runs the server."
    ),
    "reply.broken": N_(
        "The connection broke off before the answer was complete ({reason}): try again, and if it stays "
        "so, ask IT or whoever runs the server."
    ),
}

_SIGNED: Final = {
    "user.ok": N_("CMiC accepts the service user and the password."),
    "user.refused_tenant": N_(
        "CMiC refuses the service user: check user name, password and tenant ID (on the login "
        "page: Client ID) by signing in to CMiC in the browser; CMiC counts wrong passwords and can lock "
        "the user, so the check doesn’t try again."
    ),
    "user.refused_plain": N_(
        "CMiC refuses the service user: check user name and password by signing in to CMiC in "
        "the browser, and if its login page asks for a Client ID, enter it here as the tenant "
        "ID; CMiC counts wrong passwords and can lock the user, so the check doesn’t try again."
    ),
    "user.refused_oauth": N_(
        "This address expects OAuth tokens, not a user name and password: ask your CMiC "
        "administrator for the Basic address, and your specialist which of the two Procore "
        "uses."
    ),
    "user.ip": N_(
        "CMiC refuses this computer’s IP address: if you use a VPN, try without it, or ask CMiC or IT to add "
        "the address to the allow-list ({text})"
    ),
    "user.characters": N_(
        "The user name or tenant ID contains a character that can’t be sent (comma, semicolon, colon or "
        "a control character): correct it, then check again."
    ),
    "role.ok": N_("The service user may use the REST API."),
    "role.forbidden": N_(
        "The service user was accepted but may not use this part of the API: ask your CMiC "
        "administrator to give it a role under System > Security > API Security (SDAPIROLE). {text}"
    ),
    "role.licence": N_(
        "The service user was accepted, but CMiC’s System Data API, which this check asks, isn’t licensed. "
        "Procore may use other modules: see API Management > Logs > API License Log, or ask CMiC."
    ),
    "role.not_found": N_(
        "The service user was accepted, but this API module is not installed in this environment (HTTP "
        "404): check the environment in the URL, then ask CMiC to install the system API (sys-rest-api)."
    ),
    "role.bad_request": N_(
        "CMiC did not understand the question about company access (HTTP 400), perhaps because of an "
        "older patch: pass this on to CMiC or your specialist: {text}"
    ),
    "role.error": N_("CMiC answered with an error of its database: pass this on to CMiC: {text}"),
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
    "company.case": N_("CMiC writes company {company} as {written}: enter it exactly so."),
    "company.empty": N_(
        "CMiC shows no company {company} to the service user: either the code is wrong (see General "
        "Ledger > Setup > Maintain Companies), or the user has no access to it (User Maintenance > "
        "Company Access); also enter the user name exactly as CMiC writes it, capitals included."
    ),
    "company.other": N_(
        "CMiC answered for company {written}, not for {company}: pass this on to CMiC or your specialist."
    ),
    "company.characters": N_(
        "The code {company} contains a comma, semicolon or control character, so it wasn’t sent: "
        "correct it, then check again."
    ),
    "company.refused": N_(
        "CMiC refused the service user at company {company} after accepting it before, so the "
        "check stopped: wait a little, then check again."
    ),
    "company.error": N_(
        "CMiC answered for company {company} with an error (HTTP {status}): pass this on to CMiC: {text}"
    ),
}

_NOT_TRIED: Final = {
    "not_tried.before": N_("Not tried, because the stage “{stage}” failed."),
    "not_tried.no_password": N_("Not tried, because this check was run without the password."),
    "not_tried.no_user": N_("Not tried, because there is no service user yet: enter it, then check again."),
    "not_tried.no_company": N_(
        "Not tried, because there is no company code yet: enter one, then check again."
    ),
    "not_tried.overall": N_("Not tried, because the check had used up its {seconds} s: please run it again."),
}

SENTENCES: Final[Mapping[str, str]] = {**_ADDRESS, **_PORT, **_TLS, **_HTTP, **_SIGNED, **_NOT_TRIED}
"""Every code's sentence, in English; those that count days are apart."""

COUNTING: Final = ("tls.ok", "tls.soon", "tls.very_soon")
