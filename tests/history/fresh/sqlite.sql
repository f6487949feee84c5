-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "shop_tag" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "label" varchar(50) NOT NULL UNIQUE,
    "parent_id" bigint NULL REFERENCES "shop_tag" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "shop_tag_parent_id_7ebec9b6" ON "shop_tag" ("parent_id");

CREATE TABLE "shop_volumes" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(200) NOT NULL,
    "page_count" bigint NOT NULL,
    "price" decimal NOT NULL,
    "author_id" bigint NOT NULL REFERENCES "shop_author" ("id") DEFERRABLE INITIALLY DEFERRED,
    "language" varchar(5) NULL,
    "code" char(32) NOT NULL,
    "made" datetime NOT NULL,
    CONSTRAINT "book_price_not_negative" CHECK ("price" > -1)
);
CREATE UNIQUE INDEX "shop_volumes_name_author_id_7b865a26_uniq" ON "shop_volumes" ("name", "author_id");
CREATE INDEX "shop_volumes_author_id_06ab3f8f" ON "shop_volumes" ("author_id");
CREATE INDEX "shop_volume_languag_ed28d7_idx" ON "shop_volumes" ("language", "price" DESC);

CREATE TABLE "shop_volumes_labels" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "volume_id" bigint NOT NULL REFERENCES "shop_volumes" ("id") DEFERRABLE INITIALLY DEFERRED,
    "tag_id" bigint NOT NULL REFERENCES "shop_tag" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX "shop_volumes_labels_volume_id_tag_id_f62a511e_uniq" ON "shop_volumes_labels" ("volume_id", "tag_id");
CREATE INDEX "shop_volumes_labels_volume_id_4925dba8" ON "shop_volumes_labels" ("volume_id");
CREATE INDEX "shop_volumes_labels_tag_id_7ad0d495" ON "shop_volumes_labels" ("tag_id");

CREATE TABLE "shop_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(40) NOT NULL,
    "email" varchar(100) NULL,
    "active" bool NOT NULL,
    "favourite_id" bigint NULL REFERENCES "shop_volumes" ("id") DEFERRABLE INITIALLY DEFERRED,
    "rank" integer NOT NULL
);
CREATE INDEX "shop_author_favourite_id_3c66f08c" ON "shop_author" ("favourite_id");
