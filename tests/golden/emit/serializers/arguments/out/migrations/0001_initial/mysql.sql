-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `arguments_owner` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(20) NOT NULL UNIQUE
);

CREATE TABLE `arguments_note` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `title` varchar(20) NOT NULL,
    `body` longtext NOT NULL,
    `stars` integer NOT NULL UNIQUE,
    `price` numeric(5, 2) NOT NULL,
    `weight` double precision NULL,
    `colour` varchar(5) NOT NULL,
    `made` datetime(6) NOT NULL,
    `owner_id` bigint NOT NULL
);
CREATE INDEX `arguments_note_owner_id_32812d44_fk_arguments_owner_id` ON `arguments_note` (`owner_id`);

ALTER TABLE `arguments_note` ADD CONSTRAINT `arguments_note_owner_id_32812d44_fk_arguments_owner_id` FOREIGN KEY (`owner_id`) REFERENCES `arguments_owner` (`id`);
