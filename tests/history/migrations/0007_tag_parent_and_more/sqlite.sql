-- 0007_tag_parent_and_more, for SQLite.

CREATE TABLE "shop_media" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(50) NOT NULL,
    "type" varchar(100) NOT NULL
);
CREATE TABLE "shop_film" (
    "media_ptr_id" bigint NOT NULL PRIMARY KEY REFERENCES "shop_media" ("id") DEFERRABLE INITIALLY DEFERRED,
    "minutes" integer unsigned NOT NULL CHECK ("minutes" >= 0),
    "volume_id" bigint NULL UNIQUE REFERENCES "shop_volume" ("id") DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE "shop_tag" ADD COLUMN "parent_id" bigint NULL REFERENCES "shop_tag" ("id") DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX "shop_tag_parent_id_7ebec9b6" ON "shop_tag" ("parent_id");
