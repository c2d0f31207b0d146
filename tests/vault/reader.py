#!/usr/bin/python3
"""A second reader of a clinic, written from doc/format.md alone.

reader.py DIR LOGIN PASSWORD [PASSPHRASE]
    Check the host files and the whole ledger (chain, bodies, signatures, the
    hash of every row that an event commits), then print the newest version of
    every entry whose chart key LOGIN holds, one line each, parts apart by TAB:

        entry CHART ENTRY VERSION CLASS AUTHOR TAG=VALUE ...

    then the drafts, and with PASSPHRASE the private notes and their drafts:

        draft DRAFT CHART TAG=VALUE ...
        private ENTRY VERSION TAG=VALUE ...
        pdraft DRAFT TAG=VALUE ...

    In a value newline is \\n, TAB \\t, backslash \\\\.

Exit status: 0 sound, 1 anything is wrong (one line on standard error), 77
where the nacl module is missing.
"""
import calendar
import hashlib
import os
import sqlite3
import struct
import sys
import time

try:
    import nacl.bindings as sodium
    from nacl.exceptions import CryptoError
    from nacl.pwhash import argon2id
except ImportError:
    print("SKIP: reader.py: the Python module nacl is missing")
    sys.exit(77)

ZERO16 = bytes(16)
ZERO32 = bytes(32)


class Fault(Exception):
    pass


def need(ok, what):
    if not ok:
        raise Fault(what)


# ---- section "Conventions" -------------------------------------------------

def H(label, *pieces):
    key = (label + "-v1").encode().ljust(32, b"\0")
    return hashlib.blake2b(b"".join(pieces), digest_size=32, key=key).digest()


def P(pepper, label, data):
    msg = (label + "-v1").encode().ljust(32, b"\0") + data
    return hashlib.blake2b(msg, digest_size=32, key=pepper).digest()


def sub(seed, ctx, n):
    return hashlib.blake2b(b"", digest_size=32, key=seed,
                           salt=struct.pack("<Q", n).ljust(16, b"\0"),
                           person=ctx.encode().ljust(16, b"\0")).digest()


def aead_open(key, ad, blob):
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            blob[24:], ad, blob[:24], key)
    except (CryptoError, ValueError):
        raise Fault("sealed bytes do not open") from None


def unpad(padded):
    plain = padded.rstrip(b"\0")
    need(plain[-1:] == b"\x80", "padding")
    plain = plain[:-1]
    block = 4096 if len(plain) > 16384 else 512
    need(len(padded) == (len(plain) // block + 1) * block, "padded length")
    return plain


def sig_ok(pk, message, sig):
    try:
        sodium.crypto_sign_open(sig + message, pk)
        return True
    except (CryptoError, ValueError):
        return False


def sign_pk(seed):
    return sodium.crypto_sign_seed_keypair(seed)[0]


def le(n, v):
    return v.to_bytes(n, "little")


class Read:
    """Exact reading: a missing or a spare byte is an error."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        need(self.at + n <= len(self.data), "bytes are missing")
        self.at += n
        return self.data[self.at - n:self.at]

    def num(self, n):
        return int.from_bytes(self.take(n), "little")

    def end(self):
        need(self.at == len(self.data), "spare bytes")


# ---- section 4: the ledger -------------------------------------------------

GENESIS, USER, ROLE, REVOKE, EPOCH, GRANT, UNGRANT, ENTRY, WRAP = \
    1, 2, 3, 4, 5, 6, 7, 8, 9
LOGIN, LOGINFAIL, LOGOUT, VIEW, EXPORT, CLOCK, CHECKPOINT = \
    10, 11, 12, 13, 14, 21, 24
ASSIGN, TRANSFER = 17, 18
CLEAR = {GENESIS, LOGINFAIL, CHECKPOINT, CLOCK}
LENGTH = {LOGIN: 0, LOGINFAIL: 20, LOGOUT: 0, VIEW: 0, EXPORT: 5,
          CLOCK: 16, CHECKPOINT: 40}


class Person:
    def __init__(self, ident, tag, gen, sign, box, auth, roles):
        self.id, self.tag, self.gen = ident, tag, gen
        self.sign, self.box, self.auth, self.roles = sign, box, auth, roles


class Clinic:
    def __init__(self, folder, login, password):
        self.dir = folder
        self.id = self.file("host/clinic.id")
        self.pepper = self.file("host/host.secret")
        self.hostpk = sign_pk(sub(self.pepper, "hostsig1", 1))
        self.db = sqlite3.connect(os.path.join(folder, "clinic.db"))
        self.persons, self.kc, self.prevhash = {}, {}, {}
        self.grant, self.wrap, self.entry = {}, {}, {}
        self.due, self.ends, self.gone, self.revoked = {}, {}, set(), None
        self.assign, self.basis, self.about, self.gen = {}, {}, {}, {}
        self.rows = self.db.execute(
            "select seq,chart,kep,hash,blob from ledger order by seq"
        ).fetchall()
        self.genesis()
        self.login(login, password)
        self.ledger()
        self.tables()

    def file(self, name):
        with open(os.path.join(self.dir, name), "rb") as f:
            data = f.read()
        need(len(data) == 32, name)
        return data

    def one(self, sql, *args):
        row = self.db.execute(sql, args).fetchone()
        need(row is not None, "row is missing: " + sql)
        return bytes(row[0])

    def genesis(self):
        body = bytes(self.rows[0][4])[:-64]
        r = Read(body)
        need(r.num(1) == GENESIS, "row 1 is not GENESIS")
        r.take(8)
        need(r.take(16) == ZERO16, "actor of GENESIS")
        begin = r.at
        need(r.take(32) == self.hostpk, "host key")
        self.solo, self.demo = r.num(1), r.num(1)
        self.floor = (r.num(4), r.num(4))
        r.num(1)
        need(r.take(3) == bytes(3), "reserved bytes")
        kc0 = r.take(32)
        n = r.num(1)
        people = []
        for _ in range(n):
            ident, tag, gen = r.take(16), r.take(32), r.num(4)
            people.append(Person(ident, tag, gen, r.take(32), r.take(32),
                                 r.take(32), r.num(1)))
        need(H("clinic-id", body[begin:r.at]) == self.id, "clinic id")
        for p in people:
            need(p.gen == 1, "generation in GENESIS")
            self.check_self(p, r.take(64))
            self.persons[p.id] = p
        r.end()
        self.records = [p.id for p in people if p.roles == 128]
        need(len(self.records) == 1, "RECORDS")
        self.kc[(ZERO16, 1)] = kc0

    def check_self(self, p, sig):
        need(sig_ok(p.sign, H("sig-self", self.id, p.id, le(4, p.gen), p.sign,
                              p.box, p.auth), sig), "self signature")

    # ---- section 3: keys ---------------------------------------------------

    def login(self, name, password):
        tag = P(self.pepper, "login-tag", name.lower().encode())
        self.me = self.one("select owner from login where tag=?", tag)
        self.mytag = tag
        wrap = self.one("select blob from kw where owner=? and purpose=1 "
                        "and slot=0", self.me)
        useed, self.wrapgen = self.unwrap(wrap, 1, password)
        self.sign = sign_pk(sub(useed, "usrsign1", 1))
        self.boxpk, self.boxsk = sodium.crypto_box_seed_keypair(
            sub(useed, "usrbox_1", 2))
        self.local = sub(useed, "usrlocl1", 3)
        self.auth = sign_pk(sub(useed, "usrauth1", 4))

    def unwrap(self, wrap, purpose, password):
        need(len(wrap) == 108, "length of the wrap")
        r = Read(wrap)
        need(r.take(8) == b"KWR1\1" + bytes([purpose, 1, 0]),
             "head of the wrap")
        ops, mkib, gen = r.num(4), r.num(4), r.num(4)
        salt, nonce, ct = r.take(16), r.take(24), r.take(48)
        r.end()
        need(ops >= self.floor[0] and mkib >= self.floor[1], "cost")
        a = argon2id.kdf(32, password.encode(), salt, opslimit=ops,
                         memlimit=mkib * 1024)
        kek = hashlib.blake2b(b"kek1" + bytes([purpose]) + a, digest_size=32,
                              key=self.pepper).digest()
        return aead_open(kek, wrap[:60] + self.id + self.me + bytes(2),
                         nonce + ct), gen

    def cek(self, chart, epoch):
        """Key of one epoch: by a grant, or from the epoch after it."""
        row = self.db.execute("select sealed from grants where chart=? and "
                              "epoch=? and grantee=?",
                              (chart, epoch, self.me)).fetchone()
        if row is not None:
            sealed = bytes(row[0])
            need(len(sealed) == 148, "length of a grant")
            try:
                plain = sodium.crypto_box_seal_open(sealed, self.boxpk,
                                                    self.boxsk)
            except CryptoError:
                raise Fault("grant does not open") from None
            need(plain[:68] == self.id + chart + le(4, epoch) + self.me,
                 "content of a grant")
            key = plain[68:]
        elif (chart, epoch + 1) in self.kc:
            later = self.cek(chart, epoch + 1)
            if later is None:
                return None
            prev = self.one("select prevwrap from epoch where chart=? and "
                            "epoch=?", chart, epoch + 1)
            key = aead_open(sub(later, "chtprev1", 3),
                            self.id + chart + le(4, epoch + 1), prev)
        else:
            return None
        # The row that tells of a key of chart 0 is the first one under it.
        commit = H("key-commit", key)
        need(commit == self.kc.setdefault((chart, epoch), commit),
             "key is not the one that was committed to")
        return key

    # ---- replay ------------------------------------------------------------

    def ledger(self):
        prev, last_kep, keys = ZERO32, 0, {}
        for n, (seq, chart, kep, digest, blob) in enumerate(self.rows, 1):
            where = "ledger row %d: " % n
            chart, digest, blob = bytes(chart), bytes(digest), bytes(blob)
            need(seq == n, where + "gap")
            need(len(chart) == 16, where + "chart")
            need(H("ledger-row", prev, self.id, le(8, seq), chart,
                   le(4, kep), blob) == digest, where + "hash")
            ad = self.id + le(8, seq) + prev + chart + le(4, kep)
            if kep == 0:
                plain = blob
            else:
                need(kep >= last_kep, where + "kep falls")
                last_kep = kep
                if kep not in keys:
                    cek0 = self.cek(ZERO16, kep)
                    need(cek0 is not None, where + "no key of chart 0")
                    keys[kep] = sub(cek0, "ledger_1", 1)
                plain = aead_open(keys[kep], ad, blob)
            need(89 <= len(plain) <= 8192 + 64, where + "length")
            body, sig = plain[:-64], plain[-64:]
            kind, actor = body[0], body[9:25]
            need((kep == 0) == (kind in CLEAR), where + "clear or sealed")
            if kep == 0:
                need(actor == ZERO16, where + "actor")
                pk = self.hostpk
            else:
                need(actor in self.persons and actor not in self.gone,
                     where + "unknown actor")
                need(self.revoked is None or kind == EPOCH,
                     where + "no new key after REVOKE")
                pk = self.persons[actor].sign
            need(sig_ok(pk, H("sig-ledger", ad, body), sig),
                 where + "signature")
            try:
                self.event(seq, kind, actor, chart, Read(body[25:]))
            except Fault as f:
                raise Fault(where + str(f)) from None
            prev = digest

    def event(self, seq, kind, actor, chart, r):
        if kind == GENESIS:
            need(seq == 1, "second GENESIS")
            return
        if kind == USER:
            self.user(actor, r)
        elif kind == EPOCH:
            epoch, kc, cited = r.num(4), r.take(32), r.num(8)
            need(cited == self.due.pop(chart, 0) or epoch == 1 or
                 cited in self.ends.get((chart, epoch - 1), ()),
                 "cites another removal")
            self.revoked = None
            known = self.kc.setdefault((chart, epoch), kc)
            need(known == kc, "key commitment")
            self.prevhash[(chart, epoch)] = r.take(32)
        elif kind == GRANT:
            epoch, grantee = r.num(4), r.take(16)
            until, cited = r.num(8), r.num(8)
            was = (chart, epoch - 1, grantee)
            self.basis[(chart, epoch, grantee)] = cited if cited in \
                self.assign else self.basis.get(was, 0)
            if until:
                self.ends.setdefault((chart, epoch), []).append(seq)
            self.grant[(chart, epoch, grantee)] = r.take(32)
        elif kind == ROLE:
            self.role(actor, seq, r)
        elif kind == REVOKE:
            who = r.take(16)
            need(r.num(1) in (1, 2) and who in self.persons, "REVOKE")
            self.gone.add(who)
            self.assign = {s: w for s, w in self.assign.items()
                           if w[3] != who}
            self.end(who, lambda c: True, seq)
            self.due[ZERO16] = self.revoked = seq
        elif kind in (ASSIGN, TRANSFER):
            self.work(kind, actor, chart, seq, r)
        elif kind == UNGRANT:
            self.end(r.take(16), lambda c: c == chart, seq)
        elif kind == ENTRY:
            cls, ident, ver, epoch = \
                r.num(1), r.take(16), r.num(4), r.num(4)
            need(chart not in self.due, "a new key is due")
            need((chart, ident, ver) not in self.entry, "version twice")
            self.entry[(chart, ident, ver)] = (cls, epoch, r.take(32), actor)
            if cls in (2, 4):
                about = (chart, r.take(16), r.num(4))
                need(about in self.entry and self.entry[about][0] == 1,
                     "about no record")
                self.about[(chart, ident, ver)] = about
        elif kind == WRAP:
            purpose, slot, gen = r.num(1), r.num(2), r.num(4)
            self.wrap[(actor, purpose, slot)] = (gen, r.take(32))
        else:
            need(kind in LENGTH, "type %d has no rule" % kind)
            r.take(LENGTH[kind])
        r.end()

    def work(self, kind, actor, chart, seq, r):
        begin = r.at
        subject, gen = r.take(16), r.num(4)
        if kind == ASSIGN:
            role, who, until, cited = \
                r.num(1), r.take(16), r.num(8), r.num(8)
            what = (chart, subject, role, who)
        else:
            who, cited, until, what = r.take(16), 0, 0, None
            need(chart == subject, "TRANSFER of another chart")
        fields = r.data[begin:r.at]
        second, sig = r.take(16), r.take(64)
        need(who in self.persons, "assigned to nobody known")
        if cited:
            need(self.assign.pop(cited, None) == what, "ends another")
            need(not any(second + sig) and not gen and not until, "ASSIGN")
            self.drop([k for k in self.grant if self.basis[k] == cited], seq)
            return
        p = self.persons.get(subject)
        was = p.gen if p else self.gen.get(subject, 0)
        need(gen == was + 1, "generation")
        if p:
            p.gen = gen
        else:
            self.gen[subject] = gen
        self.check_second(kind, actor, second, fields, sig)
        if what:
            self.assign[seq] = what

    def end(self, who, which, seq):
        self.drop([k for k in self.grant if k[2] == who and which(k[0])], seq)

    def drop(self, keys, seq):
        for key in keys:
            del self.grant[key]
            if (key[0], key[1] + 1) not in self.kc:
                self.due[key[0]] = seq

    def role(self, actor, seq, r):
        begin = r.at
        ident, gen, roles, self64 = \
            r.take(16), r.num(4), r.num(1), r.take(64)
        fields = r.data[begin:r.at]
        second, sig = r.take(16), r.take(64)
        p = self.persons[ident]
        if roles & ~p.roles:
            need(gen == p.gen + 1, "generation")
            p.gen = gen
            self.check_self(p, self64)
            self.check_second(ROLE, actor, second, fields, sig)
        else:
            need(not any(self64 + second + sig) and gen == 0, "ROLE")
        p.roles = roles
        if not roles & 12:
            self.end(ident, lambda c: c != ZERO16, seq)

    def check_second(self, kind, actor, second, fields, sig):
        need(second in self.persons and (second != actor or self.solo),
             "second person")
        need(sig_ok(self.persons[second].sign,
                    H("sig-cert", self.id, bytes([kind]), actor, second,
                      fields), sig), "second signature")

    def user(self, actor, r):
        begin = r.at
        ident, gen, tag = r.take(16), r.num(4), r.take(32)
        p = Person(ident, tag, gen, r.take(32), r.take(32), r.take(32),
                   r.num(1))
        self.check_self(p, r.take(64))
        fields = r.data[begin:r.at]
        second, sig = r.take(16), r.take(64)
        was = self.persons.get(ident)
        need(gen == (was.gen + 1 if was else 1), "generation")
        self.check_second(USER, actor, second, fields, sig)
        self.gone.discard(ident)
        self.persons[ident] = p

    # ---- sections 2 and 4: every row is committed by one event -------------

    def tables(self):
        me = self.persons[self.me]
        need(me.tag == self.mytag, "login tag")
        need((me.sign, me.box, me.auth) == (self.sign, self.boxpk, self.auth),
             "keys are not the certified ones")
        tags = {p.tag: p.id for p in self.persons.values() if p.roles != 128}
        rows = {bytes(t): bytes(o) for t, o in
                self.db.execute("select tag,owner from login")}
        need(rows == tags, "login rows")
        self.match("kw", "owner,purpose,slot", "blob", "wrap-blob",
                   {k: v[1] for k, v in self.wrap.items()})
        need(self.wrap[(self.me, 1, 0)][0] == self.wrapgen, "generation")
        self.match("epoch", "chart,epoch", "prevwrap", "prev-wrap",
                   self.prevhash)
        self.match("grants", "chart,epoch,grantee", "sealed", "grant-blob",
                   self.grant)
        self.match("entry", "chart,entry,ver", "blob", "entry-blob",
                   {k: v[2] for k, v in self.entry.items()})

    def match(self, table, key, value, label, want):
        have = {}
        for row in self.db.execute("select %s,%s from %s" %
                                   (key, value, table)):
            k = tuple(bytes(x) if isinstance(x, bytes) else x
                      for x in row[:-1])
            have[k] = H(label, bytes(row[-1]))
        need(have == want, "rows of %s are not those of the ledger" % table)

    # ---- section 5: entries ------------------------------------------------

    def open_entry(self, chart, ident, ver):
        cls, epoch, _, author = self.entry[(chart, ident, ver)]
        key = self.cek(chart, epoch)
        if key is None:
            return None
        ad = b"ENT1\1\1\0\0" + self.id + chart + ident + le(4, ver) + \
            le(4, epoch)
        blob = self.one("select blob from entry where chart=? and entry=? "
                        "and ver=?", chart, ident, ver)
        plain = aead_open(sub(key, "chtentr1", 1), ad, blob)
        plain = unpad(plain)
        r = Read(plain)
        kind, _, who, prev = r.num(1), r.num(8), r.take(16), r.take(32)
        payload = r.take(r.num(4))
        inner = plain[:r.at]
        sig = r.take(64)
        r.end()
        need(kind == cls and who == author, "class or author of an entry")
        p = self.persons[author]
        label = "sig-cosign" if kind == 2 else "sig-author"
        need(sig_ok(p.auth if kind in (1, 2) else p.sign,
                    H(label, ad[:-4], inner), sig), "author's signature")
        digest = H("entry-digest", ad[:-4], inner)
        if ver == 1:
            need(prev == ZERO32, "first version follows something")
        else:
            before = self.open_entry(chart, ident, ver - 1)
            need(before is not None and before[2] == prev,
                 "version does not follow the one before")
        if kind == 2:
            of = self.open_entry(*self.about[(chart, ident, ver)])
            need(dict(raw_fields(payload))["@digest"] == of[2],
                 "cosigns another text")
        return kind, payload, digest, author


# ---- section 6: the person's own file --------------------------------------

def columns(row):
    return [bytes(x) if isinstance(x, bytes) else x for x in row]


class Own:
    def __init__(self, clinic):
        self.clinic = clinic
        name = P(clinic.pepper, "user-file", clinic.me).hex() + ".db"
        self.db = sqlite3.connect(os.path.join(clinic.dir, "u", name))
        blob, = columns(self.db.execute(
            "select blob from pin where id=1").fetchone())
        r = Read(aead_open(clinic.local, b"PIN1" + clinic.id + clinic.me,
                           blob))
        seq, digest = r.num(8), r.take(32)
        self.pcount, self.phash = r.num(8), r.take(32)
        r.end()
        need(bytes(clinic.rows[seq - 1][3]) == digest, "pin")

    def drafts(self):
        out = {}
        for ident, field, chart, epoch, blob in map(columns, self.db.execute(
                "select id,field,chart,epoch,blob from draft")):
            if chart == ZERO16:
                need(epoch == 0, "epoch of a draft without chart")
                key = self.clinic.local
            else:
                key = sub(self.clinic.cek(chart, epoch), "chtdrft1", 2)
            ad = b"DRF1" + self.clinic.id + self.clinic.me + ident + chart + \
                le(4, epoch) + field
            text = unpad(aead_open(key, ad, blob))
            tag = field.rstrip(b"\0").decode("ascii")
            if tag == "@holder":
                need(len(text) == 20, "holder")
                continue
            out.setdefault((ident, chart), []).append(
                (tag, text.decode("utf-8")))
        return out


# ---- section 7: the private file -------------------------------------------

PAYLOAD = {64: 0, 65: 52, 66: 39, 67: 4, 68: 16}


class Private:
    def __init__(self, clinic, own, passphrase):
        self.clinic = clinic
        name = P(clinic.pepper, "private-file", clinic.me).hex() + ".pdb"
        self.db = sqlite3.connect(os.path.join(clinic.dir, "p", name))
        wraps = {(p, s): b for p, s, b in map(columns, self.db.execute(
            "select purpose,slot,blob from wrap"))}
        pseed, gen = clinic.unwrap(wraps[(5, 0)], 5, passphrase)
        self.entries = sub(pseed, "prventr1", 1)
        self.drafts_key = sub(pseed, "prvdrft1", 2)
        self.note, self.wrap = {}, {}
        self.ledger(sub(pseed, "prvledg1", 3), own)
        need({k: H("wrap-blob", b) for k, b in wraps.items()} ==
             {k: v[1] for k, v in self.wrap.items()}, "private wraps")
        need(self.wrap[(5, 0)][0] == gen, "generation of the private wrap")

    def ledger(self, key, own):
        prev, pinned, n = ZERO32, own.pcount == 0, 0
        for n, (seq, digest, blob) in enumerate(map(columns, self.db.execute(
                "select seq,hash,blob from pledger order by seq")), 1):
            where = "private row %d: " % n
            need(seq == n, where + "gap")
            ad = self.clinic.id + le(8, seq) + prev + ZERO16 + le(4, 1)
            need(H("ledger-row", prev, self.clinic.id, le(8, seq), ZERO16,
                   le(4, 1), blob) == digest, where + "hash")
            body = aead_open(key, ad, blob)
            kind = body[0]
            need(kind in PAYLOAD and len(body) == 25 + PAYLOAD[kind],
                 where + "body")
            need(body[9:25] == self.clinic.me, where + "actor")
            need((kind == 64) == (n == 1), where + "order")
            self.event(kind, Read(body[25:]))
            prev = digest
            pinned = pinned or (seq, digest) == (own.pcount, own.phash)
        need(pinned, "the private file is behind its pin")

    def event(self, kind, r):
        if kind == 65:
            ident, ver = r.take(16), r.num(4)
            if ver == 0:
                del self.note[ident]
                return
            need(ver == self.note.get(ident, (0,))[0] + 1, "version")
            self.note[ident] = (ver, r.take(32))
        elif kind == 66:
            slot = (r.num(1), r.num(2))
            gen = r.num(4)
            need(gen == self.wrap.get(slot, (0,))[0] + 1, "generation")
            self.wrap[slot] = (gen, r.take(32))

    def notes(self):
        rows = {(e, v): b for e, v, b in map(columns, self.db.execute(
            "select entry,ver,blob from pnote"))}
        need({k: H("entry-blob", b) for k, b in rows.items()} ==
             {(e, v): h for e, (v, h) in self.note.items()}, "private notes")
        for (ident, ver), blob in rows.items():
            ad = b"ENT1\1\1\0\0" + self.clinic.id + ZERO16 + ident + \
                le(4, ver) + le(4, 1)
            r = Read(unpad(aead_open(self.entries, ad, blob)))
            need(r.num(1) == 8, "kind of a private note")
            r.num(8)
            need(r.take(16) == self.clinic.me, "author of a private note")
            prev = r.take(32)
            need((prev == ZERO32) == (ver == 1), "chain of a private note")
            payload = r.take(r.num(4))
            r.end()
            yield ident, ver, payload

    def drafts(self):
        out = {}
        for ident, field, blob in map(columns, self.db.execute(
                "select id,field,blob from pdraft")):
            ad = b"DRF1" + self.clinic.id + self.clinic.me + ident + ZERO16 + \
                le(4, 1) + field
            text = unpad(aead_open(self.drafts_key, ad, blob))
            out.setdefault(ident, []).append(
                (field.rstrip(b"\0").decode("ascii"), text.decode("utf-8")))
        return out


# ---- section 8: heads ------------------------------------------------------

def check_heads(clinic):
    with open(os.path.join(clinic.dir, "heads"), encoding="ascii") as f:
        for line in f:
            magic, ident, seq, digest, utc, sig = line.rstrip("\n").split(" ")
            need(magic == "TACET-HEAD1" and ident == clinic.id[:8].hex(),
                 "head")
            ms = calendar.timegm(time.strptime(
                utc, "%Y-%m-%dT%H:%M:%SZ")) * 1000
            need(sig_ok(clinic.hostpk,
                        H("sig-head", clinic.id, le(8, int(seq)),
                          bytes.fromhex(digest), le(8, ms)),
                        bytes.fromhex(sig)), "signature of a head")
            need(bytes(clinic.rows[int(seq) - 1][3]).hex() == digest,
                 "head of another ledger")


def raw_fields(payload):
    r = Read(payload)
    need(r.take(3) == b"TF\1", "payload")
    out = []
    for _ in range(r.num(2)):
        tag = r.take(r.num(1)).decode("ascii")
        out.append((tag, r.take(r.num(4))))
    r.end()
    need(len(dict(out)) == len(out), "tag twice")
    return out


def fields(payload):
    return [(tag, value.hex() if tag in ("@digest", "sig") else
             value.decode("utf-8")) for tag, value in raw_fields(payload)]


def plain(value):
    return value.replace("\\", "\\\\").replace("\n", "\\n") \
        .replace("\t", "\\t")


def show(first, pairs):
    print("\t".join(first + [t + "=" + plain(v) for t, v in pairs]))


def show_entries(clinic):
    newest = {}
    for chart, ident, ver in clinic.entry:
        newest[(chart, ident)] = max(ver, newest.get((chart, ident), 0))
    for (chart, ident), ver in newest.items():
        opened = clinic.open_entry(chart, ident, ver)
        if opened is not None:
            kind, payload, _, author = opened
            show(["entry", chart.hex(), ident.hex(), str(ver), str(kind),
                  author.hex()], fields(payload))


def main():
    if len(sys.argv) not in (4, 5):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        clinic = Clinic(*sys.argv[1:4])
        check_heads(clinic)
        show_entries(clinic)
        own = Own(clinic)
        for (ident, chart), pairs in own.drafts().items():
            show(["draft", ident.hex(), chart.hex()], pairs)
        if len(sys.argv) == 5:
            private = Private(clinic, own, sys.argv[4])
            for ident, ver, payload in private.notes():
                show(["private", ident.hex(), str(ver)], fields(payload))
            for ident, pairs in private.drafts().items():
                show(["pdraft", ident.hex()], pairs)
    except (Fault, KeyError, ValueError) as f:
        print("reader.py: %s" % f, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
