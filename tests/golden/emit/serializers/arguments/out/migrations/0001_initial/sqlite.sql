-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "arguments_owner" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(20) NOT NULL UNIQUE
);

CREATE TABLE "arguments_note" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(20) NOT NULL,
    "body" text NOT NULL,
    "stars" integer NOT NULL UNIQUE,
    "price" decimal NOT NULL,
    "weight" real NULL,
    "colour" varchar(5) NOT NULL,
    "made" datetime NOT NULL,
    "owner_id" bigint NOT NULL REFERENCES "arguments_owner" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "arguments_note_owner_id_32812d44" ON "arguments_note" ("owner_id");
