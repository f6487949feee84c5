-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "shop_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(40) NOT NULL
);

CREATE TABLE "shop_book" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(60) NOT NULL,
    "pages" integer NULL,
    "price" decimal NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "shop_book_author_id_82b8ab51" ON "shop_book" ("author_id");
