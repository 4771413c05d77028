"""How is it drawn what size costs?

Two panels, both axes by powers of ten: how long queries take, and how many articles a second are taken in.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .filled import high, middle

COLOURS = {"ours": "#c0392b", "Tantivy": "#2c6fbb", "FTS5 words": "#6b7a3a"}


def draw(measured: Mapping[int, Mapping[str, Mapping[str, Any]]], file: Path) -> None:
    """Draws what `scale` has measured, size → engine → figures, as a PNG. Needs matplotlib."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.ticker import FuncFormatter, LogLocator

    figure, panels = pyplot.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
    latency, rate = panels
    for name in dict.fromkeys(name for some in measured.values() for name in some):
        sizes = sorted(size for size, some in measured.items() if name in some)
        every = [[each for times in measured[size][name]["took"].values() for each in times] for size in sizes]
        rates = [measured[size][name]["rate"] for size in sizes]
        style = {"color": COLOURS.get(name, "#888888"), "marker": "o", "markersize": 4, "linewidth": 1.8}
        latency.plot(sizes, list(map(middle, every)), "-", label=name, **style)
        latency.plot(sizes, list(map(high, every)), "--", **style)
        rate.plot(sizes, rates, "-", label=name, **style)
    latency.set_title("Queries: median (solid) and p95 (dashed), warm, ten best and exact total", fontsize=9)
    latency.set_ylabel("milliseconds")
    rate.set_title("Indexing, from articles that are cut into words", fontsize=9)
    rate.set_ylabel("articles a second")
    for axes in panels:
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel("articles in the index")
        axes.set_xticks(sorted(measured))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
        axes.minorticks_off()
        axes.grid(True, color="#e4e4e4", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(fontsize=9, frameon=False, loc="upper left" if axes is latency else "lower left")
    rate.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    low, top = rate.get_ylim()
    rate.set_ylim(min(low, 900), max(top, 11_000))
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=130)
    pyplot.close(figure)
