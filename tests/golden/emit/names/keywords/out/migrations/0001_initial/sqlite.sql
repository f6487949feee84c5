-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "words_mod" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "move" varchar(10) NOT NULL,
    "rw" text NULL
);

CREATE TABLE "words_crate" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "self" varchar(10) NOT NULL,
    "type" integer NOT NULL,
    "where_id" bigint NULL REFERENCES "words_mod" ("id") DEFERRABLE INITIALLY DEFERRED,
    "on" date NULL,
    "camelCase" bool NOT NULL
);
CREATE INDEX "words_crate_where_id_75a1a0ad" ON "words_crate" ("where_id");

CREATE TABLE "words_gen" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "gen" integer NOT NULL
);

CREATE TABLE "words_option" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "string" varchar(10) NULL
);

CREATE TABLE "words_self" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "select" varchar(5) NOT NULL
);

CREATE TABLE "words_string" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "row" text NOT NULL,
    "order" integer NULL
);

CREATE TABLE "words_vec" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "input" varchar(20) NOT NULL,
    "filter_set" text NOT NULL,
    "level" integer NULL,
    "size" decimal NOT NULL,
    "default" varchar(5) NULL
);
