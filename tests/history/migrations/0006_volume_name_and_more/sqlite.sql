-- 0006_volume_name_and_more, for SQLite.

CREATE TABLE "new__shop_volume" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(200) NOT NULL,
    "page_count" bigint NOT NULL,
    "price" decimal NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED,
    "language" varchar(5) NULL,
    "note" text NOT NULL,
    "code" char(32) NOT NULL,
    "made" datetime NOT NULL,
    CONSTRAINT "book_price_not_negative" CHECK ("price" >= 0)
);
INSERT INTO "new__shop_volume" ("id", "name", "page_count", "price", "author_id", "language", "note", "code", "made") SELECT "id", "name", coalesce("page_count", 0), "price", "author_id", "language", "note", "code", "made" FROM "shop_volume";
DROP TABLE "shop_volume";
ALTER TABLE "new__shop_volume" RENAME TO "shop_volume";
CREATE UNIQUE INDEX "shop_volume_author_id_name_275adde7_uniq" ON "shop_volume" ("author_id", "name");
CREATE INDEX "shop_volume_author_id_0ae0b1ee" ON "shop_volume" ("author_id");
CREATE INDEX "shop_volume_languag_dfab4f_idx" ON "shop_volume" ("language", "price" DESC);
