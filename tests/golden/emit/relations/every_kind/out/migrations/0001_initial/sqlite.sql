-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "relations_author" (
    "slug" varchar(50) NOT NULL PRIMARY KEY,
    "user_id" integer NULL UNIQUE REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "mentor_id" varchar(50) NULL REFERENCES "relations_author" ("slug") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "relations_author_mentor_id_b8c2c7fc" ON "relations_author" ("mentor_id");

CREATE TABLE "relations_tag" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(20) NOT NULL
);

CREATE TABLE "relations_book" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "author_id" varchar(50) NOT NULL REFERENCES "relations_author" ("slug") DEFERRABLE INITIALLY DEFERRED,
    "sequel_id" bigint NULL UNIQUE REFERENCES "relations_book" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "relations_book_author_id_6398a16d" ON "relations_book" ("author_id");

CREATE TABLE "relations_book_editors" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "relations_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "author_id" varchar(50) NOT NULL REFERENCES "relations_author" ("slug") DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX "relations_book_editors_book_id_author_id_fa84c653_uniq" ON "relations_book_editors" ("book_id", "author_id");
CREATE INDEX "relations_book_editors_book_id_5769f946" ON "relations_book_editors" ("book_id");
CREATE INDEX "relations_book_editors_author_id_320c4f29" ON "relations_book_editors" ("author_id");

CREATE TABLE "relations_content" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(20) NOT NULL,
    "type" varchar(100) NOT NULL
);

CREATE TABLE "relations_film" (
    "content_ptr_id" bigint NOT NULL PRIMARY KEY REFERENCES "relations_content" ("id") DEFERRABLE INITIALLY DEFERRED,
    "minutes" integer unsigned NOT NULL CHECK ("minutes" >= 0)
);

CREATE TABLE "relations_song" (
    "content_ptr_id" bigint NOT NULL PRIMARY KEY REFERENCES "relations_content" ("id") DEFERRABLE INITIALLY DEFERRED,
    "bars" integer unsigned NOT NULL CHECK ("bars" >= 0)
);

CREATE TABLE "relations_tagging" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "relations_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "tag_id" bigint NOT NULL REFERENCES "relations_tag" ("id") DEFERRABLE INITIALLY DEFERRED,
    "weight" integer NOT NULL
);
CREATE UNIQUE INDEX "relations_tagging_book_id_tag_id_weight_f1e3a305_uniq" ON "relations_tagging" ("book_id", "tag_id", "weight");
CREATE INDEX "relations_tagging_book_id_97043ec6" ON "relations_tagging" ("book_id");
CREATE INDEX "relations_tagging_tag_id_905e2398" ON "relations_tagging" ("tag_id");
