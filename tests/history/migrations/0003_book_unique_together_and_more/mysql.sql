-- 0003_book_unique_together_and_more, for MySQL.

ALTER TABLE `shop_book` DROP FOREIGN KEY `shop_book_author_id_82b8ab51_fk_shop_author_id`;
ALTER TABLE `shop_book` DROP INDEX `shop_book_author_id_82b8ab51_fk_shop_author_id`;
CREATE TABLE `shop_tag` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `label` varchar(50) NOT NULL UNIQUE
);
CREATE TABLE `shop_book_tags` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `tag_id` bigint NOT NULL
);
ALTER TABLE `shop_book_tags` ADD CONSTRAINT `shop_book_tags_book_id_tag_id_870e5de6_uniq` UNIQUE (`book_id`, `tag_id`);
CREATE INDEX `shop_book_tags_tag_id_c7a5d3dd_fk_shop_tag_id` ON `shop_book_tags` (`tag_id`);
ALTER TABLE `shop_book` ADD CONSTRAINT `book_price_not_negative` CHECK (`price` >= 0);
ALTER TABLE `shop_book` ADD CONSTRAINT `shop_book_author_id_title_ee8b7262_uniq` UNIQUE (`author_id`, `title`);
CREATE INDEX `shop_book_languag_87c776_idx` ON `shop_book` (`language`, `price` DESC);
ALTER TABLE `shop_book` ADD CONSTRAINT `shop_book_author_id_82b8ab51_fk_shop_author_id` FOREIGN KEY (`author_id`) REFERENCES `shop_author` (`id`);
ALTER TABLE `shop_book_tags` ADD CONSTRAINT `shop_book_tags_book_id_00064ef8_fk_shop_book_id` FOREIGN KEY (`book_id`) REFERENCES `shop_book` (`id`);
ALTER TABLE `shop_book_tags` ADD CONSTRAINT `shop_book_tags_tag_id_c7a5d3dd_fk_shop_tag_id` FOREIGN KEY (`tag_id`) REFERENCES `shop_tag` (`id`);
