"""The wording of every result of a stage: what it means and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cmic_wizard.i18n import N_
from cmic_wizard.profile.check_wording_cmic import COMPANY, MODULE, ROLE, USER

MARK: Final = "•••"
"""Stands, alone, for a text of the server that isn't shown, for it repeats a secret."""

TITLES: Final = {
    "address": N_("Address readable"),
    "name": N_("Server found"),
    "port": N_("Server reachable"),
    "tls": N_("Secure connection (TLS)"),
    "http": N_("Answer at the REST API’s address"),
    "user": N_("Service user accepted"),
    "role": N_("API role and license"),
    "company": N_("Company code"),
    "module": N_("Module"),
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
    "name.proxy_encoding": N_(
        "The user name or password in the proxy setting (HTTPS_PROXY) contains a sign such as # or / as it "
        "is: write it percent-encoded there (# as %23, / as %2F)."
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
        "The proxy {proxy} asks for its own user name and password (HTTP 407), and none is set: ask IT how "
        "programs sign in to it, then put that into HTTPS_PROXY."
    ),
    "port.proxy_password": N_(
        "The proxy {proxy} refuses the user name or password that HTTPS_PROXY holds (HTTP 407): ask IT for "
        "the right ones. Signs such as # @ : / % in them must be percent-encoded there (# as %23)."
    ),
    "port.proxy_windows": N_(
        "The proxy {proxy} only takes a sign-in by {schemes} (HTTP 407), which this program can’t do; a "
        "password in HTTPS_PROXY won’t help. What helps: a local helper program that signs in to the proxy "
        "(ask IT), another network, or a colleague whose computer may go out without it."
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
        "The certificate is not for {host} but for “{hosts}”: check the host in the URL, or ask whoever "
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
    "tls.no_intermediate": N_(
        "The server sends only its own certificate and not that of “{issuer}”, which issued it, so nothing "
        "leads to an authority that this computer knows: ask whoever runs the server to send the whole "
        "chain, with the intermediate certificate. Browsers may fetch it by themselves; programs don’t."
    ),
    "tls.cert_file_missing": N_(
        "SSL_CERT_FILE names the file {file}, which isn’t there, so the certificate by “{issuer}” could not "
        "be verified with it: correct the setting, then check again."
    ),
    "tls.cert_file_unreadable": N_(
        "SSL_CERT_FILE names the file {file}, which can’t be read, so the certificate by “{issuer}” could "
        "not be verified with it: correct its permissions, then check again."
    ),
    "tls.cert_file_empty": N_(
        "SSL_CERT_FILE names the file {file}, which is empty, so the certificate by “{issuer}” could not be "
        "verified with it: put the authority’s certificate there (PEM), then check again."
    ),
    "tls.cert_file_damaged": N_(
        "SSL_CERT_FILE names the file {file}, in which a certificate is damaged, so the one by “{issuer}” "
        "could not be verified with it: ask IT for the authority’s certificate as PEM anew, then check again."
    ),
    "tls.cert_file_no_pem": N_(
        "SSL_CERT_FILE names the file {file}, which holds no certificate in PEM form, so the one by "
        "“{issuer}” could not be verified with it: ask IT for the authority’s certificate as PEM (text that "
        "begins with BEGIN CERTIFICATE), then check again."
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
    "http.ok": N_("A server asks for credentials at the address of CMiC’s REST API, as it should."),
    "http.open": N_("A REST API like CMiC’s answers, though nobody has signed in."),
    "http.early": N_(
        "A REST API like CMiC’s answers, but with an error before anybody has signed in (HTTP {status}): if "
        "the next stages fail, pass this on to CMiC."
    ),
    "http.forbidden": N_(
        "The server refuses access (403) even before sign-in: if the next stages fail, ask "
        "CMiC or IT whether an IP allow-list keeps this computer out."
    ),
    "http.no_basic": N_(
        "The server offers to sign in by “{schemes}”, not with user name and password: if the service "
        "user is refused, ask your specialist whether this is the OAuth address and the Basic one is "
        "needed."
    ),
    "http.sign_in": N_(
        "The address leads to the sign-in page “{target}”, the one people open in the browser; "
        "enter the mobile server URL instead."
    ),
    "http.redirect": N_(
        "The server redirects to “{target}”, which was not followed: enter the mobile server URL "
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
        "this on to CMiC."
    ),
    "reply.server_error": N_(
        "The server reports an error of its own (HTTP {status}): try again later, then pass this on to CMiC."
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

_NOT_TRIED: Final = {
    "not_tried.before": N_("Not tried, because the stage “{stage}” failed."),
    "not_tried.unsettled": N_("Not tried, because the stage “{stage}” could not be settled."),
    "not_tried.module": N_("Not tried, because CMiC stopped answering."),
    "not_tried.no_password": N_("Not tried, because this check was run without the password."),
    "not_tried.no_user": N_("Not tried, because there is no service user yet: enter it, then check again."),
    "not_tried.no_company": N_(
        "Not tried, because there is no company code yet: enter one, then check again."
    ),
    "not_tried.overall": N_("Not tried, because the check had used up its {seconds} s: please run it again."),
}

SENTENCES: Final[Mapping[str, str]] = {
    **_ADDRESS,
    **_PORT,
    **_TLS,
    **_HTTP,
    **USER,
    **ROLE,
    **COMPANY,
    **MODULE,
    **_NOT_TRIED,
}
"""Every code's sentence, in English; those that count days are apart."""

COUNTING: Final = ("tls.ok", "tls.soon", "tls.very_soon")
