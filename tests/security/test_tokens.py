import hashlib

from security import tokens


def test_tokens_have_256_bits_and_differ() -> None:
    made = {tokens.generate() for _ in range(1_000)}
    assert len(made) == 1_000
    assert {len(token) for token in made} == {43}


def test_a_digest_is_sha256() -> None:
    assert tokens.digest("demo") == hashlib.sha256(b"demo").digest()
