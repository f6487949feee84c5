-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `words_mod` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `move` varchar(10) NOT NULL,
    `rw` longtext NULL
);

CREATE TABLE `words_crate` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `self` varchar(10) NOT NULL,
    `type` integer NOT NULL,
    `where_id` bigint NULL,
    `on` date NULL,
    `camelCase` bool NOT NULL
);
CREATE INDEX `words_crate_where_id_75a1a0ad_fk_words_mod_id` ON `words_crate` (`where_id`);

CREATE TABLE `words_gen` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `gen` integer NOT NULL
);

CREATE TABLE `words_option` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `string` varchar(10) NULL
);

CREATE TABLE `words_self` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `select` varchar(5) NOT NULL
);

CREATE TABLE `words_string` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `row` longtext NOT NULL,
    `order` integer NULL
);

CREATE TABLE `words_vec` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `input` varchar(20) NOT NULL,
    `filter_set` longtext NOT NULL,
    `level` integer NULL,
    `size` numeric(3, 1) NOT NULL,
    `default` varchar(5) NULL
);

ALTER TABLE `words_crate` ADD CONSTRAINT `words_crate_where_id_75a1a0ad_fk_words_mod_id` FOREIGN KEY (`where_id`) REFERENCES `words_mod` (`id`);
