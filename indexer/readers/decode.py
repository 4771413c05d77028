"""In which encoding are these bytes, if they are text at all?

*Decoding* here is strict: every byte of the file must be accounted for by one encoding, and the outcome must look like
Chinese. What fails either test is a `Problem` that says where and what to do, since a wrong guess would put words into
the archive that nobody printed, and nobody would ever find them.

    a byte order mark    decides: UTF-8, UTF-16, UTF-32
    valid UTF-8          is UTF-8: text of another encoding is almost never valid UTF-8 for longer than a word
    zero bytes           are UTF-16 where either byte order gives plausible text, otherwise the file is binary
    anything else        is GB18030 (GBK and GB 2312 are parts of it) where it decodes whole *and* is plausible

GB18030 takes nearly every pair of bytes, so that UTF-8, Big5, Shift-JIS and noise often decode into rare characters.
The plausibility test is about those. The commonest 200 hanzi (`_COMMON`, with the Traditional forms of 40 of them) are
53 % of newspaper text; over 72,536 articles of 100 hanzi and more never under 17 %, and over 2,645 of them turned into
Traditional characters never under 25 %. Read as GB18030, UTF-8 and Shift-JIS stay under 6 %, Big5 and Korean under
13 %. The line is drawn at 15 %. A text too short for shares must consist of GB 2312 characters, six in seven. (Korean
and Japanese EUC use the very bytes of GB 2312: a few words of those are taken for Chinese.)
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import AnyStr

from ..problem import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may hold. A page is some 30 KB; a year of a paper in records, some 100 MB.

    Attributes:
        file_bytes: the size of the file. Decoding takes at most about four times this in memory, for a moment.
        line_chars: the length of one line. A longer one is not the dump of a page, and no later step is made for it.
    """

    file_bytes: int = 256 * 2**20
    line_chars: int = 1_000_000


# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (BOM_UTF8, "utf-8", "UTF-8"),
    (BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# How well-known binary files begin, to name them whatever their suffix says.
_SIGNATURES = (
    (b"%PDF-", "PDF 文件"),
    (b"PK\x03\x04", "压缩包或 Office 文档（docx、xlsx、zip）"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文档（doc、xls、wps）"),
    (b"{\\rtf", "RTF 文档"),
    (b"\x89PNG\r\n", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"\x1f\x8b\x08", "gzip 压缩文件"),
    (b"\xfd7zXZ\x00", "xz 压缩文件"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩文件"),
    (b"Rar!\x1a\x07", "rar 压缩文件"),
)
_BINARY = tuple(signature for signature, _ in _SIGNATURES)
_CONTROLS = bytes((*range(0x01, 0x09), *range(0x0E, 0x20), 0x7F))
_MOST_CONTROLS = 0.03  # An extractor leaves a stray one where a font has no character; of noise, one in nine is one.
# Three hanzi (or full-width characters) of UTF-8 on end. In GB18030 the same nine bytes are four or five characters,
# most of them very rare.
_UTF8_STRETCH = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){3}")
# With so many hanzi a share of common ones is no accident; with so many, real text always has it.
_FEW, _ENOUGH = 20, 100
_LEAST_COMMON = 0.15
_LEAST_ORDINARY = 0.85
_COMMON = frozenset(
    "的一国在中人了和是有年大不为业会发上地要出作行工这新民经个家以部来到日生市对成全进我们实多展时政主产动他本方长建理者开学同力高"
    "重现关月于区公化下分加电社定体等济制自能报合过与场就前面文员后务用事记说天机法资美设得也好平心之而金提从将元外华总企各子小利农当"
    "其明十万问可北党度两目强品表着种里海入委内代起活通改位系导题次军水特都向科道领三基第所持还已管正增最应京立安去统术世今性结并点技"
    "使保名共些省交解期業會發這經個來對進們實時產動長開學現關於區電體濟報與場務記說機資設無過為當點將"
)
_SAVE_AS_UTF8 = "请用编辑器打开核对，另存为 UTF-8 后再试。"


def decode(data: bytes, where: str, limits: Limits | None = None) -> str | Problem:
    """The text of a file, without its byte order mark, or why there is none.

    Args:
        data: the whole file.
        where: the file's name, for the problem.
        limits: None stands for `Limits()`.
    """
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        return too_large(where, len(data), limits.file_bytes)
    for mark, encoding, name in _MARKS:
        if data.startswith(mark):
            text = _marked(data, len(mark), encoding, name, where)
            break
    else:
        text = _unmarked(data, where, limits)
    return text if isinstance(text, Problem) else _checked(text, where, limits)


def is_plain(lines: bytes) -> bool:
    """Are these lines, some of a file's, UTF-8 in which there is nothing to complain of? Then so is a file of such
    lines, and `decode` would say the same of it."""
    if lines.startswith(_BINARY) or b"\0" in lines or _endless_line(lines, Limits().line_chars):
        return False
    try:
        text = str(lines, "utf-8")
    except UnicodeDecodeError:
        return False
    return len(lines) - len(lines.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(text)


def too_large(where: str, size: int, most: int) -> Problem:
    """What is said of a file that holds more bytes than a file may."""
    held, limit = (f"{n / 2**20:,.0f} MB" for n in (size, most))
    return Problem(where, f"文件太大：{held}，上限 {limit}。请拆成几个文件（每期或每月一个）。")


def line_number(text: AnyStr, position: int) -> int:
    """Which line a place in a text (or in the bytes of an ASCII-compatible encoding) stands in, from 1."""
    lf, cr = ("\n", "\r") if isinstance(text, str) else (b"\n", b"\r")
    crlf = text.count(cr + lf, 0, position)
    return text.count(lf, 0, position) + text.count(cr, 0, position) - crlf + 1


def _checked(text: str, where: str, limits: Limits) -> str | Problem:
    """The text again, if it is one: not empty, no zero bytes, few control characters, no endless line."""
    if not text:
        return Problem(where, "空文件：里面一个字也没有。请重新导出。")
    if "\0" in text:
        return _binary(where, line_number(text, text.index("\0")), "有空字节（NUL）")
    encoded = text.encode("utf-8", "surrogatepass")  # of bytes they are all counted in one go
    if (controls := len(encoded) - len(encoded.translate(None, _CONTROLS))) > _MOST_CONTROLS * len(text):
        return _binary(where, 0, f"控制字符太多（{controls} 个，共 {len(text)} 个字符）")
    if line := _endless_line(text, limits.line_chars):
        return _too_long(where, line, limits)
    return text


def _marked(data: bytes, skip: int, encoding: str, name: str, where: str) -> str | Problem:
    try:
        # Through a memoryview: a slice would be a second copy of the file.
        return str(memoryview(data)[skip:], encoding)
    except UnicodeDecodeError as error:
        if error.end >= len(data) - skip:
            return _truncated(where, name)
        before = str(data[skip : skip + error.start], encoding, "replace")
        line = line_number(before, len(before))
        return Problem(f"{where}:{line}", f"文件开头标明是 {name}，第 {line} 行却有不合 {name} 的字节。{_SAVE_AS_UTF8}")


def _unmarked(data: bytes, where: str, limits: Limits) -> str | Problem:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return _binary(where, 0, f"看开头是{kind}")
    if b"\0" in data:
        return _utf16_without_mark(data) or _binary(where, line_number(data, data.index(0)), "有空字节（NUL）")
    # No encoding from here on takes more than four bytes for a character: found before anything is copied.
    if line := _endless_line(data, 4 * limits.line_chars):
        return _too_long(where, line, limits)
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError as error:
        bad = error
    if bad.reason == "unexpected end of data":
        return _truncated(where, "UTF-8")
    if stretch := _UTF8_STRETCH.search(data):
        return _mixed(data, bad.start, stretch.start(), where)
    return _gb18030(data, where)


def _utf16_without_mark(data: bytes) -> str:
    """The text, or "" where it is none in either byte order."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = str(data, encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _plausible(text):
            return text
    return ""


def _gb18030(data: bytes, where: str) -> str | Problem:
    try:
        text = str(data, "gb18030")
    except UnicodeDecodeError as error:
        if error.reason == "incomplete multibyte sequence":
            return _truncated(where, "GB18030")
        line = line_number(data, error.start)
        return Problem(
            f"{where}:{line}", f"认不出编码：第 {line} 行的字节既不是 UTF-8，也不是 GB18030。{_SAVE_AS_UTF8}"
        )
    if _plausible(text):
        return text
    sample = next(line for line in text.splitlines() if not line.isascii()).strip()[:12]
    return Problem(
        where, f"认不出编码：不是 UTF-8；按 GB18030 读出来多是生僻字（“{sample}”），不像中文。{_SAVE_AS_UTF8}"
    )


def _mixed(data: bytes, not_utf8: int, utf8: int, where: str) -> Problem:
    """There is UTF-8 in the file, and there is something else: says where the second of the two begins."""
    line = line_number(data, max(not_utf8, utf8))
    if utf8 > not_utf8:
        return Problem(f"{where}:{line}", f"编码混杂：前面不是 UTF-8，第 {line} 行起又有 UTF-8。{_SAVE_AS_UTF8}")
    begin = data.rfind(b"\n", 0, not_utf8) + 1
    end = data.find(b"\n", not_utf8)
    try:
        rest = str(data[not_utf8 : end if end >= 0 else len(data)], "gb18030")
        mixed = _UTF8_STRETCH.search(data, begin, not_utf8) is None and _plausible(rest)
    except UnicodeDecodeError:
        mixed = False
    if mixed:
        return Problem(f"{where}:{line}", f"编码混杂：前面是 UTF-8，第 {line} 行起是 GB18030（GBK）。{_SAVE_AS_UTF8}")
    return Problem(
        f"{where}:{line}",
        f"编码混杂或文件损坏：前面是 UTF-8，第 {line} 行有不是 UTF-8 的字节（0x{data[not_utf8]:02X}）。{_SAVE_AS_UTF8}",
    )


def _plausible(text: str) -> bool:
    """Whether this reads like Chinese, going by how common its characters are (see above). Plain ASCII does."""
    beyond = {char: n for char, n in Counter(text).items() if char > "\x7f"}
    hanzi = sum(n for char, n in beyond.items() if char not in _symbols())
    if hanzi >= _FEW and sum(beyond.get(char, 0) for char in _COMMON) >= _LEAST_COMMON * hanzi:
        return True
    ordinary = sum(n for char, n in beyond.items() if char in _ordinary())
    return hanzi < _ENOUGH and ordinary >= _LEAST_ORDINARY * sum(beyond.values())


@cache
def _symbols() -> frozenset[str]:
    """Rows 1 to 9 of GB 2312: punctuation, full-width letters, kana, rules."""
    return _rows(0xA1, 0xA9)


@cache
def _ordinary() -> frozenset[str]:
    """GB 2312: its symbols and its 6,763 hanzi, in which a newspaper of simplified characters is set all but whole."""
    return _symbols() | _rows(0xB0, 0xF7)


def _rows(first: int, last: int) -> frozenset[str]:
    pairs = (bytes((row, cell)) for row in range(first, last + 1) for cell in range(0xA1, 0xFF))
    # Read as GB18030: Python's gb2312 has other characters for the dash and the middle dot, and no private use.
    return frozenset(char for pair in pairs if not "\ue000" <= (char := str(pair, "gb18030")) <= "\uf8ff")


def _endless_line(text: AnyStr, limit: int) -> int:
    """The number of the first line longer than the limit, or 0. Takes long steps, not every line."""
    ends = ("\n", "\r", "\f") if isinstance(text, str) else (b"\n", b"\r", b"\f")
    start = 0
    while len(text) - start > limit:
        end = max(text.rfind(char, start, start + limit + 1) for char in ends)
        if end < 0:
            return line_number(text, start)
        start = end + 1
    return 0


def _too_long(where: str, line: int, limits: Limits) -> Problem:
    what = f"第 {line} 行太长：超过 {limits.line_chars:,} 个字符，不像报纸版面或一行一条的稿件。请检查换行后重新导出。"
    return Problem(f"{where}:{line}", what)


def _truncated(where: str, encoding: str) -> Problem:
    return Problem(where, f"文件不完整：最后一个字（{encoding}）被截断，后面的内容可能也丢了。请重新导出或传送。")


def _binary(where: str, line: int, why: str) -> Problem:
    place = f"第 {line} 行" if line else ""
    return Problem(
        f"{where}:{line}" if line else where,
        f"不是文字文件：{place}{why}。请交版面（.pdf）、文字转存（.txt）或记录文件（.jsonl、.csv）。",
    )
