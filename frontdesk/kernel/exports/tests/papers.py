"""A short form to try the engine on, and what an archive asks of a file."""

import io

from pypdf import PdfReader

from frontdesk.kernel.exports.pdf import Margin, Part

MARGIN = Margin(
    project="云岭花园", centre="客户服务中心", desk="前台", printed="单晓明 2026年11月23日 11:05", seals=128, hash="3f2a" * 16
)  # fmt: skip


def slip(text, *rows):
    """A service sheet that says one text, and one text a row besides."""
    said = {
        "code": "F8", "name": "服务登记单", "number": "SKY-1-2026-11 / 0001", "version": 1, "caller": "李先生 138****1234",
        "place": "8-1-1203",
        "recorded": "曾雨 2026年11月23日 10:05", "written": "曾雨 2026年11月23日 10:09", "steps": [], "fixes": [],
        "ink": ["客户签名"],
    }  # fmt: skip
    return Part("sheet", said | {"text": text, "rows": [["内容", row, True] for row in rows]})


def read(made):
    return PdfReader(io.BytesIO(made))


def text_of(made):
    return "\n".join(page.extract_text() for page in read(made).pages)


def flat(made):
    """The text without line ends and spaces, which are where the columns wanted them."""
    return "".join(text_of(made).split())


def fonts_of(reader):
    """{name: whether the font is inside the file} of every page."""
    found = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            found[str(inner["/BaseFont"])] = bool({"/FontFile", "/FontFile2", "/FontFile3"} & set(described))
    return found


def is_for_archives(reader):
    """What PDF/A-2b asks, as far as it can be seen without its own checker: what it says, colours, fonts, nothing that acts."""
    root = reader.trailer["/Root"]
    said = root["/Metadata"].get_object().get_data()
    return (
        b"<pdfaid:part>2<" in said
        and b"<pdfaid:conformance>B<" in said
        and "/OutputIntents" in root
        and "/ID" in reader.trailer
        and not {"/JavaScript", "/OpenAction", "/AA", "/AcroForm"} & set(root)
        and all(fonts_of(reader).values())
    )
