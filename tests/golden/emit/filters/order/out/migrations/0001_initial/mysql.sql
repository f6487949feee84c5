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

CREATE TABLE `filters_seat` (
    `code` /*M!100700 uuid *//*!80000 char(32) */ NOT NULL PRIMARY KEY,
    `row` varchar(2) NOT NULL,
    `event_id` bigint NOT NULL,
    `price` numeric(6, 2) NULL,
    `sold` datetime(6) NULL,
    `lasts` bigint NOT NULL,
    `from` char(39) NULL,
    `held` bool NOT NULL
);
CREATE INDEX `filters_seat_event_id_9517d096_fk_filters_event_id` ON `filters_seat` (`event_id`);

ALTER TABLE `filters_event` ADD CONSTRAINT `filters_event_place_id_3b01d754_fk_filters_place_id` FOREIGN KEY (`place_id`) REFERENCES `filters_place` (`id`);
ALTER TABLE `filters_seat` ADD CONSTRAINT `filters_seat_event_id_9517d096_fk_filters_event_id` FOREIGN KEY (`event_id`) REFERENCES `filters_event` (`id`);
