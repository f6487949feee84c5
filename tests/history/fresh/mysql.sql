-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `shop_tag` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `label` varchar(50) NOT NULL UNIQUE,
    `parent_id` bigint NULL
);
CREATE INDEX `shop_tag_parent_id_7ebec9b6_fk_shop_tag_id` ON `shop_tag` (`parent_id`);

CREATE TABLE `shop_volumes` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(200) NOT NULL,
    `page_count` bigint NOT NULL,
    `price` numeric(9, 2) NOT NULL,
    `author_id` bigint NOT NULL,
    `language` varchar(5) NULL,
    `code` /*M!100700 uuid *//*!80000 char(32) */ NOT NULL,
    `made` datetime(6) NOT NULL,
    CONSTRAINT `book_price_not_negative` CHECK (`price` > -1)
);
ALTER TABLE `shop_volumes` ADD CONSTRAINT `shop_volumes_name_author_id_7b865a26_uniq` UNIQUE (`name`, `author_id`);
CREATE INDEX `shop_volume_languag_ed28d7_idx` ON `shop_volumes` (`language`, `price` DESC);
CREATE INDEX `shop_volumes_author_id_06ab3f8f_fk_shop_author_id` ON `shop_volumes` (`author_id`);

CREATE TABLE `shop_volumes_labels` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `volume_id` bigint NOT NULL,
    `tag_id` bigint NOT NULL
);
ALTER TABLE `shop_volumes_labels` ADD CONSTRAINT `shop_volumes_labels_volume_id_tag_id_f62a511e_uniq` UNIQUE (`volume_id`, `tag_id`);
CREATE INDEX `shop_volumes_labels_tag_id_7ad0d495_fk_shop_tag_id` ON `shop_volumes_labels` (`tag_id`);

CREATE TABLE `shop_author` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(40) NOT NULL,
    `email` varchar(100) NULL,
    `active` bool NOT NULL,
    `favourite_id` bigint NULL,
    `rank` integer NOT NULL
);
CREATE INDEX `shop_author_favourite_id_3c66f08c_fk_shop_volumes_id` ON `shop_author` (`favourite_id`);

ALTER TABLE `shop_tag` ADD CONSTRAINT `shop_tag_parent_id_7ebec9b6_fk_shop_tag_id` FOREIGN KEY (`parent_id`) REFERENCES `shop_tag` (`id`);
ALTER TABLE `shop_volumes` ADD CONSTRAINT `shop_volumes_author_id_06ab3f8f_fk_shop_author_id` FOREIGN KEY (`author_id`) REFERENCES `shop_author` (`id`);
ALTER TABLE `shop_volumes_labels` ADD CONSTRAINT `shop_volumes_labels_volume_id_4925dba8_fk_shop_volumes_id` FOREIGN KEY (`volume_id`) REFERENCES `shop_volumes` (`id`);
ALTER TABLE `shop_volumes_labels` ADD CONSTRAINT `shop_volumes_labels_tag_id_7ad0d495_fk_shop_tag_id` FOREIGN KEY (`tag_id`) REFERENCES `shop_tag` (`id`);
ALTER TABLE `shop_author` ADD CONSTRAINT `shop_author_favourite_id_3c66f08c_fk_shop_volumes_id` FOREIGN KEY (`favourite_id`) REFERENCES `shop_volumes` (`id`);
