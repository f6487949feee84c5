-- As sqlite.sql, with what only MariaDB and MySQL have: unsigned numbers, enum and set, `on update`, prefixes, full text.
CREATE TABLE `Artists` (
    `ArtistId` int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `Name` varchar(120) COMMENT 'As on the sleeve.',
    `mood` enum('sad','so so','it''s fine') NOT NULL DEFAULT 'sad',
    `tags` set('a','b') NOT NULL
) COMMENT 'Who makes albums.';
CREATE TABLE `albums` (
    `id` bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
    `ArtistId` int unsigned NOT NULL,
    `title` varchar(200) NOT NULL DEFAULT 'it''s "untitled"',
    `price` decimal(6,2) NOT NULL DEFAULT 9.99,
    `stock` smallint unsigned NOT NULL DEFAULT 0,
    `sold` bigint unsigned,
    `done` tinyint(1) NOT NULL DEFAULT 0,
    `small` tinyint,
    `extra` json,
    `made` year,
    `bits` bit(8),
    `raw` longblob,
    `hash` char(32),
    `lasts` time,
    `changed` timestamp NOT NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
    `twice` int GENERATED ALWAYS AS (`stock` * 2) VIRTUAL,
    CONSTRAINT `price_positive` CHECK (`price` > 0),
    CHECK (`stock` < 1000),
    UNIQUE KEY `title_artist` (`title`, `ArtistId`),
    KEY `prefix` (`title`(10)),
    FULLTEXT KEY `words` (`title`),
    CONSTRAINT `album_artist` FOREIGN KEY (`ArtistId`) REFERENCES `Artists` (`ArtistId`) ON DELETE CASCADE
);
CREATE TABLE `select` (`order` varchar(10) NOT NULL PRIMARY KEY, `group` int, KEY (`group`));
CREATE TABLE `no key` (`a` int, `b` int);
CREATE VIEW `cheap` AS SELECT `title` FROM `albums`;
