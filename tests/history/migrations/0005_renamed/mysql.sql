-- 0005_renamed, for MySQL.

ALTER TABLE `shop_book` DROP FOREIGN KEY `shop_book_author_id_82b8ab51_fk_shop_author_id`;
ALTER TABLE `shop_book_tags` DROP FOREIGN KEY `shop_book_tags_book_id_00064ef8_fk_shop_book_id`;
ALTER TABLE `shop_book_tags` DROP FOREIGN KEY `shop_book_tags_tag_id_c7a5d3dd_fk_shop_tag_id`;
ALTER TABLE `shop_book` RENAME TO `shop_volume`;
ALTER TABLE `shop_book_tags` RENAME TO `shop_volume_tags`;
ALTER TABLE `shop_volume_tags` RENAME COLUMN `book_id` TO `volume_id`;
ALTER TABLE `shop_volume` RENAME INDEX `shop_book_author_id_name_8fd7725c_uniq` TO `shop_volume_author_id_name_275adde7_uniq`;
ALTER TABLE `shop_volume` RENAME INDEX `shop_book_name_a7b22959` TO `shop_volume_name_67430018`;
ALTER TABLE `shop_volume` RENAME INDEX `shop_book_languag_87c776_idx` TO `shop_volume_languag_dfab4f_idx`;
ALTER TABLE `shop_volume_tags` RENAME INDEX `shop_book_tags_book_id_tag_id_870e5de6_uniq` TO `shop_volume_tags_volume_id_tag_id_8a119fa1_uniq`;
ALTER TABLE `shop_volume_tags` RENAME INDEX `shop_book_tags_tag_id_c7a5d3dd_fk_shop_tag_id` TO `shop_volume_tags_tag_id_3a03981f_fk_shop_tag_id`;
ALTER TABLE `shop_volume` ADD CONSTRAINT `shop_volume_author_id_0ae0b1ee_fk_shop_author_id` FOREIGN KEY (`author_id`) REFERENCES `shop_author` (`id`);
ALTER TABLE `shop_volume_tags` ADD CONSTRAINT `shop_volume_tags_volume_id_2606edf9_fk_shop_volume_id` FOREIGN KEY (`volume_id`) REFERENCES `shop_volume` (`id`);
ALTER TABLE `shop_volume_tags` ADD CONSTRAINT `shop_volume_tags_tag_id_3a03981f_fk_shop_tag_id` FOREIGN KEY (`tag_id`) REFERENCES `shop_tag` (`id`);
