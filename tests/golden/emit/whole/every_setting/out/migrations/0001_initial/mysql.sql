-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `settings_page` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(20) NOT NULL UNIQUE,
    `book_id` bigint NOT NULL
);
CREATE INDEX `settings_page_book_id_8a42617c_fk_volumes_id` ON `settings_page` (`book_id`);

ALTER TABLE `settings_page` ADD CONSTRAINT `settings_page_book_id_8a42617c_fk_volumes_id` FOREIGN KEY (`book_id`) REFERENCES `volumes` (`id`);
