"""How does an article become something that an engine can find?

The last step of the line: page file → Page → Article → **Document** → index. `search.schema` says which parts an
article has and what the fields are for, since queries rest on the same rules; here the text is cut into the terms to
store.
"""

from __future__ import annotations

from dataclasses import replace

from search.article import Article
from search.schema import WORD_FIELDS, Document, origin, text_fields, value_terms
from search.text import fold, folded_words


def document(article: Article) -> Document:
    """The document of an article: the article and every term that it can be found by."""
    texts = {field: [fold(text) for text in some] for field, some in text_fields(article).items()}
    return Document(
        article=article,
        texts={field: tuple("".join(text.split()) for text in some) for field, some in texts.items()},
        # Of the text as printed: white space parts words, where it is nothing to a literal.
        words={field: tuple(folded_words("\n".join(texts[field]))) for field in WORD_FIELDS if field in texts},
        values={field: terms for field, terms in value_terms(article).items() if terms},
    )


def renamed(document: Document, article: Article) -> Document:
    """The document of an article that differs from another's in nothing but its own id, and those that it names."""
    return replace(document, article=article, values={**document.values, "origin": (origin(article),)})
