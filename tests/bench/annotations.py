#!/usr/bin/env python3
"""What annotations cost in the databases: a page of 100 rows over 100,000, each with three rows that are counted, on SQLite, PostgreSQL and MariaDB.

    tests/bench/annotations.py | tests/bench/page.py annotations

The statements were taken from a generated server (`runtime/src/orm/annotations.rs` writes them); values stand in them. Each runs in turns
with the page without annotations, and the ratio is that of the two medians. `TEST_POSTGRES_URL` and `TEST_MYSQL_URL` name the servers, as for tests;
psycopg and pymysql are the drivers.
"""
import os
import sqlite3
import statistics
import time
from urllib.parse import urlsplit

ROWS, PER_ROW, ROUNDS = 100_000, 3, int(os.environ.get("ROUNDS", "7"))
COUNT = '(SELECT COUNT(t0_t1."id") FROM "bench_line" AS t0_t1 WHERE t0."id" = t0_t1."basket_id")'
LATE = '(SELECT COUNT(t0_t1."id") FROM "bench_line" AS t0_t1 WHERE t0."id" = t0_t1."basket_id" AND t0_t1."amount" > 50)'
SUM = '(SELECT COALESCE(SUM(t0_t1."amount"), 0) FROM "bench_line" AS t0_t1 WHERE t0."id" = t0_t1."basket_id")'
LARGEST = '(SELECT MAX(t0_t1."amount") FROM "bench_line" AS t0_t1 WHERE t0."id" = t0_t1."basket_id")'
TOTAL = '(SELECT COUNT(*) FROM "bench_basket" AS t0)'


def page(columns="", where="", order='t0."id"', offset=0, total=TOTAL):
    return (f'SELECT t0."id", t0."name", t0."note"{columns}, {total} FROM "bench_basket" AS t0{where} ORDER BY {order} '
            f"LIMIT 100 OFFSET {offset}")


def late(columns):
    """A later page: PostgreSQL is given the keys first (`Select::page`)."""
    def statement(kind):
        if kind != "PostgreSQL":
            return page(columns, offset=50_000)
        keys = 'SELECT t0."id" FROM "bench_basket" AS t0 ORDER BY t0."id" LIMIT 100 OFFSET 50000'
        return page(columns, f' WHERE t0."id" = ANY(ARRAY({keys}))')
    return statement


FOUR = f", {COUNT} AS __rw_a4, {LATE} AS __rw_a5, {SUM} AS __rw_a6, {LARGEST} AS __rw_a7"
NARROW = f" WHERE {COUNT} > 2"
CASES = [
    ("one count", page(f", {COUNT} AS __rw_a4"), page()),
    ("four aggregates", page(FOUR), page()),
    ("four, page 501", late(FOUR), page(offset=50_000)),
    ("four, ordered by a column without an index", page(FOUR, order='t0."note", t0."id"'), page(order='t0."note", t0."id"')),
    ("ordered by a count", page(f", {COUNT} AS __rw_a4", order='__rw_a4 DESC, t0."id"'), page(order='t0."note", t0."id"')),
    ("filtered by a count", page(f", {COUNT} AS __rw_a4", NARROW, total=f'(SELECT COUNT(*) FROM "bench_basket" AS t0{NARROW})'), page()),
]
TABLES = ['DROP TABLE IF EXISTS "bench_line"', 'DROP TABLE IF EXISTS "bench_basket"',
          'CREATE TABLE "bench_basket" ("id" bigint PRIMARY KEY, "name" varchar(40) NOT NULL, "note" varchar(40) NOT NULL)',
          'CREATE TABLE "bench_line" ("id" bigint PRIMARY KEY, "basket_id" bigint NOT NULL, "amount" numeric(8, 2) NOT NULL)',
          'CREATE INDEX "bench_line_basket" ON "bench_line" ("basket_id")']
CLEAN = TABLES[:2]


def sqlite():
    return sqlite3.connect(":memory:"), "?", lambda sql: sql, []


def postgres():
    import psycopg
    return psycopg.connect(os.environ.get("TEST_POSTGRES_URL", "postgres://root@127.0.0.1:5432/test"), autocommit=True), "%s", lambda sql: sql, \
        ["ANALYZE bench_basket", "ANALYZE bench_line"]


def mysql():
    import pymysql
    url = urlsplit(os.environ.get("TEST_MYSQL_URL", "mysql://root@127.0.0.1:3306/test"))
    conn = pymysql.connect(host=url.hostname, port=url.port or 3306, user=url.username, password=url.password or "", autocommit=True)
    cursor = conn.cursor()
    cursor.execute("CREATE DATABASE IF NOT EXISTS restwright_bench")
    conn.select_db("restwright_bench")
    return conn, "%s", lambda sql: sql.replace('"', "`"), ["ANALYZE TABLE bench_basket", "ANALYZE TABLE bench_line"]


def filled(connect):
    conn, mark, said, analyze = connect()
    cursor = conn.cursor()
    for sql in TABLES:
        cursor.execute(said(sql))
    for table, width, rows in (
        ("bench_basket", 3, [(i, f"basket {i}", f"{i * 7919 % ROWS:08}") for i in range(1, ROWS + 1)]),
        ("bench_line", 3, [(i + 1, i * 7919 % ROWS + 1, i * 31 % 10_000 / 100) for i in range(ROWS * PER_ROW)]),
    ):
        for start in range(0, len(rows), 1000):
            part = rows[start:start + 1000]
            marks = ", ".join(["(" + ", ".join([mark] * width) + ")"] * len(part))
            cursor.execute(said(f'INSERT INTO "{table}" VALUES {marks}'), [value for row in part for value in row])
    conn.commit()
    for sql in analyze:
        cursor.execute(sql)
    return conn, cursor, said


def seconds(cursor, sql):
    start = time.perf_counter()
    cursor.execute(sql)
    cursor.fetchall()
    return time.perf_counter() - start


def main():
    print("| page of 100 rows | " + " | ".join(f"{name}: time, without" for name, _ in DATABASES) + " |")
    print("| --- |" + " --- |" * len(DATABASES))
    cells = {title: [] for title, _, _ in CASES}
    for kind, connect in DATABASES:
        conn, cursor, said = filled(connect)
        for title, sql, plain in CASES:
            sql, plain = said(sql(kind) if callable(sql) else sql), said(plain)
            times = [(seconds(cursor, sql), seconds(cursor, plain)) for _ in range(ROUNDS)]
            took, without = (statistics.median(side) * 1000 for side in zip(*times))
            cells[title].append(f"{took:.1f} ms, {without:.1f} ms ({took / without:.1f} times)")
        for sql in CLEAN:
            cursor.execute(said(sql))
        conn.commit()
        conn.close()
    for title, row in cells.items():
        print(f"| {title} | " + " | ".join(row) + " |")


DATABASES = [("SQLite", sqlite), ("PostgreSQL", postgres), ("MariaDB", mysql)]

if __name__ == "__main__":
    main()
