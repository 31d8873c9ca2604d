"""A small server that answers as CMiC's REST API does, or as things do that are mistaken for it.

For tests, and by hand: `python tests/tools/cmic_server.py --port 8443 --write-ca ca.pem`, then
`SSL_CERT_FILE=ca.pem cmic-wizard check` with the mobile server URL that it prints. Loopback only.
"""

from __future__ import annotations

import argparse
import gzip
import json
import ssl
import sys
import threading
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qs, urlsplit

PROBE: Final = "/sys-rest-api/rest/1/sdcompanyaccess"
MODULES: Final = {
    "/jc-rest-api/rest/1/jcjob": 42,
    "/jc-rest-api/rest/1/jcmastercostcodes": 1234,
    "/pm-rest-api/rest/1/scmast": 7,
    "/cm-rest-api/rest/1/cmmast": 3,
    "/ap-rest-api/rest/1/apvendor": 310,
    "/sys-rest-api/rest/1/businesspartner": 311,
}
"""What an integration reads, and how many records there are of each."""
COLLECTION: Final = "application/vnd.oracle.adf.resourcecollection+json"
UNLICENSED: Final = (
    "ORA-20001: <CMIC_ERR_MSG>You are not licensed to use this API program</CMIC_ERR_MSG>\n"
    'ORA-06512: at "DA.SYS_API", line 42'
)
LOGIN_PAGE: Final = (
    "<!DOCTYPE html><html><head><title>CMiC Sign In</title></head><body>"
    "<form action='login'><input name='clientId'><input type='password' name='p'></form></body></html>"
)


@dataclass(frozen=True)
class Answer:
    """What the server sends back."""

    status: int
    body: str | bytes = ""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str | None = None
    """The words behind the status; None for the usual ones."""


@dataclass(frozen=True)
class Asked:
    """What the server was asked; `sign_in` is user and password where they were sent."""

    method: str
    path: str
    headers: Mapping[str, str]

    @property
    def sign_in(self) -> str:
        """`user:password` as the Authorization header carries it; "" for none."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return b64decode(token).decode("utf-8", "replace") if scheme == "Basic" else ""

    @property
    def finder(self) -> dict[str, str]:
        """The finder's values, taken apart after decoding as ADF does."""
        finder = parse_qs(urlsplit(self.path).query, separator="&").get("finder", [""])[0]
        pairs = finder.partition(";")[2].split(",")
        return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def html(status: int, title: str) -> Answer:
    """A page as WebLogic makes them."""
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h2>{title}</h2></body></html>"
    return Answer(status, page, "text/html; charset=UTF-8")


def details(status: int, title: str, detail: str) -> Answer:
    """An error as ADF's framework version 4 tells it; its `status` is a text."""
    document = {
        "title": title,
        "status": str(status),
        "o:errorDetails": [{"detail": detail, "o:errorCode": "27520", "o:errorPath": "/"}],
    }
    return Answer(status, json.dumps(document), "application/vnd.oracle.adf.error+json")


def challenge(scheme: str = 'Basic realm="erp"', body: Answer | None = None) -> Answer:
    """401, as it answers those who didn't sign in."""
    page = body or html(401, "Error 401--Unauthorized")
    return Answer(401, page.body, page.content_type, {"WWW-Authenticate": scheme})


def collection(rows: list[dict[str, Any]], total: int | None = None) -> Answer:
    """A collection as ADF sends it."""
    document = {
        "items": rows, "totalResults": len(rows) if total is None else total, "count": len(rows),
        "hasMore": False, "limit": 1, "offset": 0, "links": [],
    }  # fmt: skip
    return Answer(200, json.dumps(document, ensure_ascii=False), COLLECTION)


def moved(target: str) -> Answer:
    """A redirect."""
    return Answer(302, "", "text/html", {"Location": target})


Answering = Callable[["Cmic", Asked], Answer]


@dataclass
class Cmic:
    """What CMiC knows, and in what mood it is. `sign_ins` maps HTTP Basic's user name to the password."""

    scenario: str = "good"
    environment: str = "/cmicprod"
    sign_ins: dict[str, str] = field(default_factory=dict)
    companies: dict[str, str] = field(default_factory=dict)
    modules: dict[str, Answer] = field(default_factory=dict)
    """How a module answers, by its path, where it isn't as usual."""
    sign_in_page: str = "https://login.microsoftonline.com/common/oauth2/authorize?client_id=1"
    asked: list[Asked] = field(default_factory=list)

    @property
    def asked_of_companies(self) -> list[Asked]:
        """What was asked of the company access list."""
        return [asked for asked in self.asked if PROBE in asked.path]

    def answer(self, asked: Asked) -> Answer:
        """The answer in the current scenario."""
        self.asked.append(asked)
        path = urlsplit(asked.path).path
        if self.scenario in ALWAYS:
            return self._made(ALWAYS[self.scenario], asked)
        module = path.removeprefix(self.environment)
        if path != self.environment + PROBE and module not in MODULES:
            return html(404, "Error 404--Not Found")
        user, _, password = asked.sign_in.partition(":")
        if user and module in MODULES:
            refused = self.scenario not in SIGNED and self.sign_ins.get(user) != password
            return challenge() if refused else self._module(module)
        if not user:
            return UNSIGNED.get(self.scenario) or challenge()
        if self.scenario in SIGNED:
            return self._made(SIGNED[self.scenario], asked)
        if self.sign_ins.get(user) != password:
            return challenge()
        return self._companies(asked, user.rpartition("||")[2])

    def _made(self, answer: Answer | Answering, asked: Asked) -> Answer:
        return answer if isinstance(answer, Answer) else answer(self, asked)

    def _module(self, path: str) -> Answer:
        record = {"Code": "1", "links": []}
        return self.modules.get(path) or collection([record], MODULES[path])

    def _companies(self, asked: Asked, user: str) -> Answer:
        wanted = asked.finder
        codes = [wanted["CompCode"]] if "CompCode" in wanted else list(self.companies)
        if wanted and wanted.get("UserID") != user:
            codes = []
        return collection([row(code, self.companies[code], user) for code in codes if code in self.companies])


def row(code: str, name: str, user: str = "PROCORE_SVC") -> dict[str, Any]:
    """One line of the company access list."""
    return {
        "CompsecCompCode": code,
        "CompsecCompName": name,
        "CompsecUser": user,
        "CompsecVUuid": "0" * 32,
        "links": [],
    }


def _echo(_cmic: Cmic, asked: Asked) -> Answer:
    plain = asked.sign_in.partition(":")[2]
    return details(400, "Bad Request", f"{asked.headers.get('authorization')} {plain} {asked.sign_in}")


ALWAYS: Final[Mapping[str, Answer | Answering]] = {
    "login_page": Answer(200, LOGIN_PAGE, "text/html"),
    "login_page_401": Answer(401, LOGIN_PAGE, "text/html"),
    "redirect": lambda c, _a: moved(c.sign_in_page),
    "redirect_same": moved("/cmicprod/SdMenu/AppSelector.jsp"),
    "not_found": html(404, "Error 404--Not Found"),
    "other_json": Answer(200, '{"hello": "world"}'),
    "nothing": Answer(204),
    "server_error": html(500, "Error 500--Internal Server Error"),
    "gateway": html(503, "Service Unavailable"),
    "busy": Answer(429, "", "text/plain"),
    "bad_request_page": html(400, "Bad Request"),
    "forbidden_always": html(403, "Forbidden"),
    "unlicensed_always": Answer(500, UNLICENSED, "text/plain"),
    "oracle_always": Answer(500, "ORA-01034: ORACLE not available\nORA-27101: no realm", "text/plain"),
    "refused_by_details_always": details(400, "Bad Request", "Not now."),
    "refused_by_database_always": Answer(500, "ORA-01017: invalid username/password", "text/plain"),
    "locked_always": Answer(500, "ORA-28000: the account is locked", "text/plain"),
    "open": collection([row("001", "Acme Builders, Inc.")]),
    "other_list": Answer(200, '{"items": [{"id": 1}], "count": 1, "hasMore": false}'),
    "deep_json": Answer(200, "[" * 60000),
}
"""Scenarios that answer everybody alike."""
UNSIGNED: Final[Mapping[str, Answer]] = {
    "oauth": challenge("Bearer"),
    "api_error_first": details(400, "Bad Request", "Sign in first."),
}
"""How those who didn't sign in are answered, where not by asking for Basic."""
SIGNED: Final[Mapping[str, Answer | Answering]] = {
    "oauth": challenge("Bearer"),
    "ip": challenge(body=details(401, "Unauthorized", "IP check failed for 203.0.113.7")),
    "forbidden": details(403, "Forbidden", "API Security: no role for this endpoint"),
    "security_text": Answer(500, "ORA-20001: user has no privilege for this API", "text/plain"),
    "unlicensed": Answer(500, UNLICENSED, "text/plain"),
    "unlicensed_200": Answer(200, json.dumps({"error": UNLICENSED})),
    "module_missing": html(404, "Error 404--Not Found"),
    "bad_request": details(400, "Bad Request", "Finder SdCompanyAccessFinder is unknown"),
    "oracle": Answer(500, "ORA-01013: user requested cancel of current operation", "text/plain"),
    "locked": Answer(500, "ORA-28000: the account is locked", "text/plain"),
    "expired": challenge(body=details(401, "Unauthorized", "ORA-28001: the password has expired")),
    "refused_by_database": Answer(500, "ORA-01017: invalid username/password; logon denied", "text/plain"),
    "nameless_company": collection([{"Name": "Acme Builders, Inc."}]),
    "company_of_another": lambda _, a: collection([row(a.finder["CompCode"], "Acme", "SOMEBODY")]),
    "server_error_signed": html(500, "Error 500--Internal Server Error"),
    "gateway_signed": html(502, "Bad Gateway"),
    "busy_signed": Answer(429, "", "text/plain"),
    "blocked_signed": html(403, "Request blocked"),
    "unlicensed_page_signed": html(500, "Web filter: not licensed"),
    "other_json_signed": Answer(404, '{"message": "no Route matched with those values"}'),
    "other_list_signed": Answer(200, '{"items": [], "count": 0, "hasMore": false}'),
    "rights_of_database": Answer(500, "ORA-01031: insufficient privileges: permission denied", "text/plain"),
    "refused_with_words": challenge(body=Answer(401, "User is disabled.", "text/plain")),
    "redirect_signed": lambda c, _a: moved(c.sign_in_page),
    "login_page_signed": Answer(200, LOGIN_PAGE, "text/html"),
    "no_name": lambda _, a: collection([row(a.finder["CompCode"], "")]),
    "other_company": collection([row("ZZ", "Somebody else")]),
    "capitals": lambda _, a: collection([row(a.finder["CompCode"].upper(), "Acme Builders, Inc.")]),
    "control_characters": lambda _, a: collection([row(a.finder["CompCode"], "\x1b]0;pwned\x07Acme\u202e")]),
    "company_of_another_among_own": collection([row("001", "Acme", "SOMEBODY"), row("ZZ", "Other")]),
    "second_foreign": lambda _, a: (
        collection([row("001", "Acme")])
        if a.finder.get("CompCode") == "001"
        else Answer(200, '{"items": [], "count": 0, "hasMore": false}')
    ),
    "second_refused": lambda _, a: (
        challenge() if a.finder.get("CompCode") != "001" else collection([row("001", "Acme")])
    ),
    "second_nameless": lambda _, a: collection(
        [row("001", "Acme") if a.finder.get("CompCode") == "001" else {"Name": "Acme Two"}]
    ),
    "second_busy": lambda _, a: (
        Answer(429, "", "text/plain")
        if a.finder.get("CompCode") != "001"
        else collection([row("001", "Acme")])
    ),
    "second_error": lambda _, a: (
        html(500, "Oops")
        if a.finder.get("CompCode") == "002"
        else collection([row(a.finder["CompCode"], "Acme")])
    ),
    "echo": _echo,
}
"""How those who signed in are answered, whatever their password."""
STREAMS: Final = ("silent", "drip_head", "drip", "endless", "cut", "compressed")
"""Scenarios that misbehave below HTTP's surface."""
SCENARIOS: Final = ("good", *ALWAYS, *dict.fromkeys((*UNSIGNED, *SIGNED)), *STREAMS)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    server: CmicServer

    def setup(self) -> None:
        """Do TLS in the connection's own thread, so that a stuck handshake stops nobody else."""
        if self.server.context is not None:
            self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def do_GET(self) -> None:
        """Answer, or misbehave."""
        asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()})
        self.server.asked_something.set()
        if self.server.cmic.scenario in STREAMS:
            self.server.cmic.asked.append(asked)
            self.close_connection = True
            self._misbehave(self.server.cmic.scenario)
            return
        answer = self.server.cmic.answer(asked)
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        self.send_response(answer.status, answer.reason)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def finish(self) -> None:
        """Close the TLS layer too, which the server doesn't know of."""
        try:
            super().finish()
        finally:
            self.request.close()

    def _misbehave(self, how: str) -> None:
        ended = self.server.ended
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        if how == "silent":
            ended.wait()
        elif how == "cut":
            self.wfile.write(head + b"Content-Length: 1000\r\n\r\n{")
        elif how == "compressed":
            body = gzip.compress(b"<html>" + b" " * 50_000_000, compresslevel=1)
            self.wfile.write(
                head + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            )
        elif how == "endless":
            self.wfile.write(head + b"\r\n[")
            while not ended.is_set():
                self.wfile.write(b"0," * 8192)
        else:
            self.wfile.write(b"H" if how == "drip_head" else head + b"Content-Length: 100000\r\n\r\n")
            while not ended.wait(self.server.pace):
                self.wfile.write(b"H")
                self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Stay silent."""


class CmicServer(ThreadingHTTPServer):
    """Serves one `Cmic` on loopback; as a context manager it runs in a thread of its own."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, cmic: Cmic, context: ssl.SSLContext | None = None, port: int = 0) -> None:
        self.cmic = cmic
        self.context = context
        self.ended = threading.Event()
        self.asked_something = threading.Event()
        self.pace = 1.0
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def port(self) -> int:
        """The port it listens at."""
        return int(self.server_address[1])

    def url(self, host: str = "localhost") -> str:
        """The mobile server URL that leads here."""
        return f"{'https' if self.context else 'http'}://{host}:{self.port}{self.cmic.environment}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that breaks off is no news."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        self.shutdown()
        self.server_close()


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted; prints the mobile server URL first."""
    parser = argparse.ArgumentParser(description="Answers as CMiC's REST API does, on this computer only.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--scenario", choices=SCENARIOS, default="good")
    parser.add_argument("--cert", type=Path, help="PEM file with certificate chain and key; else one is made")
    parser.add_argument("--write-ca", type=Path, help="where to write the made authority's certificate")
    parser.add_argument("--plain", action="store_true", help="http instead of https")
    parser.add_argument("--user", default="SOLUTIONS||PROCORE_SVC", help="as HTTP Basic carries it")
    parser.add_argument("--password", default="example-password", help="an invented one")
    parser.add_argument("--company", action="append", metavar="CODE=NAME", help="may be repeated")
    chosen = parser.parse_args(arguments)
    companies = dict(c.split("=", 1) for c in chosen.company or ["001=Acme Builders, Inc."])
    cmic = Cmic(scenario=chosen.scenario, sign_ins={chosen.user: chosen.password}, companies=companies)
    context = None if chosen.plain else tls_context(chosen.cert, chosen.write_ca)
    server = CmicServer(cmic, context, chosen.port)
    print(server.url(), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    return 0


def tls_context(cert: Path | None, write_ca: Path | None) -> ssl.SSLContext:
    """TLS by a certificate, or by one of a fresh authority, whose own is written where that is wanted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if cert is not None:
        context.load_cert_chain(cert)
        return context
    import trustme

    authority = trustme.CA(organization_name="Example Test Authority")
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    if write_ca is not None:
        authority.cert_pem.write_to_path(str(write_ca))
    return context


if __name__ == "__main__":
    sys.exit(main())
