"""The content for every typesetter: the same words, all documents different."""

import datetime
from dataclasses import dataclass
from itertools import product

from pdf.documents.document_data import CertificateData, ContractLabels, DocumentRow, Issuer, KeyNoticeData, Product
from pdf.documents.worded_values import format_value
from security.auth_keys import ALPHABET

_TOWNS = [
    "宇都宮",
    "足利",
    "栃木",
    "佐野",
    "鹿沼",
    "日光",
    "小山",
    "真岡",
    "大田原",
    "矢板",
    "那須塩原",
    "益子",
    "茂木",
    "芳賀",
    "壬生",
    "野木",
    "塩谷",
    "高根沢",
]
_WORKS = [
    "道路改良",
    "橋梁補修",
    "舗装打換",
    "河川護岸",
    "下水道管渠布設",
    "配水管布設替",
    "法面防災",
    "校舎耐震補強",
    "公園整備",
    "砂防堰堤",
]
_FIRMS = ["髙﨑建設", "𠮷田土木", "濵野組", "渡邊工業", "斎藤興業", "藤澤組", "磯部建設", "黒羽開発"]
_NAMES = list(product(_TOWNS, _WORKS, _FIRMS))

DAY = datetime.date(2025, 11, 20)
_ISSUER = Issuer(
    surety_name="見本建設業保証株式会社",
    surety_address="東京都中央区見本一丁目２番３号",
    surety_representative="取締役社長　見本　太郎",
    branch_name="栃木支店",
    branch_telephone="028-000-0000",
    branch_fax="028-000-0001",
)
_TERMS = ContractLabels(
    project_name="工事名", period="工期", price="請負金額", contract="請負契約", contract_date="請負契約日"
)


@dataclass(frozen=True)
class Content:
    """The content of both documents of one guarantee."""

    certificate: CertificateData
    notice: KeyNoticeData


def content(index: int) -> Content:
    """The content of an index."""
    town, works, firm = _NAMES[index * 7 % len(_NAMES)]
    number = f"31073-{index % 99_999 + 1:05}M"
    project = f"{town}市　市道第{index % 400 + 1}号線　{works}工事（第{index % 9 + 1}工区）"
    principal = f"{firm}株式会社"
    certificate = CertificateData(
        labels=_TERMS,
        product=Product.ADVANCE_PAYMENT,
        title="保証証書（前払金保証）",
        number=number,
        amendment_number=0,
        issued_on=DAY,
        principal_address=f"栃木県{town}市本町{index % 30 + 1}番{index % 12 + 1}号",
        principal_name=principal,
        rows=_rows(index, town, project),
        general_terms="前払金保証約款",
        issuer=_ISSUER,
    )
    notice = KeyNoticeData(
        labels=_TERMS,
        product=Product.ADVANCE_PAYMENT,
        product_name="前払金保証",
        number=number,
        key=_key(index),
        issued_on=DAY,
        contractor_name=principal,
        obligee_title=f"{town}市長",
        project_name=project,
        verification_page="https://kakusho.example/verify",
        issuer=_ISSUER,
    )
    return Content(certificate, notice)


def _rows(index: int, town: str, project: str) -> tuple[DocumentRow, ...]:
    amount, price = 20_000_000 + index * 100_000, 50_000_000 + index * 250_000
    return (
        DocumentRow("obligee_title", "被保証者", "", f"{town}市長"),
        DocumentRow("amount", "保証金額", "（総額）", amount),
        DocumentRow("expiry_date", "保証期限", "", datetime.date(2026, 3, 31)),
        DocumentRow("project_name", "工事名", "", project),
        DocumentRow("contract_price", "請負金額", "（総額）", price),
        DocumentRow("period_from", "工期", "", (datetime.date(2025, 11, 21), datetime.date(2026, 3, 31))),
        DocumentRow("contract_date", "請負契約日", "", datetime.date(2025, 11, 18)),
        DocumentRow("deposit_bank", "預託金融機関", "", "見本銀行　本店営業部"),
    )


def _key(index: int) -> str:
    return "".join(ALPHABET[(index * (place + 3) + place * place) % len(ALPHABET)] for place in range(12))


@dataclass(frozen=True)
class Words:
    """A document as rows and paragraphs, for typesetters without a template."""

    title: str
    above: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    below: tuple[str, ...]
    address: str
    """The content of the QR code; empty for none."""


def notice_words(data: KeyNoticeData) -> Words:
    """A key notice."""
    issuer = data.issuer
    return Words(
        title="電子保証にかかる「認証キー」のお知らせ",
        above=(
            f"{data.contractor_name}　様",
            f"令和7年11月20日　{issuer.surety_name}　{issuer.branch_name}　{issuer.branch_telephone}",
            "下記の保証契約に係る電子証書を「保証確認サービス」に登録いたしましたので、その認証キーをお知らせいたします。",
            "記載の内容をご確認のうえ、次のいずれかの方法により、このお知らせ（ＰＤＦファイル）を発注者様へご提出ください。",
            "一　電子契約システムに登録する。",
            "二　電子メールに添付して送付する。",
            (
                "保証契約番号及び認証キーが発注者様に提出されたことをもって、前払金のご請求に必要な保証証書は"
                "寄託されたものとみなされ、手続は完了いたします。"
            ),
        ),
        rows=(
            ("工事名", data.project_name),
            ("受注者名", data.contractor_name),
            ("発注者名", data.obligee_title),
            ("商品（区分）", data.product_name),
            ("保証契約番号", data.number),
            ("認証キー", data.key),
        ),
        below=(
            "※認証キーは、大文字と小文字を区別します。",
            "発注者様へのお願い",
            "「保証確認サービス」にサインインし、上記の保証契約番号及び認証キーを入力して、電子証書をご覧ください。",
            "右の二次元コードからは、番号が入力された画面が開きます。認証キーは含まれていません。",
            "ご不明な点がございましたら、上記の取扱箇所までお問い合わせください。",
        ),
        address=f"{data.verification_page}?number={data.number}",
    )


def certificate_words(data: CertificateData) -> Words:
    """A certificate."""
    issuer = data.issuer
    return Words(
        title=data.title,
        above=("令和7年11月20日", "この証書は電子証書です。書面による保証証書は発行しません。"),
        rows=(
            ("保証契約番号", data.number),
            ("保証契約者", f"{data.principal_address}　{data.principal_name}"),
            *((f"{row.label}{row.tail}", format_value(row.value)) for row in data.rows),
        ),
        below=(
            (
                f"当会社は、{data.general_terms}の定めるところにより、上記の内容をもって保証契約を締結し、"
                "被保証者に対しその責に任じます。"
            ),
            f"{issuer.surety_address}　{issuer.surety_name}　{issuer.surety_representative}",
            f"取扱箇所　{issuer.branch_name}　電話　{issuer.branch_telephone}　ＦＡＸ　{issuer.branch_fax}",
            "1. 保証契約を変更したときは、表題の下に「変更－」の文字と変更の回数を示し、変更後の内容を記載します。",
            "2. 変更が請負金額のみにとどまる場合は、この保証契約の効力に影響がありませんので、変更の手続は要しません。",
        ),
        address="",
    )
