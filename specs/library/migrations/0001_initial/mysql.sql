-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `library_publisher` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(40) NOT NULL UNIQUE,
    `country` varchar(2) NOT NULL,
    `website` varchar(200) NOT NULL,
    `founded` integer UNSIGNED NULL CHECK (`founded` >= 0),
    `contact` varchar(60) NOT NULL
);

CREATE TABLE `library_author` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(60) NOT NULL,
    `born` date NULL,
    `bio` longtext NOT NULL,
    `email` varchar(254) NULL UNIQUE,
    `secret_note` varchar(50) NOT NULL,
    `house_id` bigint NULL
);
CREATE INDEX `library_author_house_id_448e0913_fk_library_publisher_id` ON `library_author` (`house_id`);

CREATE TABLE `library_tag` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `slug` varchar(20) NOT NULL UNIQUE,
    `label` varchar(30) NOT NULL
);

CREATE TABLE `library_book` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(80) NOT NULL,
    `isbn` varchar(13) NOT NULL UNIQUE,
    `author_id` bigint NOT NULL,
    `publisher_id` bigint NULL,
    `status` varchar(10) NOT NULL,
    `pages` integer NOT NULL,
    `price` numeric(6, 2) NOT NULL,
    `published` date NULL,
    `in_print` bool NOT NULL,
    `meta` json NOT NULL CHECK (JSON_VALID(`meta`)),
    `created` datetime(6) NOT NULL,
    `updated` datetime(6) NOT NULL,
    `internal` integer NOT NULL
);
CREATE INDEX `library_book_author_id_d9a3b67e_fk_library_author_id` ON `library_book` (`author_id`);
CREATE INDEX `library_book_publisher_id_40a14e76_fk_library_publisher_id` ON `library_book` (`publisher_id`);

CREATE TABLE `library_book_tags` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `tag_id` bigint NOT NULL
);
ALTER TABLE `library_book_tags` ADD CONSTRAINT `library_book_tags_book_id_tag_id_c3660ce1_uniq` UNIQUE (`book_id`, `tag_id`);
CREATE INDEX `library_book_tags_tag_id_ad3c9ecb_fk_library_tag_id` ON `library_book_tags` (`tag_id`);

CREATE TABLE `library_media` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(40) NOT NULL,
    `size` integer UNSIGNED NOT NULL CHECK (`size` >= 0),
    `book_id` bigint NULL,
    `type` varchar(100) NOT NULL
);
CREATE INDEX `library_media_book_id_cb57def9_fk_library_book_id` ON `library_media` (`book_id`);

CREATE TABLE `library_audiobook` (
    `media_ptr_id` bigint NOT NULL PRIMARY KEY,
    `minutes` integer NOT NULL,
    `reader` varchar(30) NOT NULL
);

CREATE TABLE `library_bookmark` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `media_id` bigint NOT NULL,
    `place` integer NOT NULL
);
CREATE INDEX `library_bookmark_media_id_d63a8157_fk_library_media_id` ON `library_bookmark` (`media_id`);

CREATE TABLE `library_chapter` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `number` smallint NOT NULL,
    `title` varchar(30) NOT NULL,
    `summary` longtext NOT NULL
);
CREATE INDEX `library_chapter_book_id_9ac342bc_fk_library_book_id` ON `library_chapter` (`book_id`);

CREATE TABLE `library_shelf` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(20) NOT NULL,
    `inside_id` bigint NULL,
    `keeper_id` bigint NULL
);
CREATE INDEX `library_shelf_inside_id_ecfcb8e9_fk_library_shelf_id` ON `library_shelf` (`inside_id`);
CREATE INDEX `library_shelf_keeper_id_ef0600df_fk_library_author_id` ON `library_shelf` (`keeper_id`);

CREATE TABLE `library_shelf_books` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `shelf_id` bigint NOT NULL,
    `book_id` bigint NOT NULL
);
ALTER TABLE `library_shelf_books` ADD CONSTRAINT `library_shelf_books_shelf_id_book_id_99d4a8d3_uniq` UNIQUE (`shelf_id`, `book_id`);
CREATE INDEX `library_shelf_books_book_id_23727a5c_fk_library_book_id` ON `library_shelf_books` (`book_id`);

CREATE TABLE `library_display` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(30) NOT NULL,
    `shelf_id` bigint NOT NULL,
    `note` varchar(30) NOT NULL
);
CREATE INDEX `library_display_shelf_id_44c2c55b_fk_library_shelf_id` ON `library_display` (`shelf_id`);

CREATE TABLE `library_ebook` (
    `media_ptr_id` bigint NOT NULL PRIMARY KEY,
    `format` varchar(4) NOT NULL
);

CREATE TABLE `library_edition` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(12) NOT NULL,
    `note` longtext NULL,
    `code` varchar(10) NOT NULL,
    `mail` varchar(30) NOT NULL,
    `site` varchar(60) NOT NULL,
    `serial` /*M!100700 uuid *//*!80000 char(32) */ NOT NULL,
    `copies` integer NOT NULL,
    `total` bigint NOT NULL,
    `shelf` smallint NOT NULL,
    `rank` integer UNSIGNED NOT NULL CHECK (`rank` >= 0),
    `weight` double precision NOT NULL,
    `price` numeric(7, 3) NOT NULL,
    `bound` bool NOT NULL,
    `signed` bool NULL,
    `printed` date NOT NULL,
    `opens` time(6) NOT NULL,
    `shipped` datetime(6) NOT NULL,
    `lasts` bigint NOT NULL,
    `extra` json NOT NULL CHECK (JSON_VALID(`extra`)),
    `notes` json NULL CHECK (JSON_VALID(`notes`)),
    `address` char(39) NOT NULL,
    `v4` char(39) NULL,
    `v6` char(39) NULL,
    `kind` varchar(1) NOT NULL,
    `size` integer NULL
);
CREATE INDEX `library_edition_code_730adeca` ON `library_edition` (`code`);

CREATE TABLE `library_event` (
    `id` /*M!100700 uuid *//*!80000 char(32) */ NOT NULL PRIMARY KEY,
    `number` integer NOT NULL UNIQUE,
    `what` varchar(20) NOT NULL,
    `at` datetime(6) NOT NULL
);

CREATE TABLE `library_feedback` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `text` longtext NOT NULL
);

CREATE TABLE `library_loan` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `user_id` integer NOT NULL,
    `due` date NOT NULL,
    `returned` bool NOT NULL,
    `fine` numeric(5, 2) NULL
);
CREATE INDEX `library_loan_book_id_2771127e_fk_library_book_id` ON `library_loan` (`book_id`);
CREATE INDEX `library_loan_user_id_883ec44a_fk_auth_user_id` ON `library_loan` (`user_id`);

CREATE TABLE `library_member` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `user_id` integer NOT NULL UNIQUE,
    `card` /*M!100700 uuid *//*!80000 char(32) */ NOT NULL UNIQUE,
    `level` integer NOT NULL,
    `nick` varchar(12) NULL
);

CREATE TABLE `library_review` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `reader` varchar(20) NOT NULL,
    `edition` varchar(10) NOT NULL,
    `stars` smallint NOT NULL
);
ALTER TABLE `library_review` ADD CONSTRAINT `library_review_book_id_reader_edition_2f61f487_uniq` UNIQUE (`book_id`, `reader`, `edition`);
ALTER TABLE `library_review` ADD CONSTRAINT `library_review_reader_stars_b8234091_uniq` UNIQUE (`reader`, `stars`);

CREATE TABLE `library_setting` (
    `key` varchar(30) NOT NULL PRIMARY KEY,
    `value` json NOT NULL CHECK (JSON_VALID(`value`)),
    `public` bool NOT NULL
);

ALTER TABLE `library_author` ADD CONSTRAINT `library_author_house_id_448e0913_fk_library_publisher_id` FOREIGN KEY (`house_id`) REFERENCES `library_publisher` (`id`);
ALTER TABLE `library_book` ADD CONSTRAINT `library_book_author_id_d9a3b67e_fk_library_author_id` FOREIGN KEY (`author_id`) REFERENCES `library_author` (`id`);
ALTER TABLE `library_book` ADD CONSTRAINT `library_book_publisher_id_40a14e76_fk_library_publisher_id` FOREIGN KEY (`publisher_id`) REFERENCES `library_publisher` (`id`);
ALTER TABLE `library_book_tags` ADD CONSTRAINT `library_book_tags_book_id_7c6729bd_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`);
ALTER TABLE `library_book_tags` ADD CONSTRAINT `library_book_tags_tag_id_ad3c9ecb_fk_library_tag_id` FOREIGN KEY (`tag_id`) REFERENCES `library_tag` (`id`);
ALTER TABLE `library_media` ADD CONSTRAINT `library_media_book_id_cb57def9_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`);
ALTER TABLE `library_audiobook` ADD CONSTRAINT `library_audiobook_media_ptr_id_4f97abeb_fk_library_media_id` FOREIGN KEY (`media_ptr_id`) REFERENCES `library_media` (`id`);
ALTER TABLE `library_bookmark` ADD CONSTRAINT `library_bookmark_media_id_d63a8157_fk_library_media_id` FOREIGN KEY (`media_id`) REFERENCES `library_media` (`id`);
ALTER TABLE `library_chapter` ADD CONSTRAINT `library_chapter_book_id_9ac342bc_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`);
ALTER TABLE `library_shelf` ADD CONSTRAINT `library_shelf_inside_id_ecfcb8e9_fk_library_shelf_id` FOREIGN KEY (`inside_id`) REFERENCES `library_shelf` (`id`);
ALTER TABLE `library_shelf` ADD CONSTRAINT `library_shelf_keeper_id_ef0600df_fk_library_author_id` FOREIGN KEY (`keeper_id`) REFERENCES `library_author` (`id`);
ALTER TABLE `library_shelf_books` ADD CONSTRAINT `library_shelf_books_shelf_id_5c556800_fk_library_shelf_id` FOREIGN KEY (`shelf_id`) REFERENCES `library_shelf` (`id`);
ALTER TABLE `library_shelf_books` ADD CONSTRAINT `library_shelf_books_book_id_23727a5c_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`);
ALTER TABLE `library_display` ADD CONSTRAINT `library_display_shelf_id_44c2c55b_fk_library_shelf_id` FOREIGN KEY (`shelf_id`) REFERENCES `library_shelf` (`id`);
ALTER TABLE `library_ebook` ADD CONSTRAINT `library_ebook_media_ptr_id_8991643e_fk_library_media_id` FOREIGN KEY (`media_ptr_id`) REFERENCES `library_media` (`id`);
ALTER TABLE `library_loan` ADD CONSTRAINT `library_loan_book_id_2771127e_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`);
ALTER TABLE `library_loan` ADD CONSTRAINT `library_loan_user_id_883ec44a_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`);
ALTER TABLE `library_member` ADD CONSTRAINT `library_member_user_id_ff0e90ec_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`);
ALTER TABLE `library_review` ADD CONSTRAINT `library_review_book_id_3ba0bb54_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`);
