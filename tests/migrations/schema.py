#!/usr/bin/env python3
"""Compares the tables of two databases of one kind:  schema.py URL URL

Prints what only one of them has, and exits with 1 if there is anything. Used to compare what Django makes of a spec folder with what the
recorded migrations make of it; docs/migrations.md says how. Names of constraints and indexes count on MySQL and PostgreSQL, except those that
PostgreSQL itself finds for unique columns. Needs psycopg or mysqlclient.
"""
import sys
from urllib.parse import urlparse


def rows(url, sql):
    parts = urlparse(url)
    name = parts.path.strip("/")
    if parts.scheme.startswith("postgres"):
        import psycopg
        with psycopg.connect(url) as connection:
            return connection.execute(sql).fetchall()
    import MySQLdb
    connection = MySQLdb.connect(host=parts.hostname, port=parts.port or 3306, user=parts.username or "root", passwd=parts.password or "", db=name)
    cursor = connection.cursor()
    cursor.execute(sql)
    return cursor.fetchall()


POSTGRES = {
    "column": """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraint": """SELECT conrelid::regclass::text, CASE WHEN contype IN ('u', 'p') AND array_length(conkey, 1) = 1 THEN '' ELSE conname END,
        pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "index": """SELECT tablename, indexname, regexp_replace(indexdef, '^.* USING', '') FROM pg_indexes WHERE schemaname = 'public'
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname AND contype IN ('u', 'p'))""",
}
MYSQL = {
    "column": """SELECT table_name, column_name, column_type, is_nullable, column_default, extra FROM information_schema.columns
        WHERE table_schema = DATABASE()""",
    "index": """SELECT table_name, index_name, non_unique, GROUP_CONCAT(CONCAT(column_name, ' ', COALESCE(collation, '')) ORDER BY seq_in_index)
        FROM information_schema.statistics WHERE table_schema = DATABASE() GROUP BY 1, 2, 3""",
    "key": """SELECT table_name, constraint_name, column_name, referenced_table_name, referenced_column_name
        FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL""",
    "check": """SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = DATABASE()""",
}


def schema(url):
    queries = POSTGRES if url.startswith("postgres") else MYSQL
    return {(kind, *(str(cell) for cell in row)) for kind, sql in queries.items() for row in rows(url, sql)}


def main():
    one, other = sys.argv[1], sys.argv[2]
    first, second = schema(one), schema(other)
    for mark, only in (("-", first - second), ("+", second - first)):
        for line in sorted(only):
            print(mark, " | ".join(line))
    print(f"{len(first & second)} in common, {len(first - second)} only in the first, {len(second - first)} only in the second")
    return first != second


if __name__ == "__main__":
    sys.exit(main())
