-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "shop_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(100) NOT NULL UNIQUE
);

CREATE TABLE "shop_book" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(100) NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED,
    "seller_id" integer NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "price" decimal NOT NULL,
    "status" varchar(10) NOT NULL,
    "year" integer NULL
);
CREATE INDEX "shop_book_author_id_idx" ON "shop_book" ("author_id");
CREATE INDEX "shop_book_seller_id_idx" ON "shop_book" ("seller_id");

CREATE TABLE "shop_event" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "what" varchar(100) NOT NULL
);

CREATE TABLE "shop_review" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "shop_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "text" text NOT NULL
);
CREATE INDEX "shop_review_book_id_idx" ON "shop_review" ("book_id");
