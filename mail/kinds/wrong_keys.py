"""Wrong keys were repeatedly entered for one number: a warning to the surety with that number prefix."""

from mail.definitions import Definition, Delivery, Fact, Source, Wording
from mail.facts import AMOUNT, CONTRACT_TYPE, CONTRACTOR, GUARANTEE, OBLIGEE, PRODUCT, PROJECT, guarantee_page
from mail.recipients import SURETY
from models.content.certificate_sources import OFFICER_OF_CONTRACT
from models.outgoing_mail import MailKind

DEFINITION = Definition(
    MailKind.WRONG_KEYS,
    "Wrong keys were tried on one number again and again; to the surety.",
    # The number may not exist: then only the branch is known, by its first digits.
    Source(f"""JOIN branch ON branch.code = left(event.given ->> 'number', 3)
JOIN surety ON surety.id = branch.surety_id
LEFT JOIN guarantee ON guarantee.id = event.subject_id
LEFT JOIN contract ON contract.id = guarantee.contract_id
LEFT JOIN contractor ON contractor.id = guarantee.contractor_id
LEFT JOIN obligee ON obligee.id = guarantee.obligee_id
{OFFICER_OF_CONTRACT}"""),
    [
        GUARANTEE,
        CONTRACT_TYPE,
        Fact("number", "event.given ->> 'number'", "保証契約番号"),
        PRODUCT,
        PROJECT,
        CONTRACTOR,
        OBLIGEE,
        AMOUNT,
        Fact("failures", "event.given -> 'failures'"),
    ],
    [
        Delivery(
            SURETY,
            Wording(
                "【警告】認証キーの誤りが続いています",
                ["次の保証契約番号について、誤った認証キーによる照会が、1時間以内に{failures}回ありました。"],
                [
                    "発注者の入力誤りのほか、第三者による不正な照会のおそれがあります。",
                    "発注者に、照会の心当たりと、入力している保証契約番号・認証キーを確認してください。",
                    "保証の内容と提出の状況は、次のページで確認できます。",
                ],
                ["正しい認証キーによる照会は、引き続きできます。"],
            ),
        )
    ],
    guarantee_page,
)
