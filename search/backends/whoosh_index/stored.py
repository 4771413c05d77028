"""What is kept whole of a document?"""

from __future__ import annotations

import json
from typing import Any

from .translate import Damaged


def stored(reader: Any, doc: int) -> dict[str, Any]:
    """The record of an article, as `search.article.to_record` made it.

    Raises:
        Damaged: what lies there is no such thing.
    """
    try:
        record = json.loads(reader.stored_fields(doc)["article"])
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(f"article {doc}") from error
    if not isinstance(record, dict):
        raise Damaged(f"article {doc}")
    return record
