"""A small PDF for attachments: the cover of a contract (請負契約書の写し), drawn without the templates of documents."""

from models.applying.contract import Contract
from models.enums import ContractType
from models.texts.trade_terms import terms
from pdf.documents import era_dates
from pdf.writer.fonts import Fonts
from pdf.writer.pdf_objects import Objects, text_string
from pdf.writer.typefaces import SERIF

TITLES = {ContractType.WORKS: "工事請負契約書（写し）", ContractType.SERVICES: "業務委託契約書（写し）"}
WIDTH, HEIGHT = 595, 842
"""A4 in points."""
LEFT, VALUES, TOP, STEP = 72, 190, 640, 34
TITLE_SIZE, SIZE, SMALL = 22, 12, 9
NOTE = "（見本データ。実在の契約ではありません。）"


def of(contract: Contract, *, obligee_title: str, contractor: str) -> bytes:
    """The cover as a PDF of one page."""
    words = terms(contract.contract_type)
    title = TITLES[contract.contract_type]
    lines = (
        (words.project_name, contract.project_name),
        (words.price, f"{contract.contract_price:,}円"),
        (words.contract_date, era_dates.format_date(contract.contract_date)),
        ("発注者", obligee_title),
        ("受注者", contractor),
    )
    fonts = Fonts("F")
    operators = [_shown(fonts, title, x=(WIDTH - len(title) * TITLE_SIZE) / 2, y=730, size=TITLE_SIZE)]
    for place, (label, value) in enumerate(lines):
        y = TOP - place * STEP
        operators += [
            _shown(fonts, label, x=LEFT, y=y, size=SIZE),
            _shown(fonts, value, x=VALUES, y=y, size=SIZE),
            f"0.5 w {LEFT} {y - 9} m {WIDTH - LEFT} {y - 9} l S",
        ]
    operators.append(_shown(fonts, NOTE, x=LEFT, y=TOP - len(lines) * STEP - 20, size=SMALL))
    return _file(fonts, "\n".join(operators), title)


def _shown(fonts: Fonts, text: str, *, x: float, y: float, size: float) -> str:
    return f"BT 1 0 0 1 {x:g} {y:g} Tm {fonts.show(text, SERIF, size)} ET"


def _file(fonts: Fonts, content: str, title: str) -> bytes:
    objects = Objects()
    names = "".join(f"/{name} {number} 0 R" for name, number in fonts.embed(objects).items())
    contents = objects.add_stream("", content.encode("ascii"))
    page = objects.next_number
    objects.add(
        f"<</Type/Page/Parent {page + 1} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]"
        f"/Contents {contents} 0 R/Resources<</Font<<{names}>>>>>>"
    )
    pages = objects.add(f"<</Type/Pages/Kids[{page} 0 R]/Count 1>>")
    root = objects.add(f"<</Type/Catalog/Pages {pages} 0 R/Lang(ja-JP)>>")
    return objects.file(root=root, info=objects.add(f"<</Title {text_string(title)}>>"))
