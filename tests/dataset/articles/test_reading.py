"""Articles in each form are read as documents; a file that holds none costs nothing but itself."""

from __future__ import annotations

import datetime
import io
import sys
from pathlib import Path

import pytest

from bench import formats
from bench.dataset.articles import Article, Listener
from bench.dataset.corpus import Fields
from bench.errors import DataError, Fault, UsageError
from bench.sdk.model import Document
from tests.dataset.articles.files import TEXT, page, pdf, word

DAY = datetime.date(2023, 9, 18)
GIVEN = Fields(day=DAY)


class Heard(Listener):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.faults: dict[str, str] = {}
        self.notes: list[str] = []

    def read(self, article: Article) -> None:
        self.articles.append(article)

    def failed(self, document: str, fault: Fault) -> None:
        self.faults[document] = str(fault)

    def passed_over(self, note: str) -> None:
        self.notes.append(note)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(*places: str, fields: Fields = GIVEN) -> tuple[list[Document], Heard]:
    heard = Heard()
    return list(formats.read_documents(places, fields, heard)), heard


def test_a_text_is_kept_character_for_character() -> None:
    Path("a.txt").write_bytes("\ufeffZoë 🌊 came.\r\n\r\nOn Monday.\n".encode())
    assert read("a.txt")[0] == [Document("a", "Zoë 🌊 came.\r\n\r\nOn Monday.\n", DAY)]
    Path("b.TXT").write_bytes("Zoë came.".encode("utf-16"))
    assert read("b.TXT")[0] == [Document("b", "Zoë came.", DAY)]


def test_front_matter_of_markdown_states_the_day_and_is_no_text() -> None:
    Path("a.md").write_text("---\ntitle: X\ndate: 2021-05-03\n---\n# News\n", encoding="utf-8")
    ((document,), heard) = read("a.md", fields=Fields())
    assert document == Document("a", "# News\n", datetime.date(2021, 5, 3))
    assert heard.articles[0].creation.reason == "'date' in the front matter"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (
            "<meta property='article:published_time' content='2021-05-03T23:00:00-05:00'>",
            "meta 'article:published",
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"datePublished": "2021-05-03"}]}</script>',
            "the page's datePublished in JSON-LD",
        ),
        ("", "the page's first time element"),
    ],
)
def test_the_main_text_and_the_day_of_a_page(head: str, reason: str) -> None:
    body = "" if head else "<time datetime='2021-05-03T10:00Z'>today</time>"
    Path("a.html").write_bytes(page(head, body))
    ((document,), heard) = read("a.html", fields=Fields())
    assert TEXT in document.text
    assert document.text.startswith("Smith in Paris")
    assert document.text.count("Smith in Paris") == 1
    assert "It was his first visit since May." in document.text
    assert "Sports" not in document.text
    assert "Cookies" not in document.text
    assert document.dct == datetime.date(2021, 5, 3)
    assert reason in heard.articles[0].creation.reason


def test_a_word_document_and_a_pdf_file_say_that_their_day_may_be_of_a_conversion() -> None:
    Path("a.docx").write_bytes(word([TEXT, "More."], datetime.datetime(2021, 5, 3, 10)))
    Path("b.pdf").write_bytes(pdf(["Mr. Smith came", "on Monday."], "20210504"))
    documents, heard = read("a.docx", "b.pdf", fields=Fields())
    assert documents[0] == Document("a", f"{TEXT}\nMore.\nMayor\tMs. Jones", datetime.date(2021, 5, 3))
    assert documents[1].text.split() == ["Mr.", "Smith", "came", "on", "Monday."]
    assert documents[1].dct == datetime.date(2021, 5, 4)
    assert [each.creation.reason.split(",")[0] for each in heard.articles] == [
        "the document's property 'created'",
        "the PDF's 'CreationDate'",
    ]
    assert all("made from another" in each.creation.reason for each in heard.articles)


def test_standard_input_is_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"May 3, 2021\n\nHe came.")))
    assert read("-", fields=Fields())[0] == [
        Document("stdin", "May 3, 2021\n\nHe came.", datetime.date(2021, 5, 3))
    ]


def test_rows_of_csv_are_documents_and_stand_beside_articles() -> None:
    Path("rows.csv").write_text('id,text,dct\nx,"On Monday, he\ncame.",2021-05-03\ny,Hello.,\n', encoding="utf-8")
    first = Document("x", "On Monday, he\ncame.", datetime.date(2021, 5, 3))
    assert read("rows.csv")[0] == [first, Document("y", "Hello.", DAY)]
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    assert [each.id for each in read("rows.csv", "a.txt")[0]] == ["x", "y", "a"]
    Path("x.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(DataError, match=r"x\.txt: the id 'x' stands in rows\.csv too; give each document an id"):
        read("rows.csv", "x.txt")
    undated, heard = read("rows.csv", fields=Fields())
    assert (undated, list(heard.faults)) == ([first], ["y"])
    assert heard.faults["y"].startswith("rows.csv:4: 'dct' is empty, and its text tells no day")
    Path("wide.csv").write_text("id,text\na,b,c\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"wide\.csv:2: the row has more fields than the first line has names"):
        read("wide.csv")


def test_a_folder_is_read_to_its_depth_and_ids_are_paths_in_it() -> None:
    Path("all/sub").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "a.md", "sub/b.txt", "README.md", ".hidden.txt", "photo.jpg"):
        Path("all", name).write_text(TEXT, encoding="utf-8")
    documents, heard = read("all")
    assert [each.id for each in documents] == ["a.md", "a.txt", "b", "sub/b"]
    assert heard.notes == ["passed over in all, as no articles: 2 files (all/README.md, all/photo.jpg)"]


def test_two_articles_with_one_name_have_their_paths_as_ids_and_one_file_is_read_once() -> None:
    for name in ("x", "y"):
        Path(name).mkdir()
        Path(name, "a.txt").write_text(TEXT, encoding="utf-8")
    assert [each.id for each in read("x/a.txt", "y/a.txt", "./x/a.txt")[0]] == ["x/a.txt", "y/a.txt"]
    assert [each.id for each in read("x", "y/a.txt")[0]] == ["x/a.txt", "y/a.txt"]


def test_links_that_lead_round_in_a_circle_end() -> None:
    Path("all/sub").mkdir(parents=True)
    Path("all/a.txt").write_text(TEXT, encoding="utf-8")
    Path("all/sub/up").symlink_to("../../all")
    Path("all/itself.txt").symlink_to("itself.txt")
    documents, heard = read("all")
    assert [each.id for each in documents] == ["a"]
    assert list(heard.faults) == ["itself"]
    assert "it can't be read: Too many levels of symbolic links" in heard.faults["itself"]


BAD = {
    "empty.txt": (b"", "it has no text; write the article into it"),
    "blank.txt": (b" \n\t\n", "it has no text"),
    "latin.txt": ("Zoë came.".encode("latin-1"), "it isn't UTF-8 at byte 2; save it as UTF-8"),
    "nul.txt": (b"He\0came.", "a NUL character at character 2: it is no text, or in UTF-16"),
    "undated.txt": (b"He came on Monday.", "neither the file nor its text tells the day on which it was written"),
    "scan.pdf": (pdf([]), "no text on its 1 page: they may be pictures of a scanner; recognise the text first"),
    "no.pdf": (b"Hello", "it can't be read as a PDF file"),
    "no.docx": (b"PK\3\4 Hello", "it can't be read as a Word document"),
    "no.html": (b"<html><body></body></html>", "no main text was found in the page"),
    "nul.html": (b"<p>\0", "a NUL byte at byte 3"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_article_is_one_message_and_harms_no_other(name: str) -> None:
    content, says = BAD[name]
    Path(name).write_bytes(content)
    Path("good.txt").write_text("May 3, 2021\n\nHe came.", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read(name, fields=Fields())
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"{name}: {says}")
    for order in ([name, "good.txt"], ["good.txt", name]):
        documents, heard = read(*order, fields=Fields())
        assert [each.id for each in documents] == ["good"]
        assert list(heard.faults) == [Path(name).stem]
        assert says in heard.faults[Path(name).stem]


def test_the_year_of_a_day_is_that_of_the_closest_date_in_another_article() -> None:
    Path("a.txt").write_text("On September 18 he came.", encoding="utf-8")
    Path("b.txt").write_text("July 13, 2024\n\nHe left.", encoding="utf-8")
    Path("c.txt").write_text(
        "May 3, 2022\n\nIn September 2022 he came, on October 1, 2022, he left.", encoding="utf-8"
    )
    Path("d.txt").write_text("On Monday he came.", encoding="utf-8")
    documents, heard = read("a.txt", "b.txt", "c.txt", "d.txt", fields=Fields())
    # October 1, 2022 is 13 days from September 18; July 13, 2024 is 67 days from it
    assert documents[0].dct == datetime.date(2022, 9, 18)
    assert heard.articles[0].creation.reason == (
        "no dateline; 'September 18' is the latest day that the text reports; the year from 'October 1, 2022' in c"
    )
    assert list(heard.faults) == ["d"]


def test_another_language_is_noted() -> None:
    german = "Der Minister kam am Montag nach Berlin, und er sprach dort mit der Kanzlerin über den Frieden. " * 5
    Path("de.txt").write_text(german, encoding="utf-8")
    Path("en.txt").write_text((TEXT + " ") * 5, encoding="utf-8")
    # thirty words without a space between them are one "word", so that letters decide
    Path("zh.txt").write_text(
        "2025年3月4日，中国外交部长王毅在北京会见了俄罗斯外长拉夫罗夫。" * 5, encoding="utf-8"
    )
    Path("ru.txt").write_text("Министр прибыл в понедельник в Москву и провёл переговоры. " * 3, encoding="utf-8")
    Path("name.txt").write_text(f"{TEXT} He quoted 拉夫罗夫.", encoding="utf-8")
    _, heard = read("de.txt", "en.txt", "zh.txt", "ru.txt", "name.txt")
    assert ["English" in " ".join(each.notes) for each in heard.articles] == [True, False, True, True, False]


def test_a_day_that_the_text_contradicts_is_noted() -> None:
    Path("a.txt").write_text("May 3, 2021\n\nHe came.", encoding="utf-8")
    _, heard = read("a.txt")
    assert heard.articles[0].creation.day == DAY
    assert heard.articles[0].notes == (
        "its own date would be 2021-05-03: 'May 3, 2021' on a line of its own at the top",
    )


def test_places_without_articles_are_refused() -> None:
    Path("none").mkdir()
    with pytest.raises(UsageError, match="none: no documents here, only nothing"):
        read("none")
    with pytest.raises(UsageError, match=r"gone\.txt: there is no such file"):
        read("gone.txt")
    Path("timelines").mkdir()
    Path("timelines/a.txt").write_text("A\n1\t2004\t1-1-x\n", encoding="utf-8")
    with pytest.raises(UsageError, match="timelines: timelines of SemEval-2015 Task 4, which have no text"):
        read("timelines")
    # a file of it that is named is an article
    assert [each.id for each in read("timelines/a.txt")[0]] == ["a"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.html", "a web page needs trafilatura, which isn't installed"),
        ("a.docx", "a Word document needs docx, which isn't installed"),
        ("a.pdf", "a PDF file needs pypdf, which isn't installed"),
    ],
)
def test_a_library_that_is_missing_is_named_before_anything_is_read(
    name: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.dataset.articles.reading.find_spec", lambda _: None)
    Path(name).touch()
    Path("good.txt").write_text("May 3, 2021\n\nHe came.", encoding="utf-8")
    with pytest.raises(
        UsageError, match=f"{name}: {says}; install the extra: pip install 'timeline-bench\\[articles"
    ):
        read("good.txt", name)
    assert len(read("good.txt")[0]) == 1


def test_an_article_too_large_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.dataset.articles.reading.LARGEST", 20)
    Path("a.txt").write_text("x" * 21, encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.txt: it has more than 0 MiB; divide it into its articles"):
        read("a.txt")
