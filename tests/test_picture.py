"""Does the picture of a page show which article has what?"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from .little_pdf import pdf, text
from .newsroom import run

pytest.importorskip("pdfplumber")

STORIES = (
    text(60, 740, "望潮码头扩建完工", 22)
    + text(60, 700, "昨天，望潮码头扩建工程完工，新增泊位")
    + text(40, 686, "六个，渔船进出不再排队。")
    + "40 660 m 560 660 l S\n"
    + text(60, 620, "沿海公路开工建设", 22)
    + text(60, 580, "连接东山与西岙的公路昨天开工，计划三")
    + text(40, 566, "年建成，全长二十八公里。")
)


def colours(data: bytes, box: tuple[int, int, int, int]) -> set[tuple[int, int, int]]:
    from PIL import Image

    counted = Image.open(BytesIO(data)).convert("RGB").crop(box).getcolors(1_000_000)
    return {colour for _, colour in counted}


def test_each_article_has_its_colour(tmp_path: Path) -> None:
    (tmp_path / "01.pdf").write_bytes(pdf([STORIES]))
    done = run("split", tmp_path / "01.pdf", "--picture", tmp_path / "01.png")
    assert done.exit_code == 0, done.stderr
    seen = (tmp_path / "01.png").read_bytes()
    assert seen.startswith(b"\x89PNG")
    blue, orange = (31, 119, 180), (255, 127, 14)
    upper, lower = (0, 50, 900, 210), (0, 220, 900, 400)
    assert blue in colours(seen, upper)
    assert orange in colours(seen, lower)
    assert blue not in colours(seen, lower)


def test_a_dump_has_no_picture(tmp_path: Path) -> None:
    (tmp_path / "01.txt").write_text("望潮码头扩建完工\n昨天，望潮码头扩建工程完工，新增泊位六个。\n", "utf-8")
    done = run("split", tmp_path / "01.txt", "--picture", tmp_path / "01.png")
    assert done.exit_code == 1
    assert "画不出图" in done.stderr
    assert not (tmp_path / "01.png").exists()


def test_in_a_folder_a_dump_gives_way_to_the_pdf_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "01.pdf").write_bytes(pdf([STORIES]))
    (tmp_path / "01.txt").write_text("望潮码头扩建完工\n昨天，望潮码头扩建工程完工，新增泊位六个。\n", "utf-8")
    assert run("split", tmp_path, "--json").stdout.count('"headline"') == 2
