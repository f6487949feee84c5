-- 0008_volume_unique_together_and_more, for PostgreSQL.

ALTER TABLE "shop_volume" DROP CONSTRAINT "book_price_not_negative";
ALTER TABLE "shop_volume" DROP CONSTRAINT "shop_volume_author_id_name_275adde7_uniq";
ALTER TABLE "shop_volume" RENAME TO "shop_volumes";
ALTER TABLE "shop_volume_tags" RENAME TO "shop_volumes_labels";
ALTER INDEX "shop_volume_author_id_0ae0b1ee" RENAME TO "shop_volumes_author_id_06ab3f8f";
ALTER INDEX "shop_volume_languag_dfab4f_idx" RENAME TO "shop_volume_languag_ed28d7_idx";
ALTER TABLE "shop_volumes" RENAME CONSTRAINT "shop_volume_author_id_0ae0b1ee_fk_shop_author_id" TO "shop_volumes_author_id_06ab3f8f_fk_shop_author_id";
ALTER TABLE "shop_volumes_labels" RENAME CONSTRAINT "shop_volume_tags_volume_id_tag_id_8a119fa1_uniq" TO "shop_volumes_labels_volume_id_tag_id_f62a511e_uniq";
ALTER INDEX "shop_volume_tags_volume_id_2606edf9" RENAME TO "shop_volumes_labels_volume_id_4925dba8";
ALTER INDEX "shop_volume_tags_tag_id_3a03981f" RENAME TO "shop_volumes_labels_tag_id_7ad0d495";
ALTER TABLE "shop_volumes_labels" RENAME CONSTRAINT "shop_volume_tags_volume_id_2606edf9_fk_shop_volume_id" TO "shop_volumes_labels_volume_id_4925dba8_fk_shop_volumes_id";
ALTER TABLE "shop_volumes_labels" RENAME CONSTRAINT "shop_volume_tags_tag_id_3a03981f_fk_shop_tag_id" TO "shop_volumes_labels_tag_id_7ad0d495_fk_shop_tag_id";
ALTER TABLE "shop_film" RENAME CONSTRAINT "shop_film_volume_id_53cf77c2_fk_shop_volume_id" TO "shop_film_volume_id_53cf77c2_fk_shop_volumes_id";
ALTER TABLE "shop_volumes" ADD CONSTRAINT "book_price_not_negative" CHECK ("price" > -1);
ALTER TABLE "shop_volumes" ADD CONSTRAINT "shop_volumes_name_author_id_7b865a26_uniq" UNIQUE ("name", "author_id");
