-- 0002_author_email_and_more, for SQLite.

CREATE TABLE "new__shop_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(40) NOT NULL,
    "email" varchar(254) NULL UNIQUE,
    "active" bool NOT NULL
);
INSERT INTO "new__shop_author" ("id", "name", "active") SELECT "id", "name", 1 FROM "shop_author";
DROP TABLE "shop_author";
ALTER TABLE "new__shop_author" RENAME TO "shop_author";
CREATE TABLE "new__shop_book" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(60) NOT NULL,
    "pages" integer NULL,
    "price" decimal NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED,
    "language" varchar(2) NOT NULL,
    "note" text NOT NULL,
    "code" char(32) NOT NULL,
    "made" datetime NOT NULL
);
INSERT INTO "new__shop_book" ("id", "title", "pages", "price", "author_id", "language", "note", "code", "made") SELECT "id", "title", "pages", "price", "author_id", 'en', '', lower(hex(randomblob(6)) || '4' || substr(hex(randomblob(2)), 2) || '8' || substr(hex(randomblob(8)), 2)), datetime('now') FROM "shop_book";
DROP TABLE "shop_book";
ALTER TABLE "new__shop_book" RENAME TO "shop_book";
CREATE INDEX "shop_book_title_1f19d72a" ON "shop_book" ("title");
CREATE INDEX "shop_book_author_id_82b8ab51" ON "shop_book" ("author_id");
