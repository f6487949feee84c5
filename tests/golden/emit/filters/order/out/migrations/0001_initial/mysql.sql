-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `filters_place` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `town` varchar(20) NOT NULL
);

CREATE TABLE `filters_event` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `name` varchar(20) NOT NULL,
    `at` datetime(6) NOT NULL,
    `place_id` bigint NOT NULL
);
CREATE INDEX `filters_event_place_id_3b01d754_fk_filters_place_id` ON `filters_event` (`place_id`);

ALTER TABLE `filters_event` ADD CONSTRAINT `filters_event_place_id_3b01d754_fk_filters_place_id` FOREIGN KEY (`place_id`) REFERENCES `filters_place` (`id`);
