-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "shop_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(40) NOT NULL
);

CREATE TABLE "shop_book" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(60) NOT NULL,
    "length" integer NULL
);

CREATE TABLE "shop_book_tags" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "shop_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX "shop_book_tags_book_id_author_id_4ca29676_uniq" ON "shop_book_tags" ("book_id", "author_id");
CREATE INDEX "shop_book_tags_book_id_00064ef8" ON "shop_book_tags" ("book_id");
CREATE INDEX "shop_book_tags_author_id_662f27da" ON "shop_book_tags" ("author_id");

CREATE TABLE "shop_film" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(60) NOT NULL
);
