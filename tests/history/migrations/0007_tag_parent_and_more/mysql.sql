-- 0007_tag_parent_and_more, for MySQL.

CREATE TABLE `shop_media` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(50) NOT NULL,
    `type` varchar(100) NOT NULL
);
CREATE TABLE `shop_film` (
    `media_ptr_id` bigint NOT NULL PRIMARY KEY,
    `minutes` integer UNSIGNED NOT NULL CHECK (`minutes` >= 0),
    `volume_id` bigint NULL UNIQUE
);
ALTER TABLE `shop_tag` ADD COLUMN `parent_id` bigint NULL;
CREATE INDEX `shop_tag_parent_id_7ebec9b6_fk_shop_tag_id` ON `shop_tag` (`parent_id`);
ALTER TABLE `shop_tag` ADD CONSTRAINT `shop_tag_parent_id_7ebec9b6_fk_shop_tag_id` FOREIGN KEY (`parent_id`) REFERENCES `shop_tag` (`id`);
ALTER TABLE `shop_film` ADD CONSTRAINT `shop_film_media_ptr_id_b4761718_fk_shop_media_id` FOREIGN KEY (`media_ptr_id`) REFERENCES `shop_media` (`id`);
ALTER TABLE `shop_film` ADD CONSTRAINT `shop_film_volume_id_53cf77c2_fk_shop_volume_id` FOREIGN KEY (`volume_id`) REFERENCES `shop_volume` (`id`);
