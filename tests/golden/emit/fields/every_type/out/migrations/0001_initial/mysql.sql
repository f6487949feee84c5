-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `every_type_keyed` (
    `code` /*M!100700 uuid *//*!80000 char(32) */ NOT NULL PRIMARY KEY
);

CREATE TABLE `every_type_thing` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `an_integer` integer NOT NULL,
    `a_big_integer` bigint NOT NULL,
    `a_small_integer` smallint NOT NULL,
    `a_positive_integer` integer UNSIGNED NULL CHECK (`a_positive_integer` >= 0),
    `a_positive_small` smallint UNSIGNED NOT NULL CHECK (`a_positive_small` >= 0),
    `a_positive_big` bigint UNSIGNED NOT NULL CHECK (`a_positive_big` >= 0),
    `a_float` double precision NOT NULL,
    `a_decimal` numeric(6, 2) NOT NULL,
    `a_boolean` bool NOT NULL,
    `a_string` varchar(20) NOT NULL UNIQUE,
    `a_text` longtext NOT NULL,
    `a_slug` varchar(50) NOT NULL,
    `an_unindexed_slug` varchar(10) NOT NULL,
    `an_email` varchar(254) NOT NULL,
    `an_url` varchar(200) NOT NULL,
    `an_uuid` /*M!100700 uuid *//*!80000 char(32) */ NOT NULL,
    `a_date` date NOT NULL,
    `a_time` time(6) NULL,
    `a_datetime` datetime(6) NOT NULL,
    `a_first` datetime(6) NOT NULL,
    `a_day` date NOT NULL,
    `a_moment` datetime(6) NOT NULL,
    `a_duration` bigint NOT NULL,
    `a_json` json NOT NULL CHECK (JSON_VALID(`a_json`)),
    `address` char(39) NULL,
    CONSTRAINT `small` CHECK (`an_integer` < 5),
    CONSTRAINT `named` CHECK (`a_string` != 'taken'),
    CONSTRAINT `order` CHECK (`a_first` <= `a_datetime`)
);
ALTER TABLE `every_type_thing` ADD CONSTRAINT `every_type_thing_a_slug_a_date_f2f56a53_uniq` UNIQUE (`a_slug`, `a_date`);
CREATE INDEX `every_type_thing_a_big_integer_b8f7f429` ON `every_type_thing` (`a_big_integer`);
CREATE INDEX `every_type_thing_a_slug_8148f0ab` ON `every_type_thing` (`a_slug`);
CREATE INDEX `every_type__a_float_c89af9_idx` ON `every_type_thing` (`a_float`);
CREATE INDEX `every_type__a_boole_71c681_idx` ON `every_type_thing` (`a_boolean`, `a_text`(191));
