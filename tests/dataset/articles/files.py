"""Small articles in each form, made for tests."""

from __future__ import annotations

import datetime
import io

TEXT = "Mr. Smith arrived in Paris on Monday. He will stay for three days, he said."


def pdf(lines: list[str], created: str = "") -> bytes:
    """A PDF file of one page with these lines, or an empty page; ``created`` is written as 20230918."""
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 12 Tf 72 720 Td {shown}ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /CreationDate (D:%s120000Z) >>" % created.encode() if created else b"<< >>",
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, each in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    trailer = b"trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    out.write(trailer % (len(objects) + 1, start))
    return out.getvalue()


def word(paragraphs: list[str], created: datetime.datetime) -> bytes:
    """A Word document of these paragraphs and a table with one row."""
    import docx

    document = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    document.core_properties.created = created
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "Mayor", "Ms. Jones"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(head: str, body: str = "") -> bytes:
    """A web page with an article of two paragraphs, between a menu and a foot."""
    long = "The two sides talked about trade, about fishing, and about the bridge that both of them want. "
    return (
        f"<html><head><title>Smith in Paris</title>{head}</head><body><nav><a href='/'>Home</a> <a href='/s'>"
        f"Sports</a></nav><article><h1>Smith in Paris</h1>{body}<p>{TEXT} {long * 3}</p>"
        f"<p>It was his first visit since May. {long * 3}</p></article>"
        "<footer>All rights reserved. Cookies.</footer></body></html>"
    ).encode()
