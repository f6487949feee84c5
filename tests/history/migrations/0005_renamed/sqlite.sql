-- 0005_renamed, for SQLite.

ALTER TABLE "shop_book" RENAME TO "shop_volume";
ALTER TABLE "shop_book_tags" RENAME TO "shop_volume_tags";
ALTER TABLE "shop_volume_tags" RENAME COLUMN "book_id" TO "volume_id";
DROP INDEX "shop_book_author_id_name_8fd7725c_uniq";
DROP INDEX "shop_book_name_a7b22959";
DROP INDEX "shop_book_author_id_82b8ab51";
DROP INDEX "shop_book_languag_87c776_idx";
CREATE UNIQUE INDEX "shop_volume_author_id_name_275adde7_uniq" ON "shop_volume" ("author_id", "name");
CREATE INDEX "shop_volume_name_67430018" ON "shop_volume" ("name");
CREATE INDEX "shop_volume_author_id_0ae0b1ee" ON "shop_volume" ("author_id");
CREATE INDEX "shop_volume_languag_dfab4f_idx" ON "shop_volume" ("language", "price" DESC);
DROP INDEX "shop_book_tags_book_id_tag_id_870e5de6_uniq";
DROP INDEX "shop_book_tags_book_id_00064ef8";
DROP INDEX "shop_book_tags_tag_id_c7a5d3dd";
CREATE UNIQUE INDEX "shop_volume_tags_volume_id_tag_id_8a119fa1_uniq" ON "shop_volume_tags" ("volume_id", "tag_id");
CREATE INDEX "shop_volume_tags_volume_id_2606edf9" ON "shop_volume_tags" ("volume_id");
CREATE INDEX "shop_volume_tags_tag_id_3a03981f" ON "shop_volume_tags" ("tag_id");
