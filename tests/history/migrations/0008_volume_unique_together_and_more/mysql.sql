-- 0008_volume_unique_together_and_more, for MySQL.

ALTER TABLE `shop_volume` DROP FOREIGN KEY `shop_volume_author_id_0ae0b1ee_fk_shop_author_id`;
ALTER TABLE `shop_volume_tags` DROP FOREIGN KEY `shop_volume_tags_volume_id_2606edf9_fk_shop_volume_id`;
ALTER TABLE `shop_volume_tags` DROP FOREIGN KEY `shop_volume_tags_tag_id_3a03981f_fk_shop_tag_id`;
ALTER TABLE `shop_film` DROP FOREIGN KEY `shop_film_volume_id_53cf77c2_fk_shop_volume_id`;
ALTER TABLE `shop_volume` DROP CONSTRAINT `book_price_not_negative`;
ALTER TABLE `shop_volume` DROP INDEX `shop_volume_author_id_name_275adde7_uniq`;
ALTER TABLE `shop_volume` RENAME TO `shop_volumes`;
ALTER TABLE `shop_volume_tags` RENAME TO `shop_volumes_labels`;
ALTER TABLE `shop_volumes` RENAME INDEX `shop_volume_languag_dfab4f_idx` TO `shop_volume_languag_ed28d7_idx`;
ALTER TABLE `shop_volumes_labels` RENAME INDEX `shop_volume_tags_volume_id_tag_id_8a119fa1_uniq` TO `shop_volumes_labels_volume_id_tag_id_f62a511e_uniq`;
ALTER TABLE `shop_volumes_labels` RENAME INDEX `shop_volume_tags_tag_id_3a03981f_fk_shop_tag_id` TO `shop_volumes_labels_tag_id_7ad0d495_fk_shop_tag_id`;
ALTER TABLE `shop_volumes` ADD CONSTRAINT `book_price_not_negative` CHECK (`price` > -1);
ALTER TABLE `shop_volumes` ADD CONSTRAINT `shop_volumes_name_author_id_7b865a26_uniq` UNIQUE (`name`, `author_id`);
CREATE INDEX `shop_volumes_author_id_06ab3f8f_fk_shop_author_id` ON `shop_volumes` (`author_id`);
ALTER TABLE `shop_volumes` ADD CONSTRAINT `shop_volumes_author_id_06ab3f8f_fk_shop_author_id` FOREIGN KEY (`author_id`) REFERENCES `shop_author` (`id`);
ALTER TABLE `shop_volumes_labels` ADD CONSTRAINT `shop_volumes_labels_volume_id_4925dba8_fk_shop_volumes_id` FOREIGN KEY (`volume_id`) REFERENCES `shop_volumes` (`id`);
ALTER TABLE `shop_volumes_labels` ADD CONSTRAINT `shop_volumes_labels_tag_id_7ad0d495_fk_shop_tag_id` FOREIGN KEY (`tag_id`) REFERENCES `shop_tag` (`id`);
ALTER TABLE `shop_film` ADD CONSTRAINT `shop_film_volume_id_53cf77c2_fk_shop_volumes_id` FOREIGN KEY (`volume_id`) REFERENCES `shop_volumes` (`id`);
