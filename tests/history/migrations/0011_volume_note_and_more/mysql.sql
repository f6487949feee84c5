-- 0011_volume_note_and_more, for MySQL.

ALTER TABLE `shop_film` DROP FOREIGN KEY `shop_film_media_ptr_id_b4761718_fk_shop_media_id`;
ALTER TABLE `shop_film` DROP FOREIGN KEY `shop_film_volume_id_53cf77c2_fk_shop_volumes_id`;
ALTER TABLE `shop_author` DROP INDEX `email`;
ALTER TABLE `shop_volumes` DROP COLUMN `note`;
DROP TABLE `shop_media`;
DROP TABLE `shop_film`;
ALTER TABLE `shop_author` MODIFY COLUMN `email` varchar(100) NULL;
