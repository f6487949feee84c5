-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "every_type_keyed" (
    "code" char(32) NOT NULL PRIMARY KEY
);

CREATE TABLE "every_type_thing" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "an_integer" integer NOT NULL,
    "a_big_integer" bigint NOT NULL,
    "a_small_integer" smallint NOT NULL,
    "a_positive_integer" integer unsigned NULL CHECK ("a_positive_integer" >= 0),
    "a_positive_small" smallint unsigned NOT NULL CHECK ("a_positive_small" >= 0),
    "a_positive_big" bigint unsigned NOT NULL CHECK ("a_positive_big" >= 0),
    "a_float" real NOT NULL,
    "a_decimal" decimal NOT NULL,
    "a_boolean" bool NOT NULL,
    "a_string" varchar(20) NOT NULL UNIQUE,
    "a_text" text NOT NULL,
    "a_slug" varchar(50) NOT NULL,
    "an_unindexed_slug" varchar(10) NOT NULL,
    "an_email" varchar(254) NOT NULL,
    "an_url" varchar(200) NOT NULL,
    "an_uuid" char(32) NOT NULL,
    "a_date" date NOT NULL,
    "a_time" time NULL,
    "a_datetime" datetime NOT NULL,
    "a_first" datetime NOT NULL,
    "a_day" date NOT NULL,
    "a_moment" datetime NOT NULL,
    "a_duration" bigint NOT NULL,
    "a_json" text NOT NULL CHECK ((JSON_VALID("a_json") OR "a_json" IS NULL)),
    "address" char(39) NULL,
    CONSTRAINT "small" CHECK ("an_integer" < 5),
    CONSTRAINT "named" CHECK ("a_string" != 'taken'),
    CONSTRAINT "order" CHECK ("a_first" <= "a_datetime")
);
CREATE UNIQUE INDEX "every_type_thing_a_slug_a_date_f2f56a53_uniq" ON "every_type_thing" ("a_slug", "a_date");
CREATE INDEX "every_type_thing_a_big_integer_b8f7f429" ON "every_type_thing" ("a_big_integer");
CREATE INDEX "every_type_thing_a_slug_8148f0ab" ON "every_type_thing" ("a_slug");
CREATE INDEX "every_type__a_float_c89af9_idx" ON "every_type_thing" ("a_float");
CREATE INDEX "every_type__a_boole_71c681_idx" ON "every_type_thing" ("a_boolean", "a_text");
