-- A schema that nobody here would design, written for the tests of `codegen inspect`: capitals, spaces and keywords in names,
-- composite and missing keys, types that no field has, views, and what only people can read.
CREATE TABLE "Artists" ("ArtistId" INTEGER PRIMARY KEY, "Name" NVARCHAR(120));
CREATE TABLE "Albums" (
    "AlbumId" INTEGER PRIMARY KEY AUTOINCREMENT,
    "Title" NVARCHAR(160) NOT NULL DEFAULT 'untitled "so far"',
    "ArtistId" INTEGER NOT NULL REFERENCES "Artists" ON DELETE CASCADE,
    "UnitPrice" NUMERIC(10,2) NOT NULL DEFAULT 0.99,
    "Released" DATETIME DEFAULT CURRENT_TIMESTAMP,
    "Rating" REAL CHECK ("Rating" >= 0 AND "Rating" <= 5),
    CONSTRAINT "price is positive" CHECK ("UnitPrice" > 0)
);
CREATE INDEX "IFK_AlbumArtistId" ON "Albums" ("ArtistId");
CREATE INDEX "AlbumNewest" ON "Albums" ("Released" DESC, "Title");
CREATE INDEX "AlbumShort" ON "Albums" (lower("Title"));
CREATE UNIQUE INDEX "AlbumCheap" ON "Albums" ("Title") WHERE "UnitPrice" < 1;
CREATE TABLE "Playlists" ("PlaylistId" INTEGER PRIMARY KEY, "Name" NVARCHAR(120));
CREATE TABLE "PlaylistAlbum" (
    "PlaylistId" INTEGER NOT NULL REFERENCES "Playlists" ("PlaylistId"),
    "AlbumId" INTEGER NOT NULL REFERENCES "Albums" ("AlbumId"),
    PRIMARY KEY ("PlaylistId", "AlbumId")
);
CREATE TABLE "Employees" (
    "EmployeeId" INTEGER PRIMARY KEY,
    "ReportsTo" INTEGER REFERENCES "Employees" ON DELETE SET NULL,
    "Photo" BLOB NOT NULL,
    "HTTPHandle" TEXT UNIQUE
);
CREATE TABLE teams (id INTEGER PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, match_set int, tag text DEFAULT (hex(randomblob(4))));
CREATE TABLE matches (
    id INTEGER PRIMARY KEY,
    home_id int NOT NULL REFERENCES teams ON DELETE RESTRICT,
    away_id int REFERENCES teams ON DELETE SET NULL,
    score int NOT NULL DEFAULT 0 CHECK (score BETWEEN 0 AND 99),
    best int CHECK (best <= 99),
    begins datetime NOT NULL,
    ends datetime NOT NULL,
    CONSTRAINT ends_after CHECK (ends > begins),
    CONSTRAINT kinds CHECK (score IN (0, 1, 2)),
    UNIQUE (home_id, away_id)
);
CREATE TABLE shirts (id INTEGER PRIMARY KEY, team_id int REFERENCES teams, number smallint NOT NULL);
CREATE TABLE "order" (
    "select" INTEGER PRIMARY KEY,
    "from" text NOT NULL,
    "type" varchar(10),
    "fn" bool NOT NULL DEFAULT 1,
    "pk" int,
    "check" int,
    "objects" int,
    "crate" int,
    "id" int,
    "a__b_" int,
    "2nd one" int,
    "größe" int,
    "full" text GENERATED ALWAYS AS ("from" || 'x') STORED
);
CREATE TABLE "log lines" (line text, level int);
CREATE TABLE countries (code char(2) NOT NULL UNIQUE, name text);
CREATE TABLE cities (id INTEGER PRIMARY KEY, country char(2) REFERENCES countries (code), shirt_number int REFERENCES shirts (number));
CREATE TABLE regions (country char(2), number int, name text, PRIMARY KEY (country, number));
CREATE TABLE districts (id INTEGER PRIMARY KEY, country char(2), region int, FOREIGN KEY (country, region) REFERENCES regions (country, number));
CREATE TABLE "2024 sales" (id INTEGER PRIMARY KEY, author text, author_id int REFERENCES "Artists", amount decimal);
CREATE TABLE docs (id INTEGER PRIMARY KEY, body text);
CREATE TABLE api (id varchar(8) PRIMARY KEY, note text);
CREATE TABLE item (id INTEGER PRIMARY KEY);
CREATE TABLE items (id INTEGER PRIMARY KEY);
CREATE TABLE egg (id int PRIMARY KEY REFERENCES hen);
CREATE TABLE hen (id int PRIMARY KEY REFERENCES egg);
CREATE TABLE labels (id INTEGER PRIMARY KEY, label varchar(20) UNIQUE);
CREATE TABLE docs_labels (id INTEGER PRIMARY KEY, doc_id int NOT NULL REFERENCES docs, label_id int NOT NULL REFERENCES labels);
CREATE TABLE labelled_items (id INTEGER PRIMARY KEY, item int NOT NULL REFERENCES items, label int NOT NULL REFERENCES labels);
CREATE TABLE anything (id INTEGER PRIMARY KEY, whatever, price decimal NOT NULL, "nothing" text DEFAULT NULL);
CREATE VIEW "cheap albums" AS SELECT "Title" FROM "Albums" WHERE "UnitPrice" < 1;
CREATE VIRTUAL TABLE searched USING fts5(title);
INSERT INTO "Artists" VALUES (1, 'Nina'), (2, NULL);
INSERT INTO "Albums" VALUES (1, 'First', 1, 9.5, '2024-02-29 10:00:00', 4.5);
INSERT INTO anything VALUES (1, x'00', 1.125, NULL), (2, 'a', 7, NULL);
