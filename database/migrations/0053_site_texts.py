"""Texts of the information site, which operators edit, with a first content; entries before belong to organisations.

The first content is that of an installation of before as of a new one. It has no history: nobody has set it.
"""

from collections.abc import Iterator

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint
from uuid_utils.compat import uuid7

from models.site.site_text import FaqCategory, SiteTextKind

RULES: list[str] = [
    "CREATE INDEX register_change_site_text ON register_change (site_text_id)",
    "ALTER TABLE site_text ADD CONSTRAINT site_text_kind_is_known CHECK (kind IN ('FAQ', 'ANNOUNCEMENT', 'DOWNLOAD', 'CONTACT'))",
    "ALTER TABLE site_text ADD CONSTRAINT site_text_category_is_known CHECK (category IN ('GENERAL', 'APPLYING', 'HANDING_OVER', 'VERIFYING', 'CHANGES', 'FEES'))",
]

Texts = tuple[str, str, str, str]
"""Title and body, in Japanese and in English."""

QUESTIONS: list[tuple[str, Texts]] = [
    (
        "GENERAL",
        (
            "電子保証とは何ですか？",
            "これまで書面でお渡ししていた保証証書を、インターネットを通じて電子的にご提供するものです。\n\n電子証書はこのサービスで集中して管理します。発注者は、保証契約番号と認証キーで電子証書を閲覧します。",
            "What is an electronic guarantee?",
            "The certificate of a guarantee, so far handed over on paper, is provided electronically.\n\nThis service keeps the electronic certificate. The obligee reads it with the guarantee number and the auth key.",
        ),
    ),
    (
        "GENERAL",
        (
            "すべての案件を電子保証としなければなりませんか？",
            "いいえ。電子保証は受注者の選択肢を広げるものです。紙の保証証書も従来どおり選択できます。",
            "Does every contract need an electronic guarantee?",
            "No. It is a further choice for contractors. Certificates on paper are available as before.",
        ),
    ),
    (
        "GENERAL",
        (
            "電子保証を利用できる発注者はどこで分かりますか？",
            "「対応している発注者」のページで、都道府県や名称から検索できます。発注者ごとに、対象となる保証と契約の種類、開始日、開始日の基準となる日を掲載しています。",
            "Where can I see which obligees accept electronic guarantees?",
            "On the page “Who accepts them”, by prefecture or name. It tells for which guarantees and contracts, from which day, and which date of the contract counts.",
        ),
    ),
    (
        "GENERAL",
        (
            "認証キーとは何ですか？",
            "発注者が電子証書を閲覧するための12桁の英数字です。受注者は、従来の紙の保証証書に代えて、保証契約番号と認証キーを発注者に提出します。",
            "What is an auth key?",
            "Twelve letters and digits with which the obligee opens the electronic certificate. The contractor hands over guarantee number and auth key in place of the paper certificate.",
        ),
    ),
    (
        "APPLYING",
        (
            "前払金保証は電子証書、契約保証は紙の保証証書という申込みはできますか？",
            "できます。保証ごとに証書の形式を選択してください。",
            "Can the advance payment guarantee be electronic and the performance guarantee on paper?",
            "Yes. Choose the form of the certificate for each guarantee.",
        ),
    ),
    (
        "APPLYING",
        (
            "電子保証では、発注者に提出するまでの日数は短くなりますか？",
            "保証証書の受取りと提出に要していた郵送や移動の手間がなくなります。保証申込みから発注者への提出までを、最短で当日中に行うことができます。",
            "Is an electronic guarantee handed over sooner?",
            "No certificate has to be fetched, mailed or carried. From the application to the hand-over it can take less than a day.",
        ),
    ),
    (
        "HANDING_OVER",
        (
            "発注者へはどのように提出しますか？",
            "「認証キー」のお知らせ（PDF）を、次のいずれかの方法で発注者に提出してください。\n\n・電子契約システムへのアップロード\n・電子メールに添付して送信\n\n発注者が指定する方法は「対応している発注者」のページに掲載しています。その他の必要書類は、発注者の指定する方法で提出してください。",
            "How is it handed over to the obligee?",
            "Hand over the key notice (PDF) in one of these ways.\n\n- by uploading it to the e-contract system\n- attached to an e-mail\n\nThe page “Who accepts them” tells which ways an obligee takes. Hand over other documents as the obligee asks for.",
        ),
    ),
    (
        "HANDING_OVER",
        (
            "電子証書を印刷して提出することはできますか？",
            "できません。保証契約番号と認証キーの提出をもって、保証証書を寄託したものとみなされます。印刷したものや郵送したものは、これに当たりません。",
            "May I hand over a printed certificate?",
            "No. Handing over guarantee number and auth key is what counts as depositing the certificate. A printed or mailed one does not.",
        ),
    ),
    (
        "HANDING_OVER",
        (
            "契約保証と前払金保証の認証キーは同じですか？",
            "異なります。同じ工事でも保証ごとに認証キーが発行されます。契約時と前払金の請求時に、それぞれ提出してください。",
            "Do performance and advance payment guarantee have the same auth key?",
            "No. Each guarantee has its own key, also for the same contract. Hand them over with the contract and with the claim for the advance.",
        ),
    ),
    (
        "VERIFYING",
        (
            "発注者は電子証書をどのように確認しますか？",
            "保証確認サービスにサインインし、「認証キー」のお知らせにある保証契約番号と認証キーを入力してください。お知らせの二次元コードからは、番号が入力された画面が開きます。",
            "How does an obligee read the certificate?",
            "Sign in to the verification service and enter the guarantee number and the auth key of the key notice. The QR code of the notice opens the page with the number filled in.",
        ),
    ),
    (
        "VERIFYING",
        (
            "電子証書のPDFが真正なものか、確認できますか？",
            "保証確認サービスの「電子証書のPDFを検証する」で、どなたでも確認できます。サインインは不要です。発行後に改変されていないか、現在有効かを表示します。ファイルは保存しません。",
            "Can I check whether the PDF of a certificate is genuine?",
            "Yes, anybody can, without signing in: “check a certificate’s PDF” in the verification service tells whether it was changed after the issue and whether it is valid today. The file is not stored.",
        ),
    ),
    (
        "CHANGES",
        (
            "電子保証をした工事に変更の保証証書が必要となりました。紙の保証証書を選択できますか？",
            "できません。同じ保証契約において、電子証書と紙の保証証書は混在できません。",
            "An electronic guarantee has to be amended. Can the amended certificate be on paper?",
            "No. One guarantee never mixes electronic certificates and paper.",
        ),
    ),
    (
        "CHANGES",
        (
            "請負金額だけが変わりました。変更の手続きは必要ですか？",
            "請負金額のみの変更は、保証契約の効力に影響を及ぼさないため、手続きは必要ありません。工期の延長や保証金額の変更には手続きが必要です。",
            "Only the contract price has changed. Is an amendment needed?",
            "No. The price alone does not affect the guarantee. A longer period or another guaranteed amount needs an amendment.",
        ),
    ),
    (
        "CHANGES",
        (
            "変更すると、認証キーも変わりますか？",
            "変わりません。変更後の電子証書は、同じ保証契約番号と認証キーで閲覧できます。表題の下に「変更－1」のように表示します。",
            "Does an amendment change the auth key?",
            "No. The amended certificate is read with the same number and key. It bears 変更－1, 変更－2 and so on below its title.",
        ),
    ),
    (
        "FEES",
        (
            "保証料以外に発生する費用はありますか？",
            "保証料以外の追加費用はありません。",
            "Are there costs besides the guarantee fee?",
            "No. Electronic guarantees cost nothing extra.",
        ),
    ),
    (
        "FEES",
        (
            "保証料の計算書や領収証も電子化されますか？",
            "計算書は電子化しています。領収証は、引き続き書面でお渡しします。",
            "Are fee statements and receipts electronic too?",
            "Fee statements are. Receipts are still on paper.",
        ),
    ),
]
DOWNLOADS: list[tuple[str, Texts]] = [
    (
        "/how-to-apply",
        (
            "お申し込みの手引き",
            "保証申込の作成から電子証書の発行までをまとめたページです。ブラウザの印刷機能で印刷できます。",
            "Guide: how to apply",
            "From the application to the issue of the electronic certificate, on a page that prints.",
        ),
    ),
    (
        "/how-to-hand-over",
        (
            "提出の手引き",
            "「認証キー」のお知らせの取得から、発注者への提出と確認までをまとめたページです。ブラウザの印刷機能で印刷できます。",
            "Guide: how to hand over",
            "From the key notice to the obligee’s acceptance, on a page that prints.",
        ),
    ),
    (
        "/acceptance.csv",
        (
            "対応している発注者の一覧（CSV）",
            "電子保証に対応している発注者、対象となる保証と契約の種類、開始日の一覧です。表計算ソフトで開けます（UTF-8）。",
            "Obligees that accept electronic guarantees (CSV)",
            "Obligees, guarantees, types of contract and first days, for spreadsheets (UTF-8, in Japanese).",
        ),
    ),
    (
        "/schema.graphql",
        (
            "GraphQLスキーマ",
            "電子契約システムなどを連携するための、APIの定義です。",
            "GraphQL schema",
            "The definition of the API, for connecting e-contract systems and others.",
        ),
    ),
]
CONTACTS: list[Texts] = [
    (
        "お申し込み、保証契約の内容",
        "保証会社の支店へお問い合わせください。電話番号と営業時間は、このページの「保証会社の支店」に掲載しています。",
        "Applications and guarantees",
        "Please ask the surety’s branch. Telephone numbers and hours are listed on this page under “Branches of sureties”.",
    ),
    (
        "電子証書の内容（発注者の方）",
        "電子証書に記載の「取扱箇所」へお問い合わせください。認証キーは、お問い合わせの際も電話やメールでお知らせいただく必要はありません。",
        "Contents of a certificate (obligees)",
        "Please ask the handling branch (取扱箇所) that the certificate names. You never need to tell an auth key by telephone or mail.",
    ),
]
FIRST_DAY = "2026-04-01"


def quoted(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def rows() -> Iterator[tuple[str, str | None, str | None, Texts]]:
    """Kind, category, link and texts."""
    yield from (("FAQ", category, None, texts) for category, texts in QUESTIONS)
    yield from (("DOWNLOAD", None, link, texts) for link, texts in DOWNLOADS)
    yield from (("CONTACT", None, None, texts) for texts in CONTACTS)


def inserts() -> Iterator[str]:
    columns = "id, kind, category, link, title, body, english_title, english_body, place, shown_from"
    for number, (kind, category, link, texts) in enumerate(rows(), 1):
        values = ", ".join(quoted(value) for value in (kind, category, link, *texts))
        id_ = f"00000000-0053-7000-8000-{number:012d}"
        yield f"INSERT INTO site_text ({columns}) VALUES ('{id_}', {values}, {number * 10}, '{FIRST_DAY}')"


class Migration(migrations.Migration):
    dependencies = [("models", "0052_claim_attachments")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SiteText",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid7, unique=True, db_index=True)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="FAQ: FAQ\nANNOUNCEMENT: ANNOUNCEMENT\nDOWNLOAD: DOWNLOAD\nCONTACT: CONTACT",
                        enum_type=SiteTextKind,
                        max_length=16,
                    ),
                ),
                (
                    "category",
                    fields.CharEnumField(
                        null=True,
                        description="GENERAL: GENERAL\nAPPLYING: APPLYING\nHANDING_OVER: HANDING_OVER\nVERIFYING: VERIFYING\nCHANGES: CHANGES\nFEES: FEES",
                        enum_type=FaqCategory,
                        max_length=16,
                    ),
                ),
                ("place", fields.IntField(default=100, db_default=100)),
                ("title", fields.CharField(max_length=120)),
                ("body", fields.TextField(unique=False)),
                ("english_title", fields.CharField(null=True, max_length=200)),
                ("english_body", fields.TextField(null=True, unique=False)),
                ("link", fields.CharField(null=True, max_length=200)),
                ("telephone", fields.CharField(null=True, max_length=20)),
                ("shown_from", fields.DateField()),
                ("shown_until", fields.DateField(null=True)),
                ("is_active", fields.BooleanField(default=True, db_default=True)),
                ("version", fields.IntField(default=1, db_default=1)),
            ],
            options={
                "table": "site_text",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One text in Japanese and, where it is given, in English: plain text with paragraphs and lists, never markup.",
            },
            bases=["Row"],
        ),
        ops.AddConstraint(
            model_name="SiteText",
            constraint=CheckConstraint(
                check="(category IS NOT NULL) = (kind = 'FAQ') AND (link IS NOT NULL) = (kind = 'DOWNLOAD') AND (telephone IS NULL OR kind = 'CONTACT')",
                name="site_text_has_what_its_kind_has",
            ),
        ),
        ops.AddConstraint(
            model_name="SiteText",
            constraint=CheckConstraint(
                check="link ~ '^/[A-Za-z0-9][A-Za-z0-9/._-]*$'", name="site_text_links_to_this_installation"
            ),
        ),
        ops.AddConstraint(
            model_name="SiteText",
            constraint=CheckConstraint(check="shown_until >= shown_from", name="site_text_ends_after_it_begins"),
        ),
        ops.AddConstraint(
            model_name="SiteText",
            constraint=CheckConstraint(
                check="length(body) <= 4000 AND length(english_body) <= 4000 AND place BETWEEN 0 AND 9999",
                name="site_text_is_short",
            ),
        ),
        ops.RemoveConstraint(
            model_name="RegisterChange",
            name="register_change_is_of_one_organisation",
            fields=None,
        ),
        ops.AddField(
            model_name="RegisterChange",
            name="site_text",
            field=fields.ForeignKeyField(
                "models.SiteText",
                source_field="site_text_id",
                null=True,
                db_index=True,
                db_constraint=True,
                to_field="id",
                related_name=False,
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddConstraint(
            model_name="RegisterChange",
            constraint=CheckConstraint(
                check="num_nonnulls(surety_id, obligee_id, contractor_id, site_text_id) = 1",
                name="register_change_is_of_one_organisation",
            ),
        ),
        ops.RunSQL([*RULES, *inserts()]),
    ]
