"""Which days does a date in a query stand for?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.dates import NamedDay, day_range, days_named, without_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025", ("2025-01-01", "2025-12-31")),
        ("2025年", ("2025-01-01", "2025-12-31")),
        ("2025-07", ("2025-07-01", "2025-07-31")),
        ("2025-7", ("2025-07-01", "2025-07-31")),
        ("2025/02", ("2025-02-01", "2025-02-28")),
        ("2024.2", ("2024-02-01", "2024-02-29")),
        ("2025年7月", ("2025-07-01", "2025-07-31")),
        ("2025-07-29", ("2025-07-29", "2025-07-29")),
        ("2025年7月29日", ("2025-07-29", "2025-07-29")),
        ("20250729", ("2025-07-29", "2025-07-29")),
        ("２０２５－０７", ("2025-07-01", "2025-07-31")),
        ("２０２５／７．２９", ("2025-07-29", "2025-07-29")),
        (" 2025 ", ("2025-01-01", "2025-12-31")),
        ("2024-02-29", ("2024-02-29", "2024-02-29")),
        ("9999-12", ("9999-12-01", "9999-12-31")),
    ],
)
def test_dates(text: str, days: tuple[str, str]) -> None:
    assert day_range(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "去年",
        "25",
        "202507",
        "2025-13",
        "2025-00",
        "2025-0-1",
        "2025-07-00",
        "2025-07-32",
        "2025-02-29",
        "2025-",
        "2025--07",
        "2025-07-01-01",
        "0000",
        "0000-01-01",
        "20250001",
        "20251301",
        "20250732",
        "20250700",
        "2025年29日",
        "二〇二五年",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert day_range(text) is None


@given(st.dates())
def test_every_day_is_its_own_range_however_it_is_written(day: date) -> None:
    iso = day.isoformat()
    for text in (iso, iso.replace("-", "/"), iso.replace("-", ""), f"{day.year:04}年{day.month}月{day.day}日"):
        assert day_range(text) == (iso, iso)


@given(st.dates(max_value=date(9999, 11, 30)))
def test_a_month_ends_the_day_before_the_next_begins(day: date) -> None:
    days = day_range(day.isoformat()[:7])
    assert days is not None
    assert days[0] == day.replace(day=1).isoformat()
    assert (date.fromisoformat(days[1]) + timedelta(1)).day == 1
    assert days[0] <= day.isoformat() <= days[1]


@given(st.text(st.sampled_from("0123456789-/.年月日 ０－２²٣"), max_size=12))
def test_whatever_is_typed_gives_days_or_none(text: str) -> None:
    days = day_range(text)
    if days is not None:
        assert [date.fromisoformat(day) for day in days] == sorted(map(date.fromisoformat, days))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("天气预报（7月21日20时—22日20时）", ["7月21日"]),
        ("海塘2025年7月1日开工 ７月９日完工", ["2025年7月1日", "7月9日"]),
        ("一月三十一日公报，元月五日公报", ["1月31日", "1月5日"]),
        ("2月29日，2月30日，13月1日，0月3日", ["2月29日"]),
        ("7月21日停运，7月21日复航", ["7月21日"]),
        ("112月3日的第3月", []),
        ("1日至3日", []),
    ],
)
def test_the_days_that_a_text_names(text: str, days: list[str]) -> None:
    assert list(map(str, days_named(text))) == days
    assert (without_days(text) == text) == (not days)
    assert days_named(without_days(text)) == ()


@pytest.mark.parametrize(
    ("day", "published", "after"),
    [
        (NamedDay(2025, 7, 21), "2025-07-21", 0),
        (NamedDay(2025, 7, 21), "2026-07-21", 365),
        (NamedDay(0, 7, 21), "2026-07-21", 0),
        (NamedDay(0, 12, 31), "2026-01-01", 1),
        (NamedDay(0, 1, 1), "2025-12-31", -1),
        (NamedDay(2025, 2, 29), "2025-03-01", None),
        (NamedDay(0, 7, 21), "", None),
        (NamedDay(0, 7, 21), "2025", None),
    ],
)
def test_how_long_after_a_day_a_paper_came_out(day: NamedDay, published: str, after: int | None) -> None:
    assert day.distance(published) == after
