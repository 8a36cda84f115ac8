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
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import unquote

from sectoral.places import find_state
from sectoral.sources.addresses import RemoteFile, files_needed
from tests.sources import sheets
from tests.sources.packing import zipped

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


def lay_out(publisher: Publisher, place: str, years: Sequence[int]) -> list[RemoteFile]:
    """Publish every file that a state needs, a few rows each, in the publishers' layouts."""
    remotes = files_needed(find_state(place), years)
    for remote in remotes:
        publisher.publish(remote.path, body_of(remote))
    return remotes


def body_of(remote: RemoteFile) -> bytes:
    """What the publisher's file holds, in small."""
    if remote.shape in _WORKBOOKS:
        return _WORKBOOKS[remote.shape](remote)
    if remote.kind == "csv":
        return (_TITLES if remote.source == "naics" else _AREAS).encode()
    return _FILES[remote.source](remote)


def _oews(remote: RemoteFile) -> bytes:
    nation = remote.path.endswith("nat.zip")
    return sheets.oews_nation() if nation else sheets.oews_industries()


_WORKBOOKS: dict[str, Callable[[RemoteFile], bytes]] = {
    "commuting": lambda _: sheets.commuting(),
    "delineation": lambda _: sheets.delineation(),
    "naics": lambda _: sheets.naics(),
    "soc": lambda _: sheets.soc(),
    "cip": lambda _: sheets.cip(),
    "unemployment": lambda remote: sheets.unemployment(remote.year),
    "industries": lambda _: sheets.industries(),
    "occupations": lambda _: sheets.occupations(),
    "pay by industry": _oews,
    "pay by state": lambda _: sheets.oews_states(),
}


def _qcew(remote: RemoteFile) -> bytes:
    name = f"{remote.year}.annual.singlefile.csv"
    return zipped({name: _QCEW.replace("YEAR", str(remote.year)).encode()})


def _ipeds(remote: RemoteFile) -> bytes:
    """A table and the same table revised, as one zip holds them."""
    table = remote.name.removesuffix(".csv")
    first = (_DIRECTORY if table.startswith("hd") else _PRICES).replace("STAGE", "provisional")
    revised = first.replace("provisional", "revised")
    return zipped({f"{table}.csv": first.encode(), f"{table}_rv.csv": revised.encode()})


def _lodes(remote: RemoteFile) -> bytes:
    return gzip.compress((_BLOCKS if "xwalk" in remote.path else _FLOWS).encode())


_QCEW = """\
"area_fips","own_code","industry_code","agglvl_code","size_code","year","qtr","disclosure_code",\
"annual_avg_estabs","annual_avg_emplvl","total_annual_wages","lq_disclosure_code",\
"lq_annual_avg_emplvl","oty_disclosure_code","oty_annual_avg_emplvl_chg"
"08001","0","10","70","0","YEAR","A","",10,100,4000000,"",1.0,"",1
"25005","0","10","70","0","YEAR","A","",20,200,8000000,"",1.0,"",2
"44000","0","10","50","0","YEAR","A","",70,700,28000000,"",1.0,"",3
"44001","0","10","70","0","YEAR","A","",30,300,12000000,"",1.0,"",4
"44001","5","62","74","0","YEAR","A","",5,60,2400000,"",1.1,"",4
"44007","0","10","70","0","YEAR","A","",40,400,16000000,"",1.0,"",4
"44007","5","62","74","0","YEAR","A","",9,70,2900000,"",0.9,"",-2
"US000","5","62","14","0","YEAR","A","",25,190,8000000,"",1.0,"",2
"44007","5","1131","76","0","YEAR","A","N",3,0,0,"N",0,"N",0
"C1930","0","10","40","0","YEAR","A","",90,900,36000000,"",1.0,"",5
"US000","0","10","10","0","YEAR","A","",100,1000,40000000,"",1.0,"",6
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
_TITLES = """\
"industry_code","industry_title"
"10","10 Total, all industries"
"11","NAICS 11 Agriculture, forestry, fishing and hunting"
"513","NAICS 513 Publishing industries\""""
_AREAS = """\
"area_fips","area_title"
"US000","U.S. TOTAL"
"44007","Providence County, Rhode Island\""""
_DIRECTORY = """\
UNITID,INSTNM,SECTOR,CYACTIVE,COUNTYCD,LONGITUD,LATITUDE
217165,College STAGE,1,1,44007,-71.40,41.83
"""
_PROGRAMS = [f"CIPCODE{n},CIPTUIT{n},MTHCMP{n}" for n in range(1, 7)]
_PRICES = f"""\
UNITID,CHG1PY3,{",".join(_PROGRAMS)}
217165,9000,12.0401,.,10,{",".join(["-2,.,."] * 5)}
"""
_FLOWS = "w_geocode,h_geocode,S000\n440010301001008,440010301003019,1\n"
_BLOCKS = (
    "tabblk2020,st,cty,ctyname,trct,ctycsub,stwib\n"
    '440010301001008,44,44001,"Bristol County, RI",44001030100,4400105140,44440002\n'
)
_ZONES = "O*NET-SOC Code\tJob Zone\tDate\tDomain Source\n11-1011.00\t5\t08/2023\tAnalyst\n"
_NAICS = """\
"NAICS","DESCRIPTION"
"------","Total for all sectors"
"11----","Agriculture, Forestry, Fishing and Hunting"
"517311","Wired Telecommunications Carriers"
"""

_FILES: dict[str, Callable[[RemoteFile], bytes]] = {
    "onet": lambda _: _ZONES.encode(),
    "naics": lambda _: _NAICS.encode(),
    "geometry": lambda remote: sheets.boundaries(remote.year),
    "ipeds": _ipeds,
    "lodes": _lodes,
    "qcew": _qcew,
    "cbp": lambda remote: zipped({f"cbp{remote.year % 100}co.txt": _CBP.encode()}),
}
