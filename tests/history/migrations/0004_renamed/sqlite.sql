-- 0004_renamed, for SQLite.

ALTER TABLE "shop_book" RENAME COLUMN "title" TO "name";
ALTER TABLE "shop_book" RENAME COLUMN "pages" TO "page_count";
DROP INDEX "shop_book_author_id_title_ee8b7262_uniq";
DROP INDEX "shop_book_title_1f19d72a";
CREATE UNIQUE INDEX "shop_book_author_id_name_8fd7725c_uniq" ON "shop_book" ("author_id", "name");
CREATE INDEX "shop_book_name_a7b22959" ON "shop_book" ("name");
