"""Asks a server what a connection check asks, and looks at nothing.

`python bare_requests.py URL CA USER:PASSWORD CODE …`
"""

import base64
import http.client
import ssl
import sys
from urllib.parse import urlsplit

url, authority, sign_in, *codes = sys.argv[1:]
parts = urlsplit(url)
server = http.client.HTTPSConnection(parts.netloc, context=ssl.create_default_context(cafile=authority))
path = f"{parts.path}/sys-rest-api/rest/1/sdcompanyaccess?limit=1&finder=SdCompanyAccessFinder"
signed = {"Authorization": "Basic " + base64.b64encode(sign_in.encode()).decode()}
user = sign_in.partition(":")[0]
modules = ("jc/jcjob", "jc/jcmastercostcodes", "pm/scmast", "cm/cmmast", "ap/apvendor", "sys/businesspartner")
asked = [(path, {}), *((f"{path};UserID={user},CompCode={code}", signed) for code in codes)]
for module in modules:
    room, name = module.split("/")
    asked.append((f"{parts.path}/{room}-rest-api/rest/1/{name}?limit=1&totalResults=true", signed))
for target, headers in asked:
    server.request("GET", target, headers=headers)
    answer = server.getresponse()
    answer.read()
    if answer.status != (200 if headers else 401):
        raise SystemExit(f"{target} was answered with {answer.status}")
