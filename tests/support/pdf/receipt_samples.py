"""Receipts of claims: an ordinary one, and others."""

import datetime

from pdf.documents.claim_receipt_data import ClaimLine, ClaimReceiptData
from pdf.documents.document_data import Issuer
from tests.pdf.certificate_rows import SERVICES, WORKS, replace


def _ordinary(issuer: Issuer) -> ClaimReceiptData:
    return ClaimReceiptData(
        number="31073-00001M",
        product_name="前払金保証",
        labels=WORKS,
        received_on=datetime.date(2026, 11, 20),
        due_on=datetime.date(2026, 12, 20),
        obligee_title="栃木県知事",
        principal_name="○○建設 株式会社",
        project_name="●●●●工事",
        contract_ended_on=datetime.date(2026, 11, 10),
        amount=20_000_000,
        lines=(
            ClaimLine(description="支払済みの前払金額", amount=20_000_000),
            ClaimLine(description="支払済みの部分払金額", amount=2_000_000),
            ClaimLine(description="出来形相当額（控除）", amount=-15_000_000),
        ),
        claimed=7_000_000,
        claim_bank="○○銀行　××支店",
        claim_account="普通　＊＊＊＊456　トチギケンカイケイカンリシヤ",
        issuer=issuer,
    )


def receipts(issuer: Issuer, long_project: str) -> dict[str, ClaimReceiptData]:
    """By the name of the sheet."""
    receipt = _ordinary(issuer)
    return {
        "receipt": receipt,
        "receipt-performance": replace(
            receipt,
            number="31072-00001R",
            product_name="契約保証",
            amount=5_000_000,
            lines=(ClaimLine(description="保証金額", amount=5_000_000),),
            claimed=5_000_000,
        ),
        "receipt-long": replace(
            receipt,
            labels=SERVICES,
            product_name="中間前払金保証",
            obligee_title="国" * 120,
            principal_name="長" * 120,
            joint_venture_name="共" * 120,
            project_name=long_project,
            amount=999_999_999_999,
            lines=(
                ClaimLine(description="支払済みの前払金額", amount=9_999_999_999_999),
                ClaimLine(description="支払済みの部分払金額", amount=9_999_999_999_999),
                ClaimLine(description="出来形相当額（控除）", amount=-9_999_999_999_999),
            ),
            claimed=999_999_999_999,
            claim_bank=f"{'髙' * 30}　{'﨑' * 30}",
            claim_account=f"普通　＊＊＊＊456　{'ヴ' * 48}",
        ),
    }
