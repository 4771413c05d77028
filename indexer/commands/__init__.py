"""What does `news-index` do with the line that was typed?

    group      the command itself: which sub-command is meant, how it ends (exit codes, closed pipes, Ctrl-C)
    options    the options that several sub-commands share, and what they load
    manual     the help, in Chinese
    say        problems, waits and errors, printed in one place
    sheet      an article as a person checks it; `columns`, how much of a line a text takes
    progress   the bar that says that the work goes on
    add split remove correct rebuild verify info     one sub-command each, imported when it is called

A command loads what it needs, calls one public function and prints.
"""

from .group import main

__all__ = ["main"]
