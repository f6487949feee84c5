-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "settings_page" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(20) NOT NULL UNIQUE,
    "book_id" bigint NOT NULL REFERENCES "volumes" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "settings_page_book_id_8a42617c" ON "settings_page" ("book_id");
