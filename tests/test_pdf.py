"""Does a PDF become pages with geometry, and each bad one a sentence that says what to do?"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest

from indexer.page import Block, Page, Reading, read_file
from indexer.profile import PageFacts
from indexer.readers.pdf import read_pdf
from indexer.split import split

from .little_pdf import pdf, text

pytest.importorskip("pdfplumber")


def read(data: bytes) -> Reading:
    return read_pdf(Path("01.pdf"), data)


def page(data: bytes) -> Page:
    (only,) = read(data).pages
    return only


def what(data: bytes) -> str:
    reading = read(data)
    assert not reading.pages
    (problem,) = reading.problems
    return str(problem)


def only(data: bytes) -> Block:
    (block,) = page(data).blocks
    return block


# What is on the page


def test_a_line_with_its_setting() -> None:
    block = only(pdf([text(50, 700, "望潮码头扩建完工", 12)]))
    assert block.text == "望潮码头扩建完工"
    assert block.setting is not None
    box = block.setting.box
    assert (block.setting.size, block.setting.font, box.x0, box.x1) == (12, "FZSSK--GBK1-0", 50, 146)
    assert 88 < box.top < 100 < box.bottom < 104  # y is counted from the top


def test_the_suffix_brings_it_here(tmp_path: Path) -> None:
    file = tmp_path / "01.PDF"
    file.write_bytes(pdf([text(50, 700, "望潮码头")]))
    assert [block.text for block in read_file(file).pages[0].blocks] == ["望潮码头"]


def test_pages_whose_corner_is_not_at_nought() -> None:
    block = only(pdf([text(150, 800, "望潮码头")], box="100 100 700 900"))
    assert block.setting is not None
    assert (block.setting.box.x0, block.setting.box.width) == (150, 40)


def test_a_turned_page_is_read_as_it_is_seen() -> None:
    words = "望潮码头".encode("utf-16-be").hex()
    drawn = f"BT /F1 10 Tf 0 1 -1 0 300 100 Tm <{words}> Tj ET"  # upwards; turned clockwise it reads from the left
    assert only(pdf([drawn], rotate=90)).text == "望潮码头"


def test_founder_symbols_are_read_by_their_font() -> None:
    drawn = text(50, 700, "阴", 10, "F2") + text(60, 700, "记者") + text(90, 700, "阴晓棠")
    assert only(pdf([drawn], fonts=("FZSSK--GBK1-0", "ABCDEF+FZPK748K-GBK1-0"))).text == "□记者 阴晓棠"


def test_an_arrow_upside_down_points_the_other_way() -> None:
    arrow = "→".encode("utf-16-be").hex()
    drawn = f"BT /F1 10 Tf -1 0 0 -1 60 708 Tm <{arrow}> Tj ET\n" + text(60, 700, "上接第1版")
    assert any("←" in block.text for block in page(pdf([drawn])).blocks)


def test_a_shadow_counts_once() -> None:
    drawn = text(51, 699, "百万鱼苗入海来", 24) + text(50, 700, "百万鱼苗入海来", 24)
    assert only(pdf([drawn])).text == "百万鱼苗入海来"


def test_rules_and_frames() -> None:
    drawn = "40 600 300 120 re S\n0.9 g 350 600 100 100 re f\n0 g 40 500 m 400 500 l S\n" + text(50, 700, "望潮码头")
    drawing = page(pdf([drawn])).drawing
    assert drawing is not None
    assert (len(drawing.frames), len(drawing.rules)) == (2, 1)


def test_several_pages() -> None:
    reading = read(pdf([text(50, 700, "一版"), "", text(50, 700, "三版")]))
    assert [(page.number, page.blocks[0].text) for page in reading.pages] == [(1, "一版"), (3, "三版")]


def test_a_bad_page_costs_that_page(monkeypatch: pytest.MonkeyPatch) -> None:
    from indexer.readers import pdf as reader

    whole = reader._page

    def broken(where: str, number: int, page: object) -> Page | str:
        if number == 2:
            raise KeyError("Contents")
        return whole(where, number, page)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "_page", broken)
    reading = read(pdf([text(50, 700, "一版"), text(50, 700, "二版"), text(50, 700, "三版")]))
    assert [page.number for page in reading.pages] == [1, 3]
    assert [str(problem) for problem in reading.problems] == [
        "01.pdf: 第 2 页读不出来（KeyError），这一页没有收。请重新导出这一页。"
    ]


def test_from_a_pdf_to_an_article() -> None:
    body = ["昨天，望潮码头扩建工程完工，新增泊位", "六个，渔船进出不再排队。负责人说，休", "渔期结束前将全部启用。"]
    drawn = text(60, 740, "望潮码头扩建完工", 22) + text(40, 716, "□记者") + text(75, 716, "林望舒")
    drawn += text(60, 700, body[0]) + text(40, 686, body[1]) + text(40, 672, body[2])
    (article,) = split(page(pdf([drawn])), PageFacts(source="s"), frozenset())
    assert (article.headline, article.body) == ("望潮码头扩建完工", "".join(body))
    assert [(author.name, author.role) for author in article.authors] == [("林望舒", "记者")]


# What cannot be read


def test_a_page_without_text_says_so() -> None:
    assert "没有文字层" in what(pdf(["40 600 300 120 re S"]))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"not a PDF", pdf([text(50, 700, "一版")])[:400]])
def test_a_broken_file_says_so(data: bytes) -> None:
    said = what(data)
    assert said.startswith("01.pdf: PDF 坏了或不完整")
    assert "请重新导出" in said


def test_a_file_with_a_password_says_so() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    locked = BytesIO()
    with pikepdf.open(BytesIO(pdf([text(50, 700, "一版")]))) as file:
        file.save(locked, encryption=pikepdf.Encryption(owner="潮", user="声"))
    assert "有密码" in what(locked.getvalue())


def test_text_that_nothing_says_how_to_read_says_so() -> None:
    blind = pdf([text(50, 700, "望潮码头")]).replace(b"/Encoding /UniGB-UCS2-H", b"/Encoding /Identity-H   ")
    assert "没有编码" in what(blind.replace(b"/Ordering (GB1)", b"/Ordering (Own)"))


def test_without_pdfplumber_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    assert "pip install 'newspaper-archive-search[pdf]'" in what(pdf([text(50, 700, "一版")]))
