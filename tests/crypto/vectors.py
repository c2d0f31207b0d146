#!/usr/bin/python3
"""Known answers of Tacet's crypto layer, made without Tacet's code.

Prints them; with --check FILE compares with FILE instead.  Written from the
format page: hashlib for BLAKE2b (labels, KEK, crypto_kdf), PyNaCl for the rest.
"""

import base64
import hashlib
import sys

import nacl.bindings as nb
import nacl.pwhash

LABELS = """clinic-id ledger-row sig-ledger sig-author sig-cosign sig-self
sig-cert sig-head key-commit entry-blob entry-digest grant-blob wrap-blob
prev-wrap invite-mac recpair code-check""".split()
PEPPER_LABELS = "login-tag user-file private-file".split()
SUBKEYS = """hostsig1/1 usrsign1/1 usrbox_1/2 usrlocl1/3 usrauth1/4 chtentr1/1
chtdrft1/2 chtprev1/3 ledger_1/1 prventr1/1 prvdrft1/2 prvledg1/3""".split()

WORD = "Grüße an 42 Bäume".encode()  # NFC already


def seq(start, length):
    return bytes((start + i) & 255 for i in range(length))


def blake(key, message):
    return hashlib.blake2b(message, key=key, digest_size=32).digest()


def label(text):
    return (text + "-v1").encode().ljust(32, b"\0")


def labelled(text, message):
    return blake(label(text), message)


def subkey(seed, name):
    context, number = name.split("/")
    return hashlib.blake2b(
        b"", key=seed, salt=int(number).to_bytes(16, "little"),
        person=context.encode().ljust(16, b"\0"), digest_size=32).digest()


def argon(word, salt, ops, mkib):
    return nacl.pwhash.argon2id.kdf(
        32, word, salt, opslimit=ops, memlimit=mkib * 1024)


def aead(key, nonce, ad, text):
    return nb.crypto_aead_xchacha20poly1305_ietf_encrypt(text, ad, nonce, key)


def pad(text, block):
    return text + b"\x80" + b"\0" * (block - 1 - len(text) % block)


def code_text(code):
    bits = "".join(f"{b:08b}" for b in code)
    bits += "".join(f"{b:08b}" for b in labelled("code-check", code))[:20]
    digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    text = "".join(chr(digits[int(bits[i:i + 5], 2)])
                   for i in range(0, 180, 5))
    assert text[:32] == base64.b32encode(code).decode()
    return " ".join(text[i:i + 4] for i in range(0, 36, 4)).encode()


def wrap(purpose, ops, mkib):
    codes = seq(0x20, 40)
    random = seq(0, 64)  # the replaced source counts from 0
    if purpose % 2 == 1:
        alg, salt, nonce = 1, random[:16], random[16:40]
        a = argon(WORD, salt, ops, mkib)
    else:
        alg, salt, nonce, ops, mkib = 2, bytes(16), random[:24], 0, 0
        a = labelled("recpair", codes) if purpose == 4 else codes[:20]
    header = (b"KWR1" + bytes([1, purpose, alg, 0])
              + b"".join(n.to_bytes(4, "little") for n in (ops, mkib, 7))
              + salt + nonce)
    assert len(header) == 60
    kek = blake(seq(0x40, 32), b"kek1" + bytes([purpose]) + a)
    ad = header + seq(0x60, 32) + seq(0xa0, 16) + bytes([0x02, 0x01])
    return header + aead(kek, nonce, ad, seq(0, 32))


def sealed_box(pk, esk, text):
    epk = nb.crypto_scalarmult_base(esk)
    nonce = hashlib.blake2b(epk + pk, digest_size=24).digest()
    return epk + nb.crypto_box(text, nonce, pk, esk)


def vectors():
    seed = seq(0, 32)
    for name in LABELS:
        yield "hash." + name, labelled(name, b"tacet" + seq(0, 100))
    for name in PEPPER_LABELS:
        yield "pepper." + name, blake(seq(0x40, 32), label(name) + b"ada.l")
    for name in SUBKEYS:
        yield "subkey." + name, subkey(seed, name)
    yield "argon2id.1.256", argon(WORD, seq(0x10, 16), 1, 256)
    yield "argon2id.2.1024", argon(WORD, seq(0x10, 16), 2, 1024)
    yield "argon2id.empty", argon(b"", seq(0x10, 16), 1, 256)

    pk, sk = nb.crypto_sign_seed_keypair(seed)
    yield "sign.pk", pk
    for name in LABELS:
        digest = labelled(name, b"tacet" + seq(0, 100))
        yield "sign." + name, nb.crypto_sign(digest, sk)[:64]

    bsk = hashlib.sha512(seed).digest()[:32]
    bpk = nb.crypto_scalarmult_base(bsk)
    yield "box.pk", bpk
    yield "box.sk", bsk
    yield "box.sealed", sealed_box(bpk, seq(0, 32), seq(0x80, 100))

    nonce, ad = seq(0, 24), seq(0x90, 30)
    yield "seal.empty", nonce + aead(seed, nonce, b"", b"")
    yield "seal.text", nonce + aead(seed, nonce, ad, seq(0x80, 100))
    for n in 0, 511, 512:
        yield f"pad.{n}", hashlib.sha256(pad(seq(0, n), 512)).digest()
    for purpose in range(1, 7):
        yield f"wrap.{purpose}", wrap(purpose, 1, 256)
    yield "code.zero", code_text(bytes(20))
    yield "code.ones", code_text(b"\xff" * 20)
    yield "code.count", code_text(seq(0x20, 20))


def main():
    lines = [f"{name} {value.hex()}\n" for name, value in vectors()]
    if sys.argv[1:2] != ["--check"]:
        sys.stdout.writelines(lines)
        return 0
    with open(sys.argv[2], encoding="ascii") as file:
        have = file.readlines()
    wrong = [a for a, b in zip(lines, have) if a != b]
    for line in wrong:
        print("differs:", line.split()[0])
    if len(lines) != len(have):
        print(f"{len(have)} lines, not {len(lines)}")
    return 1 if wrong or len(lines) != len(have) else 0


if __name__ == "__main__":
    sys.exit(main())
