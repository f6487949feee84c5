-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "every_hook_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(100) NOT NULL UNIQUE
);

CREATE TABLE "every_hook_event" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "what" varchar(100) NOT NULL
);

CREATE TABLE "every_hook_book" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(100) NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "every_hook_author" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "every_hook_book_author_id_6566cd7a" ON "every_hook_book" ("author_id");

CREATE TABLE "every_hook_book_tags" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "every_hook_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "event_id" bigint NOT NULL REFERENCES "every_hook_event" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX "every_hook_book_tags_book_id_event_id_67425a2d_uniq" ON "every_hook_book_tags" ("book_id", "event_id");
CREATE INDEX "every_hook_book_tags_book_id_02cadd9b" ON "every_hook_book_tags" ("book_id");
CREATE INDEX "every_hook_book_tags_event_id_56d98144" ON "every_hook_book_tags" ("event_id");

CREATE TABLE "every_hook_content" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(10) NOT NULL,
    "type" varchar(100) NOT NULL
);

CREATE TABLE "every_hook_match" (
    "content_ptr_id" bigint NOT NULL PRIMARY KEY REFERENCES "every_hook_content" ("id") DEFERRABLE INITIALLY DEFERRED,
    "loop" varchar(10) NULL
);

CREATE TABLE "every_hook_review" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "every_hook_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "text" text NOT NULL
);
CREATE INDEX "every_hook_review_book_id_3849aa68" ON "every_hook_review" ("book_id");
