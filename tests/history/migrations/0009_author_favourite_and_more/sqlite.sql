-- 0009_author_favourite_and_more, for SQLite.

ALTER TABLE "shop_author" ADD COLUMN "favourite_id" bigint NULL REFERENCES "shop_volumes" ("id") DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "shop_author" ADD COLUMN "rank" integer NULL;
CREATE INDEX "shop_author_favourite_id_3c66f08c" ON "shop_author" ("favourite_id");

-- rank becomes NOT NULL in the next migration. Say here what the rows get that have no value:
-- UPDATE "shop_author" SET "rank" = … WHERE "rank" IS NULL;
