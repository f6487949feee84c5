-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "library_publisher" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(40) NOT NULL UNIQUE,
    "country" varchar(2) NOT NULL,
    "website" varchar(200) NOT NULL,
    "founded" integer unsigned NULL CHECK ("founded" >= 0),
    "contact" varchar(60) NOT NULL
);

CREATE TABLE "library_author" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(60) NOT NULL,
    "born" date NULL,
    "bio" text NOT NULL,
    "email" varchar(254) NULL UNIQUE,
    "secret_note" varchar(50) NOT NULL,
    "house_id" bigint NULL REFERENCES "library_publisher" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "library_author_house_id_448e0913" ON "library_author" ("house_id");

CREATE TABLE "library_tag" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "slug" varchar(20) NOT NULL UNIQUE,
    "label" varchar(30) NOT NULL
);

CREATE TABLE "library_book" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(80) NOT NULL,
    "isbn" varchar(13) NOT NULL UNIQUE,
    "author_id" bigint NOT NULL REFERENCES "library_author" ("id") DEFERRABLE INITIALLY DEFERRED,
    "publisher_id" bigint NULL REFERENCES "library_publisher" ("id") DEFERRABLE INITIALLY DEFERRED,
    "status" varchar(10) NOT NULL,
    "pages" integer NOT NULL,
    "price" decimal NOT NULL,
    "published" date NULL,
    "in_print" bool NOT NULL,
    "meta" text NOT NULL CHECK ((JSON_VALID("meta") OR "meta" IS NULL)),
    "created" datetime NOT NULL,
    "updated" datetime NOT NULL,
    "internal" integer NOT NULL
);
CREATE INDEX "library_book_author_id_d9a3b67e" ON "library_book" ("author_id");
CREATE INDEX "library_book_publisher_id_40a14e76" ON "library_book" ("publisher_id");

CREATE TABLE "library_book_tags" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "tag_id" bigint NOT NULL REFERENCES "library_tag" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX "library_book_tags_book_id_tag_id_c3660ce1_uniq" ON "library_book_tags" ("book_id", "tag_id");
CREATE INDEX "library_book_tags_book_id_7c6729bd" ON "library_book_tags" ("book_id");
CREATE INDEX "library_book_tags_tag_id_ad3c9ecb" ON "library_book_tags" ("tag_id");

CREATE TABLE "library_media" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(40) NOT NULL,
    "size" integer unsigned NOT NULL CHECK ("size" >= 0),
    "book_id" bigint NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "type" varchar(100) NOT NULL
);
CREATE INDEX "library_media_book_id_cb57def9" ON "library_media" ("book_id");

CREATE TABLE "library_audiobook" (
    "media_ptr_id" bigint NOT NULL PRIMARY KEY REFERENCES "library_media" ("id") DEFERRABLE INITIALLY DEFERRED,
    "minutes" integer NOT NULL,
    "reader" varchar(30) NOT NULL
);

CREATE TABLE "library_bookmark" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "media_id" bigint NOT NULL REFERENCES "library_media" ("id") DEFERRABLE INITIALLY DEFERRED,
    "place" integer NOT NULL
);
CREATE INDEX "library_bookmark_media_id_d63a8157" ON "library_bookmark" ("media_id");

CREATE TABLE "library_chapter" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "number" smallint NOT NULL,
    "title" varchar(30) NOT NULL,
    "summary" text NOT NULL
);
CREATE INDEX "library_chapter_book_id_9ac342bc" ON "library_chapter" ("book_id");

CREATE TABLE "library_shelf" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(20) NOT NULL,
    "inside_id" bigint NULL REFERENCES "library_shelf" ("id") DEFERRABLE INITIALLY DEFERRED,
    "keeper_id" bigint NULL REFERENCES "library_author" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX "library_shelf_inside_id_ecfcb8e9" ON "library_shelf" ("inside_id");
CREATE INDEX "library_shelf_keeper_id_ef0600df" ON "library_shelf" ("keeper_id");

CREATE TABLE "library_shelf_books" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "shelf_id" bigint NOT NULL REFERENCES "library_shelf" ("id") DEFERRABLE INITIALLY DEFERRED,
    "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED
);
CREATE UNIQUE INDEX "library_shelf_books_shelf_id_book_id_99d4a8d3_uniq" ON "library_shelf_books" ("shelf_id", "book_id");
CREATE INDEX "library_shelf_books_shelf_id_5c556800" ON "library_shelf_books" ("shelf_id");
CREATE INDEX "library_shelf_books_book_id_23727a5c" ON "library_shelf_books" ("book_id");

CREATE TABLE "library_display" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "title" varchar(30) NOT NULL,
    "shelf_id" bigint NOT NULL REFERENCES "library_shelf" ("id") DEFERRABLE INITIALLY DEFERRED,
    "note" varchar(30) NOT NULL
);
CREATE INDEX "library_display_shelf_id_44c2c55b" ON "library_display" ("shelf_id");

CREATE TABLE "library_ebook" (
    "media_ptr_id" bigint NOT NULL PRIMARY KEY REFERENCES "library_media" ("id") DEFERRABLE INITIALLY DEFERRED,
    "format" varchar(4) NOT NULL
);

CREATE TABLE "library_edition" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" varchar(12) NOT NULL,
    "note" text NULL,
    "code" varchar(10) NOT NULL,
    "mail" varchar(30) NOT NULL,
    "site" varchar(60) NOT NULL,
    "serial" char(32) NOT NULL,
    "copies" integer NOT NULL,
    "total" bigint NOT NULL,
    "shelf" smallint NOT NULL,
    "rank" integer unsigned NOT NULL CHECK ("rank" >= 0),
    "weight" real NOT NULL,
    "price" decimal NOT NULL,
    "bound" bool NOT NULL,
    "signed" bool NULL,
    "printed" date NOT NULL,
    "opens" time NOT NULL,
    "shipped" datetime NOT NULL,
    "lasts" bigint NOT NULL,
    "extra" text NOT NULL CHECK ((JSON_VALID("extra") OR "extra" IS NULL)),
    "notes" text NULL CHECK ((JSON_VALID("notes") OR "notes" IS NULL)),
    "address" char(39) NOT NULL,
    "v4" char(39) NULL,
    "v6" char(39) NULL,
    "kind" varchar(1) NOT NULL,
    "size" integer NULL
);
CREATE INDEX "library_edition_code_730adeca" ON "library_edition" ("code");

CREATE TABLE "library_event" (
    "id" char(32) NOT NULL PRIMARY KEY,
    "number" integer NOT NULL UNIQUE,
    "what" varchar(20) NOT NULL,
    "at" datetime NOT NULL
);

CREATE TABLE "library_feedback" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "text" text NOT NULL
);

CREATE TABLE "library_loan" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "user_id" integer NOT NULL REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "due" date NOT NULL,
    "returned" bool NOT NULL,
    "fine" decimal NULL
);
CREATE INDEX "library_loan_book_id_2771127e" ON "library_loan" ("book_id");
CREATE INDEX "library_loan_user_id_883ec44a" ON "library_loan" ("user_id");

CREATE TABLE "library_member" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "user_id" integer NOT NULL UNIQUE REFERENCES "auth_user" ("id") DEFERRABLE INITIALLY DEFERRED,
    "card" char(32) NOT NULL UNIQUE,
    "level" integer NOT NULL,
    "nick" varchar(12) NULL
);

CREATE TABLE "library_review" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "book_id" bigint NOT NULL REFERENCES "library_book" ("id") DEFERRABLE INITIALLY DEFERRED,
    "reader" varchar(20) NOT NULL,
    "edition" varchar(10) NOT NULL,
    "stars" smallint NOT NULL
);
CREATE UNIQUE INDEX "library_review_book_id_reader_edition_2f61f487_uniq" ON "library_review" ("book_id", "reader", "edition");
CREATE UNIQUE INDEX "library_review_reader_stars_b8234091_uniq" ON "library_review" ("reader", "stars");
CREATE INDEX "library_review_book_id_3ba0bb54" ON "library_review" ("book_id");

CREATE TABLE "library_setting" (
    "key" varchar(30) NOT NULL PRIMARY KEY,
    "value" text NOT NULL CHECK ((JSON_VALID("value") OR "value" IS NULL)),
    "public" bool NOT NULL
);
