-- The first schema, with the columns that Django's MySQL backend writes.

CREATE TABLE `my_plugin_my_model` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `foo` varchar(50) NOT NULL,
    `bar` integer NOT NULL
);

CREATE TABLE `my_plugin_my_note` (
    `id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY,
    `my_model_id` bigint NOT NULL,
    `text` varchar(200) NOT NULL,
    `created` datetime(6) NOT NULL
);
CREATE INDEX `my_plugin_my_note_my_model_id_e399fde7_fk_my_plugin_my_model_id` ON `my_plugin_my_note` (`my_model_id`);

ALTER TABLE `my_plugin_my_note` ADD CONSTRAINT `my_plugin_my_note_my_model_id_e399fde7_fk_my_plugin_my_model_id` FOREIGN KEY (`my_model_id`) REFERENCES `my_plugin_my_model` (`id`);
