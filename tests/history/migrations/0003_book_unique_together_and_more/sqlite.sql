-- 0003_book_unique_together_and_more, for SQLite.

CREATE TABLE "shop_tag" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "label" varchar(50) NOT NULL UNIQUE
);
CREATE TABLE "shop_book_tags" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "shop_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "tag_id" bigint NOT NULL REFERENCES "shop_tag" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX "shop_book_tags_book_id_tag_id_870e5de6_uniq" ON "shop_book_tags" ("book_id", "tag_id");
CREATE INDEX "shop_book_tags_book_id_00064ef8" ON "shop_book_tags" ("book_id");
CREATE INDEX "shop_book_tags_tag_id_c7a5d3dd" ON "shop_book_tags" ("tag_id");
CREATE TABLE "new__shop_book" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(60) NOT NULL,
    "pages" integer NULL,
    "price" decimal NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED,
    "language" varchar(2) NOT NULL,
    "note" text NOT NULL,
    "code" char(32) NOT NULL,
    "made" datetime NOT NULL,
    CONSTRAINT "book_price_not_negative" CHECK ("price" >= 0)
);
INSERT INTO "new__shop_book" ("id", "title", "pages", "price", "author_id", "language", "note", "code", "made") SELECT "id", "title", "pages", "price", "author_id", "language", "note", "code", "made" FROM "shop_book";
DROP TABLE "shop_book";
ALTER TABLE "new__shop_book" RENAME TO "shop_book";
CREATE UNIQUE INDEX "shop_book_author_id_title_ee8b7262_uniq" ON "shop_book" ("author_id", "title");
CREATE INDEX "shop_book_title_1f19d72a" ON "shop_book" ("title");
CREATE INDEX "shop_book_author_id_82b8ab51" ON "shop_book" ("author_id");
CREATE INDEX "shop_book_languag_87c776_idx" ON "shop_book" ("language", "price" DESC);
