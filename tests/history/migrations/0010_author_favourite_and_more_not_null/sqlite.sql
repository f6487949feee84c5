-- 0010_author_favourite_and_more_not_null, for SQLite.

CREATE TABLE "new__shop_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(40) NOT NULL,
    "email" varchar(254) NULL UNIQUE,
    "active" bool NOT NULL,
    "favourite_id" bigint NULL REFERENCES "shop_volumes" ("id") DEFERRABLE INITIALLY DEFERRED,
    "rank" integer NOT NULL
);
-- Refused while there are rows without a value: UPDATE "shop_author" SET "rank" = … WHERE "rank" IS NULL;
INSERT INTO "new__shop_author" ("id", "name", "email", "active", "favourite_id", "rank") SELECT "id", "name", "email", "active", "favourite_id", "rank" FROM "shop_author";
DROP TABLE "shop_author";
ALTER TABLE "new__shop_author" RENAME TO "shop_author";
CREATE INDEX "shop_author_favourite_id_3c66f08c" ON "shop_author" ("favourite_id");
