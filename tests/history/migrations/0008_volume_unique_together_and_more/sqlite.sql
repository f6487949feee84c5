-- 0008_volume_unique_together_and_more, for SQLite.

ALTER TABLE "shop_volume" RENAME TO "shop_volumes";
ALTER TABLE "shop_volume_tags" RENAME TO "shop_volumes_labels";
CREATE TABLE "new__shop_volumes" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(200) NOT NULL,
    "page_count" bigint NOT NULL,
    "price" decimal NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED,
    "language" varchar(5) NULL,
    "note" text NOT NULL,
    "code" char(32) NOT NULL,
    "made" datetime NOT NULL,
    CONSTRAINT "book_price_not_negative" CHECK ("price" > -1)
);
INSERT INTO "new__shop_volumes" ("id", "name", "page_count", "price", "author_id", "language", "note", "code", "made") SELECT "id", "name", "page_count", "price", "author_id", "language", "note", "code", "made" FROM "shop_volumes";
DROP TABLE "shop_volumes";
ALTER TABLE "new__shop_volumes" RENAME TO "shop_volumes";
CREATE UNIQUE INDEX "shop_volumes_name_author_id_7b865a26_uniq" ON "shop_volumes" ("name", "author_id");
CREATE INDEX "shop_volumes_author_id_06ab3f8f" ON "shop_volumes" ("author_id");
CREATE INDEX "shop_volume_languag_ed28d7_idx" ON "shop_volumes" ("language", "price" DESC);
DROP INDEX "shop_volume_tags_volume_id_tag_id_8a119fa1_uniq";
DROP INDEX "shop_volume_tags_volume_id_2606edf9";
DROP INDEX "shop_volume_tags_tag_id_3a03981f";
CREATE UNIQUE INDEX "shop_volumes_labels_volume_id_tag_id_f62a511e_uniq" ON "shop_volumes_labels" ("volume_id", "tag_id");
CREATE INDEX "shop_volumes_labels_volume_id_4925dba8" ON "shop_volumes_labels" ("volume_id");
CREATE INDEX "shop_volumes_labels_tag_id_7ad0d495" ON "shop_volumes_labels" ("tag_id");
