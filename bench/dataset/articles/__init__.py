"""Articles as people have them: texts, Markdown, web pages, Word documents and PDF files, one document a file.

`reading` yields the documents of files, folders and standard input. `creation` proposes the day on which an
article was written, with its reason.
"""

from bench.dataset.articles.article import Article, Creation, Listener
from bench.dataset.articles.places import ENDINGS, STANDARD_INPUT, holds_articles, is_article
from bench.dataset.articles.reading import read

__all__ = [
    "ENDINGS",
    "STANDARD_INPUT",
    "Article",
    "Creation",
    "Listener",
    "holds_articles",
    "is_article",
    "read",
]
