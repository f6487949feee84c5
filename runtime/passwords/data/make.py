"""Writes common-passwords.bin from the list that Django ships (django/contrib/auth/common-passwords.txt.gz): for each password the first
four bytes of its SHA-256, sorted. 78 KB, found by bisection, and one word in 200,000 that is not of the list seems to be.

    python make.py

Needs Django 5.2. The list is Royce Williams's, of the passwords that occur most often in public breaches."""

import gzip
import hashlib
from pathlib import Path

import django.contrib.auth

words = gzip.open(Path(django.contrib.auth.__file__).parent / "common-passwords.txt.gz", "rt", encoding="utf-8")
digests = sorted({hashlib.sha256(word.strip().encode()).digest()[:4] for word in words})
(Path(__file__).parent / "common-passwords.bin").write_bytes(b"".join(digests))
print(len(digests), "passwords")
