-- 0006_volume_name_and_more, for PostgreSQL.

ALTER TABLE "shop_volume" DROP CONSTRAINT "book_price_not_negative";
DROP INDEX "shop_volume_name_67430018";
DROP INDEX "shop_volume_name_67430018_like";
ALTER TABLE "shop_volume" ALTER COLUMN "name" TYPE varchar(200) USING "name"::varchar(200);
ALTER TABLE "shop_volume" ALTER COLUMN "page_count" TYPE bigint USING "page_count"::bigint;
UPDATE "shop_volume" SET "page_count" = 0 WHERE "page_count" IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE "shop_volume" ALTER COLUMN "page_count" SET NOT NULL;
ALTER TABLE "shop_volume" ALTER COLUMN "price" TYPE numeric(9, 2) USING "price"::numeric(9, 2);
ALTER TABLE "shop_volume" ALTER COLUMN "language" TYPE varchar(5) USING "language"::varchar(5);
ALTER TABLE "shop_volume" ALTER COLUMN "language" DROP NOT NULL;
ALTER TABLE "shop_volume" ADD CONSTRAINT "book_price_not_negative" CHECK ("price" >= 0);
