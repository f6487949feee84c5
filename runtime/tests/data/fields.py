#!/usr/bin/env python3
"""Asks Django REST framework's own fields what they make of odd input, and writes the answers to fields.json.

    python fields.py > fields.json          (Python 3.11, Django 5.2, DRF 3.18)

A case is [field, input as JSON text, answer]; a form is {"form": [[name, value], ...]}. An answer is {"value": text} or {"errors": ...};
values are written as `shown` below does.
"""
import datetime
import decimal
import json
import sys
import uuid

import django
from django.conf import settings

settings.configure(USE_TZ=True, TIME_ZONE="UTC", INSTALLED_APPS=["rest_framework"])
django.setup()

from django.core import validators  # noqa: E402
from django.http import QueryDict  # noqa: E402
from rest_framework import serializers as s  # noqa: E402

D = decimal.Decimal
TYPES = {
    "boolean": s.BooleanField, "string": s.CharField, "email": s.EmailField, "slug": s.SlugField, "url": s.URLField, "uuid": s.UUIDField,
    "ip_address": s.IPAddressField, "integer": s.IntegerField, "float": s.FloatField, "decimal": s.DecimalField, "date": s.DateField,
    "time": s.TimeField, "datetime": s.DateTimeField, "duration": s.DurationField, "json": s.JSONField, "choice": s.ChoiceField,
}
# Name: type, arguments. Arguments of decimals are texts.
FIELDS = {
    "boolean": ("boolean", {}),
    "boolean or null": ("boolean", {"allow_null": True}),
    "boolean with default": ("boolean", {"default": True}),
    "string": ("string", {"max_length": 12, "min_length": 3}),
    "string blank": ("string", {"allow_blank": True}),
    "string null": ("string", {"allow_null": True, "required": False}),
    "string blank null": ("string", {"allow_null": True, "allow_blank": True, "required": False}),
    "string optional": ("string", {"required": False}),
    "string as it is": ("string", {"trim_whitespace": False, "max_length": 5}),
    "string messages": ("string", {"max_length": 3, "error_messages": {
        "max_length": "{max_length} at most", "invalid": "No {{text}}", "blank": "Empty.", "required": "Missing!", "null": "Nothing?"}}),
    "string regex": ("string", {"max_length": 13, "regex": "^97[89][0-9]{10}$"}),
    "email": ("email", {"max_length": 30}),
    "slug": ("slug", {"max_length": 10}),
    "url": ("url", {"max_length": 60}),
    "url long": ("url", {}),
    "uuid": ("uuid", {}),
    "uuid messages": ("uuid", {"error_messages": {"invalid": "{value} is no id."}}),
    "ip": ("ip_address", {}),
    "ipv4": ("ip_address", {"protocol": "ipv4"}),
    "ipv6": ("ip_address", {"protocol": "ipv6", "allow_null": True}),
    "integer": ("integer", {"min_value": -5, "max_value": 500}),
    "integer 64": ("integer", {"min_value": -(2**63), "max_value": 2**63 - 1}),
    "float": ("float", {"min_value": 0.5, "max_value": 99.5}),
    "float any": ("float", {"allow_null": True}),
    "decimal": ("decimal", {"max_digits": 7, "decimal_places": 3, "min_value": "0", "max_value": "5000"}),
    "decimal any": ("decimal", {"max_digits": None, "decimal_places": 2, "allow_null": True}),
    "decimal small": ("decimal", {"max_digits": 2, "decimal_places": 2, "error_messages": {"max_digits": "over {max_digits}"}}),
    "date": ("date", {}),
    "time": ("time", {}),
    "datetime": ("datetime", {}),
    "datetime messages": ("datetime", {"error_messages": {"invalid": "Write {format}."}}),
    "duration": ("duration", {}),
    "json": ("json", {}),
    "json null": ("json", {"allow_null": True}),
    "choice": ("choice", {"choices": ["h", "p", "1"]}),
    "choice int": ("choice", {"choices": [1, 2, 3], "allow_null": True, "required": False}),
    "choice blank": ("choice", {"choices": ["a", "b"], "allow_blank": True, "error_messages": {"invalid_choice": "<{input}>"}}),
}
ANY = ["null", "true", "false", "0", "1", "-1", "-0", "1.0", "0.0", "-0.0", "1.5", "1e3", "1E400", "1e16", "1e-7", "12345678901234567890",
       "9223372036854775807", "9223372036854775808", "-9223372036854775809", '""', '" "', '"\\u3000"', '"a"', '"abc"', '"1"', '" 1 "',
       '"true"', '"null"', "[]", "[1]", '["a", null, true, "it\'s", 1.0]', "{}", '{"a": 1, "b": [false]}', '"\\u0000"', '"a\\u0000b"',
       '"\\u00e9\\u00df"', '"\\u2603"', '"😀😀😀"']
INTS = ["12.0", '"12.0"', '"12."', '"12.00  "', '"12.5"', '"1_000"', '"1__0"', '"_1"', '"1_"', '"+7"', '"+ 7"', '"-7"', '"--7"', '"0x10"',
        '"1e2"', '"٣"', '"१२"', '"１２"', '"٣.٠"', '"007"', '" \\t9\\n"', '"\\u00a09"', '"\\u001c9"', '"9\\u0085"', "7.0", "7.5", "500", "501", "-5", "-6",
        "123456789012345680.0", "1e15", "12e0", '"' + "9" * 1000 + '"', '"' + "9" * 1001 + '"', '"9223372036854775808"', "9" * 30,
        '".0"', '"1.0.0"', '"1,0"', '"½"', '"²"']
FLOATS = ['"nan"', '"NaN"', '"inf"', '"-Infinity"', '"infinity"', '"1e400"', '"1_0.5"', '"1_.5"', '"1._5"', '".5"', '"5."', '"."', '"+.5e1"', '"1e"', '"1e+2"',
          '"0x1p3"', '"٣.٥"', '" 5 "', '"5 5"', "0.5", "0.4", "99.5", "99.50000001", "50", "100", "9" * 400, '"' + "1" * 1001 + '"', '"1e-400"',
          "0.1", "33.333333333333336", '"1d2"', '"5f"', '"5L"']
DECIMALS = ['"nan"', '"sNaN"', '"inf"', '"-Infinity"', '"1_000"', '"_1_"', '"1__1.1_"', '".5"', '"5."', '"."', '"1e2"', '"1E+2"', '"1e-2"', '"1e-4"',
            '"12e5"', '"1e999999999999999999"', '"1e9999999999999999999"', '"0e5"', '"0e-9"', '"0.0000"', '"-0"', '"-0.000"', '"1.0000"', '"1.001"',
            '"1.0015"', '"9999.999"', '"5000"', '"5000.001"', '"10000"', '"12345.678"', '"0.12"', '"0.1"', '"0.123"', '"1.1"', '"00012.50"', '"+3"', '"٣.٥"',
            '" 5 "', '"5 5"', '"1,5"', "0.1", "1.1", "0.001", "1e2", "4999.9995", "12.50", "100", "1e22", "123456789012345678.25", '"' + "0" * 1001 + '"',
            '"0x1"', '"1e"', '"e5"', '"--1"', '"1.2.3"', "1e-5"]
DATES = ['"2024-02-29"', '"2023-02-29"', '"2024-2-1"', '"20240201"', '"2024-W05-4"', '"2024W054"', '"2024-W05"', '"2024W05"', '"2024-W054"', '"2024W05-4"',
         '"2024-W53-1"', '"2020-W53-7"', '"2024-W00-1"', '"2024-W05-0"', '"2024-W05-8"', '"2024-032"', '"2024032"', '"2024-13-01"', '"2024-00-01"',
         '"0000-01-01"', '"0001-01-01"', '"9999-12-31"', '"10000-01-01"', '"2024-02-01T10:00"', '"2024-02-01 "', '" 2024-02-01"', '"2024-02-01\\n"',
         '"2024/02/01"', '"01.02.2024"', '"٢٠٢٤-٠٢-٠١"', '"2024-02-1"', '"2024-2-01"', '"2024-202-1"', '"2024-02"', '"2024"', '"9999-W52-7"', '"9999-W53-1"',
         '"0001-W01-1"', '"0001-W01-7"', '"2024-0201"', '"202402-01"', '"-024-02-01"', '"2024-02-01x"', '"20240201x"', '"2024－02－01"', "20240201", '"20240230"']
TIMES = ['"10:00"', '"10:00:30"', '"10:00:30.5"', '"10:00:30,5"', '"10:00:30.1234567"', '"10:00:30.123456789012"', '"10:00:30.1234567890123"', '"1:2"', '"1:2:3"',
         '"10"', '"1030"', '"103015"', '"103015.25"', '"T10:00"', '"T1030"', '"24:00"', '"23:59:60"', '"23:59:59"', '"25:00"', '"10:60"', '"10:00Z"',
         '"10:00+01:00"', '"10:00+25:00"', '"10:00-0130"', '"10:00+01:00:30.5"', '"10:00z"', '"10:00 Z"', '"10:00:"', '"10:"', '"10:0"', '"10:00:00."',
         '"10:00:00.+01"', '"1000:30"', '"10:0030"', '"10:00 am"', '"١٠:٠٠"', '"10.30"', '"10:30.5"', '"10,5"', '"103015,123456"', '"10:00:30\\n"', '" 10:00"',
         '"10:00Zx"', '"10:00+1"', '"10:00+01"', '"10:00++01"', '"10:00+01:00Z"', '"-10:00"', '"T"', '"Z"', '"10Z"', '"10:00:30.1 "', '"10:00:00.0000001"', '"10:00:30:5"', '"1030155"', '"10:00:Z"', '"10:00xZ"', '"10xZ"', '"10:00:00.123456xZ"', '"10:00:00.12xZ"', '"10:00:30:+01"',
         '"10301512Z"', '"10301512"', '"10:00+01:"', '"10:00+01x"', '"10:00+01:00:00:5"', '"10.5"', '"1000.5"', '"10:00.5Z"']
DATETIMES = [a[:-1] + sep + b[1:] for a in ['"2024-02-01"', '"20240201"', '"2024-W05-4"', '"2024W054"', '"2024-W05"', '"2024W05"', '"2024-2-1"', '"2024-02-30"']
             for sep in ["T", " "] for b in ['"10:00"', '"10:00:30.25"', '"1000"', '"10:00Z"', '"10:00+01:30"']]
DATETIMES += ['"2024-02-01T10:00:00+23:59"', '"2024-02-01T10:00:00+24:00"', '"2024-02-01T10:00:00-23:59:59.999999"', '"2024-02-01T10:00:00 +01:00"',
              '"2024-02-01 10:00:00  Z"', '"2024-02-01 1:2:3Z"', '"2024-02-01 1:2:3 +1"', '"2024-02-01 1:2:3 +01"', '"2024-02-01 1:2:3 -0130"', '"0001-01-01T00:00:00"',
              '"0001-01-01T00:00:00+01:00"', '"9999-12-31T23:59:59-01:00"', '"9999-12-31T23:59:59.999999"', '"2024-02-01T24:00"', '"2024-02-01T10"',
              '"2024-02-01T"', '"2024-02-01"', '"2024-02-01x10:00"', '"2024-02-01☃10:00"', '"2024-02-01😀10:00"', '"2024-02-01é10:00"', '"2024-02-01-10:00"',
              '"2024-W05-10"', '"2024-W05-10:00"', '"2024-W05-4-10:00"', '"2024W0541000"', '"2024W05410"', '"2024W051000"', '"202402011000"', '"20240201T100030.5Z"',
              '"2024-02-01T10:00:00.1234567Z"', '"2024-02-01T10:00:00,5"', '"2024-02-01T10:00:00.Z"', '"٢٠٢٤-٠٢-٠١ ١٠:٠٠"', '"2024-02-01T10:00:00Z\\n"', '"2024-02-01t10:00z"',
              '"now"', '"2024-02-01T10:00:00+0100"', '"2024-02-01T10:00:00+01"', '"2024-02-01T10:00:00 UTC"', '"Thu, 01 Feb 2024"', '"1706781600"', "1706781600",
              '"2024-02-01T10:00:00Z "', '" 2024-02-01T10:00:00Z"', '"2024-02-01T10:00:60Z"', '"2024-02-29T23:59:59.999999+00:00"', '"0001-01-01 0:00 +00:01"', '"2024-02-01T10:00:00+00:00:00"',
              '"2024-02-01T10:00:00−01:00"', '"2024-1-1T1:1"', '"24-01-01T10:00"']
DURATIONS = ['"90"', "90", "90.5", "1e3", "1e20", '"1e3"', '"-90"', '"1:30"', '"1:02:03"', '"01:02:03.5"', '"1 02:03:04"', '"1 2"', '"3 days"', '"3 days, 1:00:00"', '"1 day 1:00:00"',
             '"1 day, 1"', '"-1 02:03:04"', '"-1 -02:03:04"', '"1 -02:03:04"', '"-02:03:04"', '"+02:03:04"', '"3 days 04:05:06"', '"3 days04:05:06"', '"3 days -04:05:06"', '"3 days +04:05:06.1"',
             '"P"', '"PT"', '"P1D"', '"P1DT2H"', '"PT1.5H"', '"PT1,5M"', '"-P1DT2H3M4.5S"', '"+P1D"', '"P1.5D"', '"P1W"', '"P1Y"', '"PT1H2"', '"p1d"', '"PT0.0000005S"', '"PT0.0000015S"', '"PT0.0000025S"',
             '"PT0.1234565S"', '"P0.3333333333D"', '"1:2:3:4"', '"1:2:"', '":1"', '"1 day"', '"days"', '"999999999 00:00:00"', '"1000000000 00:00:00"', '"-999999999 00:00:00"', '"106751991 00:00:00"',
             '"106751992 00:00:00"', '"99999999999999999999"', '"' + "9" * 400 + '"', '"P99999999999D"', '"100:00:00"', '"00:99:99"', '"1.5"', '"1,5"', '"1.1234567"', '"1."', '"٣ ٠١:٠٢:٠٣"', '"1:00\\n"', '" 1:00"', '"1:00 "',
             '"P1DT"', '"P-1D"', '"PT-1H"', '"1 days, 0:00:00.000001"', '"86399.999999"', '"0"', '"-0"', '"-0.5"', '"0.0000001"']
UUIDS = ['"12345678-1234-5678-1234-567812345678"', '"12345678123456781234567812345678"', '"{12345678-1234-5678-1234-567812345678}"', '"urn:uuid:12345678-1234-5678-1234-567812345678"',
         '"uuid:12345678123456781234567812345678"', '"URN:UUID:12345678-1234-5678-1234-567812345678"', '"1-2345678123456781234567812345678"', '"12345678-1234-5678-1234-56781234567"', '"1234567812345678123456781234567g"',
         '"ABCDEFab-1234-5678-1234-567812345678"', '"0x345678123456781234567812345678"', '"+2345678123456781234567812345678"', '"1_345678123456781234567812345678"', '" 2345678123456781234567812345678"',
         '"1__45678123456781234567812345678"', '"٣٢345678123456781234567812345678"', str(2**128 - 1), str(2**128), "340282366920938463463374607431768211455", "5", '"5"', '"{{12345678123456781234567812345678}}"',
         '"}12345678123456781234567812345678{"', '"0x_45678123456781234567812345678_"', '"0X_456781234567812345678123456781"', '"12345678 12345678123456781234567"', '"1234567812345678123456781234567_"']
IPS = ['"1.2.3.4"', '" 1.2.3.4 "', '"01.2.3.4"', '"1.2.3"', '"1.2.3.4.5"', '"256.1.1.1"', '"1.2.3.4/24"', '"::1"', '" ::1"', '"::"', '"::ffff:1.2.3.4"', '"::1.2.3.4"', '"::ffff:102:304"', '"2001:DB8::1"',
       '"2001:0db8:0000:0000:0000:0000:0000:0001"', '"2001:db8:0:0:1:0:0:1"', '"1:0:0:2:0:0:0:3"', '"1:2:3:4:5:6:7:8"', '"1:2:3:4:5:6:7::"', '"::2:3:4:5:6:7:8"', '"1:2:3:4::5:6:7:8"', '"1:2:3:4:5:6:7:8:9"', '"fe80::1%eth0"',
       '"fe80::1%"', '"fe80::1%a%b"', '":::"', '"1::2::3"', '"12345::"', '"g::1"', '"[::1]"', '"::ffff:1.2.3.256"', '"::01.2.3.4"', '"1:2:3:4:5:6:1.2.3.4"', '"1:2:3:4:5:6:7:1.2.3.4"', '"0:0:0:0:0:ffff:1.2.3.4"', '"localhost"',
       '"１.2.3.4"', '"1.2.3.4\\n"', '"::1\\n"', '"1.2.3.04"', '"1..3.4"', '"::ffff:0:0"', '"1:0:2:0:3:0:4:0"', '"0000:0000:0000:0000:0000:ffff:255.255.255.255"', '"::ffff:0255.255.255.255"', "16909060"]
EMAILS = ['"a@b.co"', '"a@b"', '"a@localhost"', '"a@LOCALHOST"', '"@b.co"', '"a@"', '"a b@c.de"', '"a@b@c.de"', '"\\"a b\\"@c.de"', '"\\"a\\\\\\"b\\"@c.de"', '"\\"a\\"b\\"@c.de"', '"a..b@c.de"', '".a@c.de"', '"a.@c.de"', '"A+t~!#$%&\'*/=?^`{|}@c.de"',
          '"a@-b.co"', '"a@b-.co"', '"a@b.c"', '"a@b.c1"', '"a@b.xn--p1ai"', '"a@b.xn--"', '"a@bücher.de"', '"ä@b.de"', '"a@[1.2.3.4]"', '"a@[::1]"', '"a@[1.2.3]"', '"a@[1.2.3.4"', '"a@b..de"', '"a@b.de."', '"a@b_c.de"', '"a@b.de\\n"', '"ſ@b.de"', '"K@b.de"', '"İ@b.de"',
          '"a@" ', '"a@1.de"', '"a@b.-de"', '"a@b.d-e"', '"a@b.de-"', '"a@😀.de"', '"a@b.😀"', '"a@b.ab"', '"a@b.123"', '"(a)@b.de"', '"a,b@c.de"', '"a@[IPv6:::1]"', '"a@xn--b.de"', '"a@' + "b" * 63 + '.de"', '"a@' + "b" * 64 + '.de"', '"a@b.' + "c" * 63 + '"', '"a@b.' + "c" * 64 + '"']
SLUGS = ['"a-b_c"', '"A1"', '"a b"', '"a.b"', '"é"', '"-"', '"a\\n"', '"12345678901"', '"a/b"', '"_"', '"a\\u0000"']
URLS = ['"http://a.de"', '"https://a.de/"', '"HTTP://A.DE"', '"ftp://a.de"', '"ftps://a.de"', '"ssh://a.de"', '"a.de"', '"//a.de"', '"http:a.de"', '"http:///a"', '"http://a"', '"http://localhost"', '"http://localhost:8000/x?y#z"', '"http://a.de:80"', '"http://a.de:"',
        '"http://a.de:123456"', '"http://1.2.3.4"', '"http://1.2.3"', '"http://256.1.1.1"', '"http://01.2.3.4"', '"http://[::1]"', '"http://[::1]:80/"', '"http://[::g]"', '"http://[1.2.3.4]"', '"http://[::ffff:1.2.3.4]"', '"http://u:p@a.de"', '"http://u@a.de"', '"http://u:p:q@a.de"', '"http://@a.de"', '"http://a b.de"',
        '"http://a.de/b c"', '"http://a.de/\\u001cx"', '"http://a.de/\\tx"', '"http://-a.de"', '"http://a-.de"', '"http://a_b.de"', '"http://a.d"', '"http://a.d1"', '"http://a.xn--p1ai"', '"http://a.de."', '"http://a.de./"', '"http://a..de"', '"http://.de"', '"http://bücher.de/ü"', '"http://😀.de"', '"http://a.de?x"', '"http://a.de#x"',
        '"http://a.de?u@b.de"', '"http://a?b@c.de"', '"http://a#b@c.de/"', '"http://a℀b.de"', '"http://a．de"', '"http://a@b@c.de"', '"http://a.de/[x]"', '"http://a.de/\\n"', '"http://a.de\\\\b"', '"http://a.de:٣"', '"http://[::1"', '"http://::1]"', '"http://[::1]a"', '"http://[::1%25eth0]/"', '"http://[fe80::1%eth0]/"', '"http://x://y.de"',
        '"http://' + "a" * 63 + '.de"', '"http://' + "a" * 64 + '.de"', '"http://' + "a." * 130 + 'de"', '"http://a.de/' + "x" * 2040 + '"', '"http://0.0.0.0"', '"http://1.2.3.4.5"', '"http://1.2.3.4:5"', '"javascript:alert(1)"', '"http://a.de/%zz"', '"http://a.de/é"', '"http://ａ.de"', '"ht tp://a.de"', '"\\u00e9://a.de"', '"http://a.de:0"', '"http://LOCALHOST"', '"http://localhost."',
        '"http://[]"', '"http://user[x]@a.de"', '"http://a[b].de"']
STRINGS = ['"ab"', '"abcdefghijkl"', '"abcdefghijklm"', '"  ab  "', '"  abc  "', '"\\u001cabc\\u001f"', '"\\u200babc"', '"\\ufeffabc"', "12", "123", "1e2", "1.50", "12345.678", '"\\n"', '"a\\nb\\tc"', '"9781234567890"', '"978123456789"', '"97812345678901"', '"9781234567890\\n"', '"x9781234567890"']
JSONS = ['"{\\"a\\": 1}"', '{"a":1.0,"b":1e2,"c":-0,"d":-0.0}', "[1,2.50,1E+2,12345678901234567890123]", '"\\u2028"', "1E400", "[1e-10, 1e21, 123456789.123456789]", '{"x":{"y":[null,true,"\\u00e9\\n"]}}']
CHOICES = ['"h"', '"H"', '" h"', '"x"', "2", '"2"', "2.0", '"2.0"', '"4"', "[2]", '{"a": 2}', '"a"', '"it\'s"', '"{x}"', '"%s"']
EXTRA = {"boolean": ['"TRUE"', '"Yes"', '"on"', '"OFF"', '"t"', '"F"', '"y"', '"n"', '"NULL"', '"None"', "2", '"2"', '" true"', "1e0", "0e5", '"01"'],
         "string": STRINGS, "email": EMAILS, "slug": SLUGS, "url": URLS, "uuid": UUIDS, "ip_address": IPS, "integer": INTS, "float": FLOATS + INTS, "decimal": DECIMALS + INTS,
         "date": DATES, "time": TIMES, "datetime": DATETIMES + DATES, "duration": DURATIONS, "json": JSONS, "choice": CHOICES}
FORMS = [[], [["v", ""]], [["v", " "]], [["v", "1"]], [["v", "true"]], [["v", "abc"]], [["v", "a"], ["v", "2"]], [["w", "1"]], [["v", "null"]], [["v", '{"a": [1.0]}']], [["v", "nul"]]]


def make(kind, args):
    args = dict(args)
    if kind == "decimal":
        for name in ("min_value", "max_value"):
            if name in args:
                args[name] = D(args[name])
    if "regex" in args:
        args["validators"] = [validators.RegexValidator(args.pop("regex"))]
    return TYPES[kind](**args)


def shown(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, D):
        return f"{value:f}"
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None).isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value // datetime.timedelta(microseconds=1))
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (uuid.UUID, int, str)):
        return str(value)
    raise TypeError(value)


def answer(serializer, data, partial, is_json):
    serializer = serializer(data=data, partial=partial)
    try:
        if not serializer.is_valid():
            return {"errors": serializer.errors}
    except Exception as error:
        return {"raises": type(error).__name__}
    if "v" not in serializer.validated_data:
        return {"absent": True}
    value = serializer.validated_data["v"]
    # What the database would refuse.
    if is_json and value is None and not serializer.fields["v"].allow_null:
        return {"raises": "IntegrityError"}
    if isinstance(value, datetime.timedelta) and abs(value // datetime.timedelta(microseconds=1)) >= 2**63:
        return {"raises": "OverflowError"}
    if is_json and value is not None:
        try:
            return {"value": json.dumps(value, allow_nan=False)}
        except ValueError:
            return {"errors": {"v": ["Value must be valid JSON."]}}
    return {"value": shown(value)}


def main():
    cases = []
    for name, (kind, args) in FIELDS.items():
        serializer = type("S", (s.Serializer,), {"v": make(kind, args)})
        inputs = list(dict.fromkeys(ANY + EXTRA.get(kind, [])))
        for text in inputs:
            cases.append([name, '{"v": %s}' % text, answer(serializer, {"v": json.loads(text)}, False, kind == "json")])
        for body in ("null", "[]", '"x"', "5", "{}"):
            cases.append([name, body, answer(serializer, json.loads(body), False, kind == "json")])
        cases.append([name, "{}", answer(serializer, {}, True, kind == "json"), "partial"])
        for form in FORMS:
            for partial in (False, True):
                data = QueryDict(mutable=True)
                for key, value in form:
                    data.appendlist(key, value)
                case = [name, {"form": form}, answer(serializer, data, partial, kind == "json")]
                cases.append(case + ["partial"] if partial else case)
    rows = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)
    fields = json.dumps({name: [kind, args] for name, (kind, args) in FIELDS.items()}, ensure_ascii=False)
    sys.stdout.write('{"fields": %s,\n"cases": [\n%s\n]}\n' % (fields, rows))


main()
