"""How are the values of a field counted and listed? What `reporters` and `topics` have in common."""

from __future__ import annotations

from time import perf_counter

import click

from .options import Question
from .output import say_notes, write, write_lines


def print_counts(asked: Question, field: str, unit: str, limit: int, as_json: bool) -> int:
    """Prints how many of the articles asked for have each value of a field, most first.

    Args:
        field: of `search.schema.COUNTED`.
        unit: what a value is called, with its measure word: 位记者.
    """
    from ..archive import open_archive

    with open_archive(asked.index) as archive:
        begin = perf_counter()
        counts = archive.counts(field, asked.query)
        took_ms = (perf_counter() - begin) * 1000
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    listed = ranked[:limit]
    if as_json:
        from ..render.json import counts_record, line

        write(line(counts_record(asked.text, listed, len(ranked), asked.notes, took_ms)))
    else:
        from ..render import tables
        from ..render.hits import duration

        say_notes(asked.notes)
        if not ranked:
            click.echo("没有找到。", err=True)
        else:
            end = f"共 {len(ranked)} {unit}，用时{duration(took_ms)}"
            cut = len(listed) < len(ranked)
            end += f"；这是前 {len(listed)} {unit[0]}，要看全部请加 --limit {len(ranked)}" if cut else "。"
            write_lines(lambda screen: [*tables.ranked(listed, screen), *tables.footer(end, screen)])
    return 0 if ranked else 1
