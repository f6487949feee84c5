-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `shop_author` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(100) NOT NULL UNIQUE
);

CREATE TABLE `shop_book` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(100) NOT NULL,
    `author_id` bigint NOT NULL,
    `seller_id` integer NULL,
    `price` numeric(8, 2) NOT NULL,
    `status` varchar(10) NOT NULL,
    `year` integer NULL
);
CREATE INDEX `shop_book_author_id_82b8ab51_fk_shop_author_id` ON `shop_book` (`author_id`);
CREATE INDEX `shop_book_seller_id_ea0dcaaa_fk_auth_user_id` ON `shop_book` (`seller_id`);

CREATE TABLE `shop_event` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `what` varchar(100) NOT NULL
);

CREATE TABLE `shop_review` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `text` longtext NOT NULL
);
CREATE INDEX `shop_review_book_id_44c4d8d9_fk_shop_book_id` ON `shop_review` (`book_id`);

ALTER TABLE `shop_book` ADD CONSTRAINT `shop_book_author_id_82b8ab51_fk_shop_author_id` FOREIGN KEY (`author_id`) REFERENCES `shop_author` (`id`);
ALTER TABLE `shop_book` ADD CONSTRAINT `shop_book_seller_id_ea0dcaaa_fk_auth_user_id` FOREIGN KEY (`seller_id`) REFERENCES `auth_user` (`id`);
ALTER TABLE `shop_review` ADD CONSTRAINT `shop_review_book_id_44c4d8d9_fk_shop_book_id` FOREIGN KEY (`book_id`) REFERENCES `shop_book` (`id`);
