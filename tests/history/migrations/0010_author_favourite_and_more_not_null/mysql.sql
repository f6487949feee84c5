-- 0010_author_favourite_and_more_not_null, for MySQL.

-- Refused while there are rows without a value: UPDATE `shop_author` SET `rank` = … WHERE `rank` IS NULL;
ALTER TABLE `shop_author` MODIFY COLUMN `rank` integer NOT NULL;
