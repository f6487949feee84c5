-- 0009_author_favourite_and_more, for MySQL.

ALTER TABLE `shop_author` ADD COLUMN `favourite_id` bigint NULL;
ALTER TABLE `shop_author` ADD COLUMN `rank` integer NULL;
CREATE INDEX `shop_author_favourite_id_3c66f08c_fk_shop_volumes_id` ON `shop_author` (`favourite_id`);
ALTER TABLE `shop_author` ADD CONSTRAINT `shop_author_favourite_id_3c66f08c_fk_shop_volumes_id` FOREIGN KEY (`favourite_id`) REFERENCES `shop_volumes` (`id`);

-- rank becomes NOT NULL in the next migration. Say here what the rows get that have no value:
-- UPDATE `shop_author` SET `rank` = … WHERE `rank` IS NULL;
