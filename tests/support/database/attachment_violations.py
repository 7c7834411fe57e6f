"""The same as constraint_violations.py, for attachments."""

from tests.support.database.constraint_violations import OTHER_DIGEST, UNKNOWN_ID, Violation

NEXT = {"place": 2}
"""An attachment that may stand beside the first."""
APPLIED, REQUESTED = "amendment_request_id IS NULL AND claim_id IS NULL", "amendment_request_id IS NOT NULL"
CLAIMED = "claim_id IS NOT NULL"
ATTACHMENTS: list[Violation] = [
    ("attachment_is_one_of_ten", "attachment", "true", {"place": 0}),
    ("attachment_is_one_of_ten", "attachment", "true", {"place": 11}),
    ("attachment_has_a_place", "attachment", APPLIED, {}),
    ("attachment_has_a_place_of_its_request", "attachment", REQUESTED, {}),
    ("attachment_has_a_place_of_its_claim", "attachment", CLAIMED, {}),
    ("attachment_belongs_to_one", "attachment", REQUESTED, NEXT | {"message_id": UNKNOWN_ID}),
    ("attachment_belongs_to_one", "attachment", CLAIMED, NEXT | {"amendment_request_id": UNKNOWN_ID}),
    ("attachment_is_of_a_side", "attachment", CLAIMED, NEXT | {"role": "CONTRACTOR"}),
    ("attachment_is_of_a_side", "attachment", APPLIED, NEXT | {"role": "OBLIGEE"}),
    ("attachment_has_one_uploader", "attachment", CLAIMED, NEXT | {"uploaded_by_id": None}),
    ("attachment_has_one_uploader", "attachment", CLAIMED, NEXT | {"api_client_id": UNKNOWN_ID}),
    ("attachment_has_one_uploader", "attachment", CLAIMED, NEXT | {"role": "E_CONTRACT_SYSTEM"}),
    ("attachment_has_bytes", "attachment", "true", NEXT | {"size": 0}),
    ("attachment_has_bytes", "attachment", "true", NEXT | {"size": 10_000_001}),
    ("attachment_sha256_is_32_bytes", "attachment", "true", NEXT | {"sha256": OTHER_DIGEST[:-2]}),
    ("attachment_counts_submissions", "attachment", "true", NEXT | {"submissions_before": 51}),
    ("attachment_role_is_known", "attachment", "true", NEXT | {"role": "OPERATOR"}),
    ("attachment_file_type_is_known", "attachment", "true", NEXT | {"file_type": "SVG"}),
]
