-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `shop_author` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(40) NOT NULL
);

CREATE TABLE `shop_book` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(60) NOT NULL,
    `pages` integer NULL,
    `price` numeric(6, 2) NOT NULL,
    `author_id` bigint NOT NULL
);
CREATE INDEX `shop_book_author_id_82b8ab51_fk_shop_author_id` ON `shop_book` (`author_id`);

ALTER TABLE `shop_book` ADD CONSTRAINT `shop_book_author_id_82b8ab51_fk_shop_author_id` FOREIGN KEY (`author_id`) REFERENCES `shop_author` (`id`);
