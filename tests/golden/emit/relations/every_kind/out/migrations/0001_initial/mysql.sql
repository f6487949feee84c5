-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `relations_author` (
    `slug` varchar(50) NOT NULL PRIMARY KEY,
    `user_id` integer NULL UNIQUE,
    `mentor_id` varchar(50) NULL
);
CREATE INDEX `relations_author_mentor_id_b8c2c7fc_fk_relations_author_slug` ON `relations_author` (`mentor_id`);

CREATE TABLE `relations_tag` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(20) NOT NULL
);

CREATE TABLE `relations_book` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `author_id` varchar(50) NOT NULL,
    `sequel_id` bigint NULL UNIQUE
);
CREATE INDEX `relations_book_author_id_6398a16d_fk_relations_author_slug` ON `relations_book` (`author_id`);

CREATE TABLE `relations_book_editors` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `author_id` varchar(50) NOT NULL
);
ALTER TABLE `relations_book_editors` ADD CONSTRAINT `relations_book_editors_book_id_author_id_fa84c653_uniq` UNIQUE (`book_id`, `author_id`);
CREATE INDEX `relations_book_edito_author_id_320c4f29_fk_relations` ON `relations_book_editors` (`author_id`);

CREATE TABLE `relations_content` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(20) NOT NULL,
    `type` varchar(100) NOT NULL
);

CREATE TABLE `relations_film` (
    `content_ptr_id` bigint NOT NULL PRIMARY KEY,
    `minutes` integer UNSIGNED NOT NULL CHECK (`minutes` >= 0)
);

CREATE TABLE `relations_song` (
    `content_ptr_id` bigint NOT NULL PRIMARY KEY,
    `bars` integer UNSIGNED NOT NULL CHECK (`bars` >= 0)
);

CREATE TABLE `relations_tagging` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `book_id` bigint NOT NULL,
    `tag_id` bigint NOT NULL,
    `weight` integer NOT NULL
);
ALTER TABLE `relations_tagging` ADD CONSTRAINT `relations_tagging_book_id_tag_id_weight_f1e3a305_uniq` UNIQUE (`book_id`, `tag_id`, `weight`);
CREATE INDEX `relations_tagging_tag_id_905e2398_fk_relations_tag_id` ON `relations_tagging` (`tag_id`);

ALTER TABLE `relations_author` ADD CONSTRAINT `relations_author_user_id_e52f1686_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`);
ALTER TABLE `relations_author` ADD CONSTRAINT `relations_author_mentor_id_b8c2c7fc_fk_relations_author_slug` FOREIGN KEY (`mentor_id`) REFERENCES `relations_author` (`slug`);
ALTER TABLE `relations_book` ADD CONSTRAINT `relations_book_author_id_6398a16d_fk_relations_author_slug` FOREIGN KEY (`author_id`) REFERENCES `relations_author` (`slug`);
ALTER TABLE `relations_book` ADD CONSTRAINT `relations_book_sequel_id_1f4b5b6f_fk_relations_book_id` FOREIGN KEY (`sequel_id`) REFERENCES `relations_book` (`id`);
ALTER TABLE `relations_book_editors` ADD CONSTRAINT `relations_book_editors_book_id_5769f946_fk_relations_book_id` FOREIGN KEY (`book_id`) REFERENCES `relations_book` (`id`);
ALTER TABLE `relations_book_editors` ADD CONSTRAINT `relations_book_edito_author_id_320c4f29_fk_relations` FOREIGN KEY (`author_id`) REFERENCES `relations_author` (`slug`);
ALTER TABLE `relations_film` ADD CONSTRAINT `relations_film_content_ptr_id_f622a7a4_fk_relations_content_id` FOREIGN KEY (`content_ptr_id`) REFERENCES `relations_content` (`id`);
ALTER TABLE `relations_song` ADD CONSTRAINT `relations_song_content_ptr_id_9c032399_fk_relations_content_id` FOREIGN KEY (`content_ptr_id`) REFERENCES `relations_content` (`id`);
ALTER TABLE `relations_tagging` ADD CONSTRAINT `relations_tagging_book_id_97043ec6_fk_relations_book_id` FOREIGN KEY (`book_id`) REFERENCES `relations_book` (`id`);
ALTER TABLE `relations_tagging` ADD CONSTRAINT `relations_tagging_tag_id_905e2398_fk_relations_tag_id` FOREIGN KEY (`tag_id`) REFERENCES `relations_tag` (`id`);
