-- 0011_volume_note_and_more, for SQLite.

DROP TABLE "shop_media";
DROP TABLE "shop_film";
CREATE TABLE "new__shop_volumes" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(200) NOT NULL,
    "page_count" bigint NOT NULL,
    "price" decimal NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED,
    "language" varchar(5) NULL,
    "code" char(32) NOT NULL,
    "made" datetime NOT NULL,
    CONSTRAINT "book_price_not_negative" CHECK ("price" > -1)
);
INSERT INTO "new__shop_volumes" ("id", "name", "page_count", "price", "author_id", "language", "code", "made") SELECT "id", "name", "page_count", "price", "author_id", "language", "code", "made" FROM "shop_volumes";
DROP TABLE "shop_volumes";
ALTER TABLE "new__shop_volumes" RENAME TO "shop_volumes";
CREATE UNIQUE INDEX "shop_volumes_name_author_id_7b865a26_uniq" ON "shop_volumes" ("name", "author_id");
CREATE INDEX "shop_volumes_author_id_06ab3f8f" ON "shop_volumes" ("author_id");
CREATE INDEX "shop_volume_languag_ed28d7_idx" ON "shop_volumes" ("language", "price" DESC);
CREATE TABLE "new__shop_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(40) NOT NULL,
    "email" varchar(100) NULL,
    "active" bool NOT NULL,
    "favourite_id" bigint NULL REFERENCES "shop_volumes" ("id") DEFERRABLE INITIALLY DEFERRED,
    "rank" integer NOT NULL
);
INSERT INTO "new__shop_author" ("id", "name", "email", "active", "favourite_id", "rank") SELECT "id", "name", "email", "active", "favourite_id", "rank" FROM "shop_author";
DROP TABLE "shop_author";
ALTER TABLE "new__shop_author" RENAME TO "shop_author";
CREATE INDEX "shop_author_favourite_id_3c66f08c" ON "shop_author" ("favourite_id");
