import dataclasses

import pytest

from security import auth_keys
from security.auth_keys import DecryptionError, Keyring, MalformedKey

NUMBER, OTHER_NUMBER = "31073-00001M", "31072-00001I"
KEY = "Z28YUE4J3Bux"
KEYRING = Keyring(b"p" * 32, {1: b"a" * 32})


def test_the_alphabet_has_57_letters_and_digits_that_nobody_confuses() -> None:
    assert len(auth_keys.ALPHABET) == len(set(auth_keys.ALPHABET)) == 57
    assert set("0O1Il").isdisjoint(auth_keys.ALPHABET)
    assert set("23456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ") == set(auth_keys.ALPHABET)


def test_generates_different_keys_of_twelve_out_of_the_whole_alphabet() -> None:
    keys = [auth_keys.generate() for _ in range(2_000)]
    assert {len(key) for key in keys} == {12}
    assert len(set(keys)) == len(keys)
    assert set("".join(keys)) == set(auth_keys.ALPHABET)


@pytest.mark.parametrize("text", [KEY, f" {KEY}\u3000", "Ｚ２８ＹＵＥ４Ｊ３Ｂｕｘ"])
def test_reads_full_width_and_spaces_around(text: str) -> None:
    assert auth_keys.parse(text) == KEY


def test_keeps_upper_and_lower_case_apart() -> None:
    assert auth_keys.parse(KEY.lower()) == "z28yue4j3bux"


def test_a_key_with_letters_that_are_never_given_is_wrong_but_well_formed() -> None:
    assert auth_keys.parse("0O1Il0O1Il00") == "0O1Il0O1Il00"


@pytest.mark.parametrize("text", ["", "Z28YUE4J3Bu", "Z28YUE4J3Buxx", "Z28YUE4J3Bu!", "鍵" * 12])
def test_refuses_other_forms_without_repeating_them(text: str) -> None:
    with pytest.raises(MalformedKey, match="12桁") as caught:
        auth_keys.parse(text)
    assert not text or text not in str(caught.value)


def test_digests_have_32_bytes_and_depend_on_number_key_and_pepper() -> None:
    digests = {
        KEYRING.digest(NUMBER, KEY),
        KEYRING.digest(OTHER_NUMBER, KEY),
        KEYRING.digest(NUMBER, KEY.lower()),
        Keyring(b"q" * 32, KEYRING.envelope_keys).digest(NUMBER, KEY),
    }
    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {32}


def test_a_digest_matches_its_own_number_and_key_alone() -> None:
    digest = KEYRING.digest(NUMBER, KEY)
    assert digest == KEYRING.digest(NUMBER, KEY)
    assert digest != KEYRING.digest(OTHER_NUMBER, KEY)
    assert digest != KEYRING.digest(NUMBER, KEY.swapcase())


def test_opens_what_it_has_sealed() -> None:
    envelope, version = KEYRING.encrypt(NUMBER, KEY)
    assert version == 1
    assert KEYRING.decrypt(envelope, version, NUMBER) == KEY


def test_an_envelope_hides_the_key_and_is_never_the_same() -> None:
    envelopes = [KEYRING.encrypt(NUMBER, KEY)[0] for _ in range(50)]
    assert len(set(envelopes)) == 50
    assert not any(KEY.encode() in envelope for envelope in envelopes)


def test_an_envelope_is_bound_to_its_number() -> None:
    envelope, version = KEYRING.encrypt(NUMBER, KEY)
    with pytest.raises(DecryptionError):
        KEYRING.decrypt(envelope, version, OTHER_NUMBER)


def test_an_envelope_is_bound_to_its_version() -> None:
    keyring = Keyring(b"p" * 32, {1: b"a" * 32, 2: b"b" * 32})
    envelope, version = keyring.encrypt(NUMBER, KEY)
    assert version == 1
    for other in (2, 3):
        with pytest.raises(DecryptionError, match=f"version {other}"):
            keyring.decrypt(envelope, other, NUMBER)


def test_refuses_the_wrong_envelope_key() -> None:
    envelope, version = KEYRING.encrypt(NUMBER, KEY)
    with pytest.raises(DecryptionError):
        Keyring(b"p" * 32, {1: b"x" * 32}).decrypt(envelope, version, NUMBER)


@pytest.mark.parametrize("place", [0, 11, 12, 23, 24, -1])
def test_refuses_an_altered_envelope(place: int) -> None:
    envelope, version = KEYRING.encrypt(NUMBER, KEY)
    altered = bytearray(envelope)
    altered[place] ^= 1
    with pytest.raises(DecryptionError):
        KEYRING.decrypt(bytes(altered), version, NUMBER)


@pytest.mark.parametrize("length", [0, 1, 7, 11, 12, 13, 27])
def test_refuses_a_cut_envelope(length: int) -> None:
    envelope, version = KEYRING.encrypt(NUMBER, KEY)
    with pytest.raises(DecryptionError):
        KEYRING.decrypt(envelope[:length], version, NUMBER)


def test_a_new_envelope_key_seals_and_the_old_one_still_opens() -> None:
    old_envelope, old_version = KEYRING.encrypt(NUMBER, KEY)
    rotated = Keyring(KEYRING.pepper, {2: b"b" * 32, **KEYRING.envelope_keys})
    envelope, version = rotated.encrypt(NUMBER, KEY)
    assert (old_version, version) == (1, 2)
    assert rotated.decrypt(old_envelope, old_version, NUMBER) == rotated.decrypt(envelope, version, NUMBER) == KEY
    with pytest.raises(DecryptionError):
        KEYRING.decrypt(envelope, version, NUMBER)


def test_shows_no_secret() -> None:
    assert repr(KEYRING) == str(KEYRING) == "Keyring()"
    with pytest.raises(dataclasses.FrozenInstanceError):
        KEYRING.pepper = b""  # type: ignore[misc]


def test_a_broken_envelope_says_no_secret() -> None:
    envelope, _ = KEYRING.encrypt(NUMBER, KEY)
    with pytest.raises(DecryptionError) as caught:
        KEYRING.decrypt(envelope, 9, NUMBER)
    assert str(caught.value) == f"the envelope of {NUMBER} cannot be decrypted with envelope key version 9"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
