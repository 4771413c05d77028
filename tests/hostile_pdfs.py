"""Which files could be thrown at a PDF reader that was written for honest ones?

`CASES` names them all, each a function that makes the bytes, the same at every call: broken files (cut, bits flipped,
references to nowhere), cycles of every kind, bombs (little that unpacks to much, little that takes long), lies about
lengths, sizes and counts, odd but legal pages, and files that are no PDF at all. Most are written by hand with
`pdf_bytes`. Here are the files that are broken or no PDFs; `hostile_pages` has the cycles and the odd pages,
`hostile_bombs` the bombs.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO
from random import Random

from .hostile_bombs import BOMBS
from .hostile_pages import CYCLES, ODD
from .pdf_bytes import flate, one_page, set_page, stream, with_objects

Make = Callable[[], bytes]


def good() -> bytes:
    """The page that most of the others are broken from."""
    return one_page().bytes()


# --- broken -----------------------------------------------------------------------------------------------------------


def cut(numerator: int) -> bytes:
    """The first so many twentieths."""
    return good()[: len(good()) * numerator // 20]


def flipped(seed: int, rate: float) -> bytes:
    """With bits flipped, one in so many bytes."""
    rng, data = Random(seed), bytearray(good())
    for at in range(len(data)):
        if rng.random() < rate:
            data[at] ^= 1 << rng.randrange(8)
    return bytes(data)


def shuffled(seed: int) -> bytes:
    """With its pieces in another order."""
    data, size = good(), 97
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    Random(seed).shuffle(pieces)
    return b"%PDF-1.7\n" + b"".join(pieces)


def wiped(word: bytes) -> bytes:
    """With a word overwritten by NUL bytes wherever it stands."""
    return good().replace(word, b"\0" * len(word))


def instead(old: bytes, new: bytes) -> bytes:
    """With something else in the place of something."""
    assert old in good()
    return good().replace(old, new)


def xref_stream(entries: str, data: bytes = b"\1\0\0\0", **more: str) -> bytes:
    """A file whose cross-references are a stream with such entries."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    body = flate(data, Type="/XRef", Root="1 0 R", **more)
    body = body.replace(b"<< ", f"<< {entries} ".encode(), 1)
    return head + b"9 0 obj\n" + body + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)


def object_stream(first: bytes, count: int = 1, number: int = 2, **more: str) -> bytes:
    """A file whose object 2 is in a stream, number 8 (or in itself)."""
    held = flate(first, Type="/ObjStm", N=str(count), First="5", **more)
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    rows = {0: (0, 0, 0), 1: (1, 9, 0), 2: (2, number, 0), 8: (1, len(head), 0)}
    table = b"".join(
        bytes((rows.get(n, (0, 0, 0))[0], *rows.get(n, (0, 0, 0))[1].to_bytes(2, "big"), 0)) for n in range(9)
    )
    head += b"8 0 obj\n" + held + b"\nendobj\n"
    body = stream(table, Type="/XRef", W="[1 2 1]", Size="9", Root="1 0 R")
    return head + b"9 0 obj\n" + body + b"\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)


BROKEN: dict[str, Make] = {
    **{f"cut after {n}/20": partial(cut, n) for n in (1, 3, 5, 8, 11, 14, 16, 18, 19)},
    **{f"bits flipped, {rate:g}, seed {n}": partial(flipped, n, rate) for rate in (0.003, 0.01, 0.1) for n in range(5)},
    **{f"in pieces, seed {n}": partial(shuffled, n) for n in range(3)},
    **{
        f"no {word.decode()}": partial(wiped, word) for word in (b"endobj", b"endstream", b"xref", b"trailer", b"/Kids")
    },
    "startxref at itself": lambda: good().rpartition(b"startxref")[0] + b"startxref\n0\n%%EOF",
    "startxref beyond the end": lambda: good().rpartition(b"startxref")[0] + b"startxref\n99999999999999\n%%EOF",
    "startxref negative": lambda: good().rpartition(b"startxref")[0] + b"startxref\n-7\n%%EOF",
    "startxref of a million digits": lambda: good().rpartition(b"startxref")[0] + b"startxref\n" + b"9" * 10**6,
    "xref of a billion rows": lambda: instead(b"xref\n0 7", b"xref\n0 1000000000"),
    "xref with all objects at one place": lambda: re.sub(rb"\d{10} 00000 n", b"0000000015 00000 n", good()),
    "Prev at itself": lambda: with_objects({}, f"/Prev {one_page().bytes().rindex(b'xref' + bytes((10,)) + b'0 ')}"),
    "XRefStm at the table": lambda: with_objects({}, f"/XRefStm {good().rindex(b'xref' + bytes((10,)) + b'0 ')}"),
    "no Root": lambda: instead(b"/Root 1 0 R", b""),
    "Root is a page": lambda: instead(b"/Root 1 0 R", b"/Root 3 0 R"),
    "xref stream without widths": lambda: xref_stream("/W [0 0 0] /Size 9"),
    "xref stream with wide widths": lambda: xref_stream("/W [1 99999999 1] /Size 9"),
    "xref stream with negative widths": lambda: xref_stream("/W [-1 -2 -1] /Size 9"),
    "xref stream of two billion": lambda: xref_stream("/W [1 2 1] /Index [0 2000000000] /Size 2000000000"),
    "xref stream before itself": lambda: xref_stream("/W [1 2 1] /Size 9 /Prev 58"),
    "object stream in itself": lambda: object_stream(b"2 0  << /Type /Pages /Kids [] >>", number=2),
    "object stream of a billion": lambda: object_stream(b"2 0  << /Type /Pages >>", 10**9, 8),
    "object stream that extends itself": lambda: object_stream(b"2 0  << >>", 1, 8, Extends="8 0 R"),
    "Length too long": lambda: with_objects({4: stream(set_page(), Length="999999")}),
    "Length too short": lambda: with_objects({4: stream(set_page(), Length="3")}),
    "Length negative": lambda: with_objects({4: stream(set_page(), Length="-5")}),
    "Length of 10^18": lambda: with_objects({4: stream(set_page(), Length="1" + "0" * 18)}),
    "Length is a name": lambda: with_objects({4: stream(set_page(), Length="/Long")}),
    "Length is the stream": lambda: with_objects({4: stream(set_page(), Length="4 0 R")}),
}

# --- locked, and no PDF at all ----------------------------------------------------------------------------------------


def rc4(key: bytes, data: bytes) -> bytes:
    """The cipher of the old standard security handler."""
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


_PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def locked(password: bytes) -> bytes:
    """A page encrypted with RC4, 40 bits, under a user's password (ISO 32000-1, 7.6.3)."""
    owner = rc4(hashlib.md5(b"owner".ljust(32, b"\0")).digest()[:5], (password + _PAD)[:32])
    flags, name = -4, b"0123456789abcdef"
    key = hashlib.md5((password + _PAD)[:32] + owner + flags.to_bytes(4, "little", signed=True) + name).digest()[:5]
    user = rc4(key, _PAD)
    mine = hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10]
    body = rc4(mine, zlib.compress(set_page()))
    lock = f"<< /Filter /Standard /V 1 /R 2 /P {flags} /O <{owner.hex()}> /U <{user.hex()}> >>"
    return with_objects(
        {4: stream(body, Filter="/FlateDecode"), 7: lock.encode()},
        f"/Encrypt 7 0 R /ID [<{name.hex()}> <{name.hex()}>]",
    )


def zipped() -> bytes:
    """A zip file."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), "甲")
    return file.getvalue()


def aes(entries: str) -> bytes:
    """A page that says it is encrypted with AES."""
    crypt = "/CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> /StmF /StdCF /StrF /StdCF"
    lock = f"<< /Filter /Standard /V 5 /R 6 /Length 256 /P -4 {crypt} {entries} >>"
    return with_objects({7: lock.encode()}, "/Encrypt 7 0 R /ID [<00> <00>]")


OTHER: dict[str, Make] = {
    "a good page": good,
    "locked with a password": lambda: locked(b"secret"),
    "locked with no password": lambda: locked(b""),
    "locked with AES": lambda: aes(
        f"/O <{'11' * 48}> /U <{'22' * 48}> /OE <{'33' * 32}> /UE <{'44' * 32}> /Perms <{'55' * 16}>"
    ),
    "locked with AES, keys missing": lambda: aes(""),
    "locked by who knows whom": lambda: with_objects({}, "/Encrypt << /Filter /Nobody /V 99 >> /ID [<00> <00>]"),
    "locked by its own page": lambda: with_objects({}, "/Encrypt 3 0 R"),
    "empty": lambda: b"",
    "a header and nothing": lambda: b"%PDF-1.7\n",
    "a megabyte of NUL": lambda: bytes(10**6),
    "a megabyte of noise": lambda: Random(1).randbytes(10**6),
    "a web page": lambda: "<!DOCTYPE html><title>甲</title><p>找不到页面".encode(),
    "a zip file": zipped,
    "a text": lambda: "全市渔船回港避风\n".encode(),
    "five megabytes before the header": lambda: b"\n" * 5_000_000 + good(),
    "one file after the other": lambda: good() * 50,
}

CASES: dict[str, Make] = {**OTHER, **BROKEN, **CYCLES, **ODD, **BOMBS}

_CI = (
    "cut after 11/20", "bits flipped, 0.01, seed 0", "object stream in itself", "Kids hold the root",
    "a form that draws itself", "a gigabyte of noughts", "ten thousand pages", "box: of no size",
    "locked with a password", "two million strings shown",
)  # fmt: skip
TEN = {name: CASES[name] for name in _CI}
"""Ten of the kinds, for every day."""

__all__ = ["CASES", "TEN"]
