"""Content about the surety that issues the certificate, and its branch."""

from models.content.certificate_sources import GENERAL_TERMS
from models.content.content_field import EVERYWHERE, ContentField, Place
from models.texts.trade_terms import label

READ = frozenset({Place.GRAPHQL, Place.PAPER, Place.PAGE})
PRINTED = frozenset({Place.PAPER, Place.PAGE})
IN_FILE = PRINTED | {Place.CSV}
"""The GraphQL type has the branch as an object."""

ISSUER = (
    ContentField(
        name="surety_name",
        type=str,
        length=120,
        source="surety.name",
        label=label("保証会社"),
        description="The surety.",
        places=EVERYWHERE - {Place.COMPARE},
        is_in_table=False,
        csv_heading="保証事業会社",
    ),
    ContentField(
        name="surety_address",
        type=str,
        length=200,
        source="surety.address",
        label=label("保証会社の所在地"),
        description="Address of the surety.",
        places=READ,
        is_in_table=False,
    ),
    ContentField(
        name="surety_representative",
        type=str,
        length=120,
        source="surety.representative",
        label=label("保証会社の代表者"),
        description="Title and name of the surety's representative.",
        places=READ,
        is_in_table=False,
    ),
    ContentField(
        name="general_terms",
        type=str,
        length=100,
        source=GENERAL_TERMS,
        label=label("約款"),
        description="約款: the general terms to which the surety's undertaking refers.",
        places=READ,
        is_in_table=False,
    ),
    ContentField(
        name="handling_branch_name",
        type=str,
        length=60,
        source="branch.name",
        label=label("取扱箇所"),
        places=IN_FILE,
        is_in_table=False,
    ),
    ContentField(
        name="handling_branch_telephone",
        type=str,
        length=20,
        source="branch.telephone",
        label=label("取扱箇所の電話"),
        places=IN_FILE,
        is_in_table=False,
    ),
    ContentField(
        name="handling_branch_fax",
        type=str,
        length=20,
        is_optional=True,
        source="branch.fax",
        label=label("取扱箇所のＦＡＸ"),
        places=PRINTED,
        is_in_table=False,
    ),
)
