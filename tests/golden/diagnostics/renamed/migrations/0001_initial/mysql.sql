-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `shop_author` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(40) NOT NULL
);

CREATE TABLE `shop_book` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(60) NOT NULL,
    `length` integer NULL
);

CREATE TABLE `shop_book_tags` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `author_id` bigint NOT NULL
);
ALTER TABLE `shop_book_tags` ADD CONSTRAINT `shop_book_tags_book_id_author_id_4ca29676_uniq` UNIQUE (`book_id`, `author_id`);
CREATE INDEX `shop_book_tags_author_id_662f27da_fk_shop_author_id` ON `shop_book_tags` (`author_id`);

CREATE TABLE `shop_film` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(60) NOT NULL
);

ALTER TABLE `shop_book_tags` ADD CONSTRAINT `shop_book_tags_book_id_00064ef8_fk_shop_book_id` FOREIGN KEY (`book_id`) REFERENCES `shop_book` (`id`);
ALTER TABLE `shop_book_tags` ADD CONSTRAINT `shop_book_tags_author_id_662f27da_fk_shop_author_id` FOREIGN KEY (`author_id`) REFERENCES `shop_author` (`id`);
