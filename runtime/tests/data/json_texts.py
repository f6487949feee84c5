#!/usr/bin/env python3
"""Asks Python's own `json` what it makes of random and of mutilated texts, and writes the answers to json_texts.jsonl.

    python json_texts.py > json_texts.jsonl        (Python 3.11, on which the recorded conversations ran)

A line is [text, answer], or [text, null, error]: the answer is `json.dumps` of what was read, the error what DRF's parser would quote. Lone
surrogates stand as our reader's stand-ins (runtime/src/json/surrogates.rs), numbers beyond all floats as "inf" at the whole answer. The same
seed gives the same bytes.
"""
import json
import random

RANDOM = random.Random(20261)
PRIVATE = ["$serde_json::private::Number", "$serde_json::private::RawValue"]
PLAIN = ["", "a", "name", "é", "€", "😀", "\u2028", "\x7f", "a b", "ß\u0301", "\\u0041", "quote\"d", "tab\t", "nul\0", "\ufeff", "x" * 30, *PRIVATE]
NUMBERS = ["0", "-0", "1", "-1", "42", "1.0", "-0.0", "0.1", "1e5", "1E5", "1e+5", "1e-5", "1.5e300", "1e400", "-1e400", "1e-400", "123456789012345678",
           "1234567890123456789", "9223372036854775807", "9223372036854775808", "123456789012345678901234567890", "0.1000000000000000055", "1e16", "1e15",
           "123456789.123456789", "5e-324", "1.7976931348623157e308", "0e0", "0.0001", "0.00001", "100", "2.50", "-7E-7", "1" * 40]
ODD = ["01", "1.", ".5", "1e", "1e+", "+1", "--1", "- 1", "0x10", "1_000", "NaN", "Infinity", "-Infinity", "nan", "-NaN", "inf", "nul", "True", "none",
       "undefined", "'a'", "1 2", "٣", "1٣", "½"]
ESCAPES = ["\\n", "\\t", "\\b", "\\f", "\\r", "\\\"", "\\\\", "\\/", "\\u00e9", "\\u00E9", "\\u20ac", "\\ud83d\\ude00", "\\uD83D\\uDE00", "\\ud83d",
           "\\ude00", "\\ude00\\ud83d", "\\ud83d\\ud83d", "\\ud83dx", "\\ud83d\\n", "\\ud83d\\u0041", "\\u0000", "\\u0024serde_json::private::Number",
           "\\x41", "\\u12", "\\u12g4", "\\u", "\\", "\\U0001f600", "\\'", "\\u-123", "\\u 123", "\\ud83d\\u12g4", "\\udbfc\\udc00", "\\udbfd\\udfff"]
BLANKS = ["", "", "", " ", "\n", "\t", "\r\n", "  ", "\n\n "]
ODD_BLANKS = ["\x0b", "\x0c", "\u00a0", "\u2028", "\ufeff", "/**/", "//"]
MARKS = ["[", "]", "{", "}", ",", ":", "\"", "\\", "0", "e", "-", "u", "\n", " ", "\x01", "é", "n", "]]", ",,", "[]", "{}"]


def blank():
    return RANDOM.choice(BLANKS)


def string():
    if RANDOM.random() < 0.6:
        return json.dumps(RANDOM.choice(PLAIN), ensure_ascii=RANDOM.random() < 0.3)
    inside = [RANDOM.choice(ESCAPES) if RANDOM.random() < 0.6 else json.dumps(RANDOM.choice(PLAIN), ensure_ascii=False)[1:-1] for _ in range(RANDOM.randint(1, 3))]
    return f'"{"".join(inside)}"'


def text(depth):
    kind = RANDOM.random()
    if depth == 0 or kind < 0.35:
        return RANDOM.choice([RANDOM.choice(NUMBERS), RANDOM.choice(NUMBERS), string(), string(), "true", "false", "null"])
    items = RANDOM.randint(0, 3)
    if kind < 0.65:
        return f"[{blank()}{','.join(blank() + text(depth - 1) + blank() for _ in range(items))}]"
    keys = [string() for _ in range(items)]
    if items > 1 and RANDOM.random() < 0.2:
        keys[-1] = keys[0]
    return f"{{{blank()}{','.join(f'{blank()}{key}{blank()}:{blank()}{text(depth - 1)}{blank()}' for key in keys)}}}"


def mutilated(whole):
    for _ in range(RANDOM.choice([1, 1, 1, 2, 3])):
        at = RANDOM.randint(0, len(whole))
        other = min(len(whole), at + RANDOM.randint(1, 3))
        part = RANDOM.choice([*MARKS, *MARKS, *ODD, *ODD_BLANKS, *ESCAPES])
        whole = RANDOM.choice([whole[:at], whole[:at] + whole[other:], whole[:at] + part + whole[at:], whole[:at] + part + whole[other:],
                               whole[:at] + whole[at:other] + whole[at:]])
    return whole


def strict(name):
    raise ValueError("Out of range float values are not JSON compliant: " + repr(name))


def stand_ins(value):
    if isinstance(value, str):
        return "".join(chr(ord(c) - 0xD800 + 0x10F000) if 0xD800 <= ord(c) < 0xE000 else c for c in value)
    if isinstance(value, list):
        return [stand_ins(item) for item in value]
    if isinstance(value, dict):
        return {stand_ins(key): stand_ins(member) for key, member in value.items()}
    return value


def answer(whole):
    try:
        value = json.loads(whole, parse_constant=strict)
    except ValueError as error:
        return [whole, None, str(error)]
    try:
        return [whole, json.dumps(stand_ins(value), allow_nan=False)]
    except ValueError:
        return [whole, "inf"]


seen = set()
FIXED = ["", " ", "\ufeff{}", "1" * 4300, "1" * 4301, "-" + "1" * 4301, "1" * 4301 + ".5", "1" * 4301 + "e1", "[" + "1" * 4400 + "]", '"\U0010f000"', '["\\ud83d"]',
         '{"\\ud83d": 1, "\\ud83d": 2}', '{"a": 1, "b": 2, "a": 3}', '{"$serde_json::private::Number": "7"}', '{"\\u0024serde_json::private::RawValue": "[1]"}']
for whole in [*FIXED, *NUMBERS, *ODD, *(f'"{escape}"' for escape in ESCAPES), *(f'"{escape}' for escape in ESCAPES)]:
    seen.add(whole)
    print(json.dumps(answer(whole)))
while len(seen) < 5000:
    whole = text(RANDOM.randint(0, 3))
    if RANDOM.random() < 0.65:
        whole = mutilated(whole)
    if len(whole) < 160 and whole not in seen and not any("\ud800" <= c < "\ue000" for c in whole):
        seen.add(whole)
        print(json.dumps(answer(whole)))
