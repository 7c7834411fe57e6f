"""The content of a certificate, declared once: the issue copies it; documents, exports and comparisons use it.

A new field is one entry of CONTENT (CONTRIBUTING.md, "A field on the certificate").
"""

import datetime
from collections.abc import Mapping
from functools import cache

from models.comparison import LONGEST_TEXT, Comparison, at_least, of_texts
from models.content.certificate_sources import MEMBERS, OBLIGEE_TITLE
from models.content.content_field import EVERYWHERE, ContentField, Place, ordered
from models.content.issuer_content import ISSUER
from models.enums import ContractType, GuaranteeKind, Medium
from models.texts import normalization
from models.texts.trade_terms import CONTRACT_DATE, PERIOD, PRICE, PROJECT_NAME, label

GRAPHQL, PAPER, PAGE, CSV, COMPARE = Place
READ = frozenset({GRAPHQL, PAPER, PAGE})
TOTAL = "（総額）"

CONTENT = (
    ContentField(
        name="guarantee_number",
        type=str,
        length=12,
        source="issue.number",
        label=label("保証契約番号"),
        description="保証契約番号.",
        places=EVERYWHERE - {COMPARE},
        is_in_table=False,
    ),
    ContentField(
        name="kind",
        type=GuaranteeKind,
        source="guarantee.kind",
        label=label("保証の種類"),
        description="What is guaranteed.",
        places=EVERYWHERE - {COMPARE},
        is_in_table=False,
    ),
    ContentField(
        name="medium",
        type=Medium,
        source="guarantee.medium",
        label=label("証書の種類"),
        description="How the original is given: a version of a paper certificate tells what was printed.",
        places=READ,
        is_in_table=False,
    ),
    ContentField(
        name="contract_type",
        type=ContractType,
        source="contract.contract_type",
        label=label("契約の種類"),
        description="Works or services.",
        places=EVERYWHERE - {COMPARE},
        is_in_table=False,
        csv_heading="工事・業務委託の別",
    ),
    ContentField(
        name="principal_name",
        type=str,
        length=120,
        source="contractor.name",
        label=label("保証契約者"),
        description="保証契約者.",
        is_in_table=False,
        compared=Comparison(
            name="principal_name",
            description=f"保証契約者, up to {LONGEST_TEXT} characters; its legal form may be abbreviated.",
            rule=of_texts(normalization.normalise_name),
        ),
    ),
    ContentField(
        name="principal_address",
        type=str,
        length=200,
        source="contractor.address",
        label=label("保証契約者の住所"),
        description="Address of the principal.",
        places=EVERYWHERE - {COMPARE},
        is_in_table=False,
    ),
    ContentField(
        name="joint_venture_name",
        type=str,
        length=120,
        is_optional=True,
        source="contract.joint_venture_name",
        label=label("共同企業体の名称"),
        description="共同企業体の名称.",
        places=EVERYWHERE - {COMPARE},
        is_in_table=False,
        csv_heading="共同企業体",
    ),
    ContentField(
        name="joint_venture_members",
        type=list,
        source=MEMBERS,
        label=label("共同企業体の構成員"),
        description="構成員 as they were at issue; empty without a joint venture.",
        places=READ,
        is_in_table=False,
    ),
    ContentField(
        name="obligee_title",
        type=str,
        length=120,
        source=OBLIGEE_TITLE,
        label=label("被保証者"),
        description="被保証者, such as 栃木県知事 or a bureau's 契約担当官.",
        compared=Comparison(
            name="obligee_title",
            description=f"被保証者, such as 栃木県知事, up to {LONGEST_TEXT} characters.",
            rule=of_texts(normalization.normalise),
        ),
    ),
    ContentField(
        name="amount",
        type=int,
        source="guarantee.amount",
        label=label("保証金額"),
        description="保証金額（総額）.",
        tail=TOTAL,
        compared=Comparison(
            name="minimum_amount",
            description="The least that 保証金額 has to be.",
            rule=at_least,
            suffix="以上",
        ),
    ),
    ContentField(
        name="expiry_date",
        type=datetime.date,
        source="guarantee.expiry_date",
        label=label("保証期限"),
        description="保証期限.",
        places=EVERYWHERE - {COMPARE},
    ),
    ContentField(
        name="project_name",
        type=str,
        length=120,
        source="contract.project_name",
        label=PROJECT_NAME,
        description="工事名; 業務名 of services.",
    ),
    ContentField(
        name="contract_price",
        type=int,
        source="contract.contract_price",
        label=PRICE,
        description="請負金額（総額）; 業務委託料 of services.",
        tail=TOTAL,
    ),
    ContentField(
        name="period_from",
        type=datetime.date,
        source="contract.period_from",
        label=PERIOD,
        part="始期",
        period_end="period_to",
        description="The first day of 工期, or of 履行期間.",
        places=EVERYWHERE - {COMPARE},
    ),
    ContentField(
        name="period_to",
        type=datetime.date,
        source="contract.period_to",
        label=PERIOD,
        part="終期",
        description="The last day of it.",
        is_in_table=False,
    ),
    ContentField(
        name="contract_date",
        type=datetime.date,
        source="contract.contract_date",
        label=CONTRACT_DATE,
        description="請負契約日.",
    ),
    ContentField(
        name="deposit_bank",
        type=str,
        length=60,
        is_optional=True,
        source="guarantee.deposit_bank",
        label=label("預託金融機関"),
        description="預託金融機関; for advance payments.",
        places=EVERYWHERE - {COMPARE},
    ),
    *ISSUER,
)
"""In the order of the document's table."""
BY_NAME = {field.name: field for field in CONTENT}


def shown_in(place: Place) -> tuple[ContentField, ...]:
    """The fields that are shown at a place."""
    return tuple(field for field in CONTENT if field.is_shown(place))


@cache
def texts_from(table: str) -> Mapping[str, ContentField]:
    """The texts that are copied from columns of a table, by column."""
    found = ((field.source.partition("."), field) for field in CONTENT if field.type is str)
    return {column: field for (source, _, column), field in found if source == table}


_FIRST_COMPARED = (
    *("principal_name", "obligee_title", "project_name", "contract_price", "amount", "contract_date", "period_to"),
)
COMPARED = tuple(BY_NAME[name] for name in ordered((field.name for field in shown_in(COMPARE)), _FIRST_COMPARED))
"""In the order of comparison results."""
