-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `every_hook_author` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(100) NOT NULL UNIQUE
);

CREATE TABLE `every_hook_event` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `what` varchar(100) NOT NULL
);

CREATE TABLE `every_hook_book` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(100) NOT NULL,
    `author_id` bigint NOT NULL
);
CREATE INDEX `every_hook_book_author_id_6566cd7a_fk_every_hook_author_id` ON `every_hook_book` (`author_id`);

CREATE TABLE `every_hook_book_tags` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `event_id` bigint NOT NULL
);
ALTER TABLE `every_hook_book_tags` ADD CONSTRAINT `every_hook_book_tags_book_id_event_id_67425a2d_uniq` UNIQUE (`book_id`, `event_id`);
CREATE INDEX `every_hook_book_tags_event_id_56d98144_fk_every_hook_event_id` ON `every_hook_book_tags` (`event_id`);

CREATE TABLE `every_hook_content` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(10) NOT NULL,
    `type` varchar(100) NOT NULL
);

CREATE TABLE `every_hook_match` (
    `content_ptr_id` bigint NOT NULL PRIMARY KEY,
    `loop` varchar(10) NULL
);

CREATE TABLE `every_hook_review` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `text` longtext NOT NULL
);
CREATE INDEX `every_hook_review_book_id_3849aa68_fk_every_hook_book_id` ON `every_hook_review` (`book_id`);

ALTER TABLE `every_hook_book` ADD CONSTRAINT `every_hook_book_author_id_6566cd7a_fk_every_hook_author_id` FOREIGN KEY (`author_id`) REFERENCES `every_hook_author` (`id`);
ALTER TABLE `every_hook_book_tags` ADD CONSTRAINT `every_hook_book_tags_book_id_02cadd9b_fk_every_hook_book_id` FOREIGN KEY (`book_id`) REFERENCES `every_hook_book` (`id`);
ALTER TABLE `every_hook_book_tags` ADD CONSTRAINT `every_hook_book_tags_event_id_56d98144_fk_every_hook_event_id` FOREIGN KEY (`event_id`) REFERENCES `every_hook_event` (`id`);
ALTER TABLE `every_hook_match` ADD CONSTRAINT `every_hook_match_content_ptr_id_183a94a7_fk_every_hoo` FOREIGN KEY (`content_ptr_id`) REFERENCES `every_hook_content` (`id`);
ALTER TABLE `every_hook_review` ADD CONSTRAINT `every_hook_review_book_id_3849aa68_fk_every_hook_book_id` FOREIGN KEY (`book_id`) REFERENCES `every_hook_book` (`id`);
