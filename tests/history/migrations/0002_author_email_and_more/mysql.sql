-- 0002_author_email_and_more, for MySQL.

ALTER TABLE `shop_author` ADD COLUMN `email` varchar(254) NULL;
ALTER TABLE `shop_author` ADD COLUMN `active` bool NOT NULL DEFAULT (1);
ALTER TABLE `shop_author` ALTER COLUMN `active` DROP DEFAULT;
ALTER TABLE `shop_book` ADD COLUMN `language` varchar(2) NOT NULL DEFAULT ('en');
ALTER TABLE `shop_book` ALTER COLUMN `language` DROP DEFAULT;
ALTER TABLE `shop_book` ADD COLUMN `note` longtext NOT NULL DEFAULT ('');
ALTER TABLE `shop_book` ALTER COLUMN `note` DROP DEFAULT;
ALTER TABLE `shop_book` ADD COLUMN `code` /*M!100700 uuid *//*!80000 char(32) */ NOT NULL DEFAULT (REPLACE(UUID(), '-', ''));
ALTER TABLE `shop_book` ALTER COLUMN `code` DROP DEFAULT;
ALTER TABLE `shop_book` ADD COLUMN `made` datetime(6) NOT NULL DEFAULT (UTC_TIMESTAMP(6));
ALTER TABLE `shop_book` ALTER COLUMN `made` DROP DEFAULT;
ALTER TABLE `shop_author` ADD CONSTRAINT `email` UNIQUE (`email`);
CREATE INDEX `shop_book_title_1f19d72a` ON `shop_book` (`title`);
