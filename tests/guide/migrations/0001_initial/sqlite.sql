CREATE TABLE "library_author" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT);
CREATE TABLE "library_book" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "author_id" bigint NOT NULL REFERENCES "library_author" ("id") DEFERRABLE INITIALLY DEFERRED);
