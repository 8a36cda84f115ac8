"""A publisher's web server on this machine, with the faults that real ones have.

    with Publisher() as publisher:
        publisher.publish("/a.csv", b"x\\n1\\n")
        publisher.fault("/a.csv", Fault(cut=2), Fault(status=503))
        publisher.address            # http://127.0.0.1:PORT

Each request for a path uses up one of its faults; after the last, the file is served well:
with Content-Length, a strong ETag, and 206 for a Range whose If-Range fits.
"""

import gzip
import hashlib
import io
import threading
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import unquote

from sectoral.places import state
from sectoral.sources.addresses import Remote, needed

PAGE = b"<!DOCTYPE html><html><head><title>Down for\n maintenance</title></head></html>\n"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one answer.

    cut       the connection closes after this many bytes of the body
    claim     Content-Length says this many bytes more (or fewer) than there are
    status    an error answer instead of the file
    retry     its Retry-After header
    page      a web page with answer 200 instead of the file
    whole     Range is ignored: 200 with the whole file
    stale     Range is honoured although If-Range does not fit
    nameless  neither ETag nor Last-Modified
    """

    cut: int | None = None
    claim: int = 0
    status: int = 0
    retry: str = ""
    page: bool = False
    whole: bool = False
    stale: bool = False
    nameless: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    span: str | None
    agent: str


class Publisher:
    """The server; `asked` is what it was asked, in order."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.asked: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def publish(self, path: str, body: bytes) -> None:
        self.files[unquote(path)] = body

    def withdraw(self, path: str) -> None:
        del self.files[unquote(path)]

    def fault(self, path: str, *faults: Fault) -> None:
        self.faults[unquote(path)] += faults

    def spans(self, path: str) -> list[str | None]:
        """The Range header of each request for a path."""
        return [asked.span for asked in self.asked if asked.path == unquote(path)]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=5)


def _handler(publisher: Publisher) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            path = unquote(self.path)
            span = self.headers.get("Range")
            publisher.asked.append(Asked(path, span, self.headers.get("User-Agent", "")))
            faults = publisher.faults[path]
            fault = faults.pop(0) if faults else Fault()
            body = publisher.files.get(path)
            if fault.status:
                self.send_response(fault.status)
                if fault.retry:
                    self.send_header("Retry-After", fault.retry)
                self.end_headers()
            elif fault.page:
                self._send(200, PAGE, fault, {"Content-Type": "text/html"})
            elif body is None:
                self._send(404, PAGE, fault, {"Content-Type": "text/html"})
            else:
                self._serve(body, span, fault)

        def _serve(self, body: bytes, span: str | None, fault: Fault) -> None:
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            headers = {} if fault.nameless else {"ETag": etag}
            fits = fault.stale or self.headers.get("If-Range") == etag
            if span is None or not fits or fault.whole:
                self._send(200, body, fault, headers)
                return
            start = int(span.removeprefix("bytes=").removesuffix("-"))
            if start >= len(body):
                self._send(416, b"", fault, {"Content-Range": f"bytes */{len(body)}"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            self._send(206, body[start:], fault, headers)

        def _send(self, code: int, body: bytes, fault: Fault, headers: dict[str, str]) -> None:
            self.send_response(code)
            self.send_header("Content-Length", str(len(body) + fault.claim))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body if fault.cut is None else body[: fault.cut])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def lay_out(publisher: Publisher, place: str, years: Sequence[int]) -> list[Remote]:
    """Publish every file that a state needs, a few rows each, in the publishers' layouts."""
    remotes = needed(state(place), years)
    for remote in remotes:
        publisher.publish(remote.path, body_of(remote))
    return remotes


def body_of(remote: Remote) -> bytes:
    """What the publisher's file holds, in small."""
    if remote.kind == "csv":
        return _TITLES.encode()
    if remote.source == "qcew":
        name = f"{remote.year}.annual.singlefile.csv"
        return zipped({name: _QCEW.replace("YEAR", str(remote.year)).encode()})
    if remote.source == "cbp":
        return zipped({f"cbp{remote.year % 100}co.txt": _CBP.encode()})
    if remote.source == "ipeds":
        table = remote.name.removesuffix(".csv")
        first = f"UNITID,INSTNM\n100654,{table} provisional\n".encode()
        return zipped({f"{table}.csv": first, f"{table}_rv.csv": first.replace(b"provi", b"re")})
    if remote.source == "lodes":
        return gzip.compress(b"w_geocode,h_geocode,S000\n440010301001008,440010301003019,1\n")
    return _PLAIN[remote.source].encode()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of some members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return packed.getvalue()


_QCEW = """\
"area_fips","own_code","industry_code","agglvl_code","size_code","year","qtr","disclosure_code",\
"annual_avg_estabs","annual_avg_emplvl","total_annual_wages"
"08001","0","10","70","0","YEAR","A","",10,100,4000000
"25005","0","10","70","0","YEAR","A","",20,200,8000000
"44000","0","10","50","0","YEAR","A","",70,700,28000000
"44007","5","1131","76","0","YEAR","A","N",3,0,0
"C1930","0","10","40","0","YEAR","A","",90,900,36000000
"US000","0","10","10","0","YEAR","A","",100,1000,40000000
"""

_CBP = """\
"fipstate","fipscty","naics","emp_nf","emp","qp1_nf","qp1","ap_nf","ap","est","n<5"
"08","001","------","G",900,"G",1,"G",40000,90,"N"
"44","007","------","G",500,"G",1,"G",20000,50,"N"
"44","007","11----","G",20,"G",1,"G",700,4,"N"
"44","007","31----","H",300,"H",1,"H",15000,12,"N"
"44","007","3113//","D",0,"D",0,"D",0,3,"N"
"44","007","311340","G",7,"G",1,"G",90,3,"N"
"""

# The last line is not ended: some publishers leave it so.
_TITLES = '"industry_code","industry_title"\n"10","10 Total, all industries"\n"11","NAICS 11, A"'

_PLAIN = {
    "onet": "O*NET-SOC Code\tJob Zone\tDate\tDomain Source\n11-1011.00\t5\t08/2023\tAnalyst\n",
    "naics": '"NAICS","DESCRIPTION"\n"------","Total for all sectors"\n',
    "geometry": '{"type":"Topology","objects":{"counties":{}},"arcs":[]}\n',
}
