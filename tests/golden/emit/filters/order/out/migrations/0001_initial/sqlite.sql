-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "filters_place" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "town" varchar(20) NOT NULL
);

CREATE TABLE "filters_event" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(20) NOT NULL,
    "at" datetime NOT NULL,
    "place_id" bigint NOT NULL REFERENCES "filters_place" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "filters_event_place_id_3b01d754" ON "filters_event" ("place_id");
