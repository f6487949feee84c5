-- 0006_volume_name_and_more, for MySQL.

ALTER TABLE `shop_volume` DROP CONSTRAINT `book_price_not_negative`;
ALTER TABLE `shop_volume` DROP INDEX `shop_volume_name_67430018`;
ALTER TABLE `shop_volume` MODIFY COLUMN `name` varchar(200) NOT NULL;
ALTER TABLE `shop_volume` MODIFY COLUMN `page_count` bigint NULL;
UPDATE `shop_volume` SET `page_count` = 0 WHERE `page_count` IS NULL;
ALTER TABLE `shop_volume` MODIFY COLUMN `page_count` bigint NOT NULL;
ALTER TABLE `shop_volume` MODIFY COLUMN `price` numeric(9, 2) NOT NULL;
ALTER TABLE `shop_volume` MODIFY COLUMN `language` varchar(5) NULL;
ALTER TABLE `shop_volume` ADD CONSTRAINT `book_price_not_negative` CHECK (`price` >= 0);
