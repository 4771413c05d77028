"""What does `news-search` do with the line that was typed?

    group      the command itself: which sub-command is meant, how it ends (exit codes, closed pipes)
    options    the query and the filters that most sub-commands share, and their completion
    trouble    what is said when something goes wrong
    manual     the help, in Chinese
    query show similar issue reporters topics timeline     one sub-command each, loaded when it is called

A command opens the archive, calls one public function and prints.
"""

from .group import main

__all__ = ["main"]
