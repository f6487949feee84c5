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

CREATE TABLE "filters_seat" (
    "code" char(32) NOT NULL PRIMARY KEY,
    "row" varchar(2) NOT NULL,
    "event_id" bigint NOT NULL REFERENCES "filters_event" ("id") DEFERRABLE INITIALLY DEFERRED,
    "price" decimal NULL,
    "sold" datetime NULL,
    "lasts" bigint NOT NULL,
    "from" char(39) NULL,
    "held" bool NOT NULL
);
CREATE INDEX "filters_seat_event_id_9517d096" ON "filters_seat" ("event_id");
