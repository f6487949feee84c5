-- 0004_renamed, for PostgreSQL.

ALTER TABLE "shop_book" RENAME COLUMN "title" TO "name";
ALTER TABLE "shop_book" RENAME COLUMN "pages" TO "page_count";
ALTER TABLE "shop_book" RENAME CONSTRAINT "shop_book_author_id_title_ee8b7262_uniq" TO "shop_book_author_id_name_8fd7725c_uniq";
ALTER INDEX "shop_book_title_1f19d72a" RENAME TO "shop_book_name_a7b22959";
ALTER INDEX "shop_book_title_1f19d72a_like" RENAME TO "shop_book_name_a7b22959_like";
