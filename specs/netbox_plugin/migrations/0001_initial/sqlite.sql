-- The first schema, with the columns that Django's SQLite backend writes.

CREATE TABLE "my_plugin_my_model" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "foo" varchar(50) NOT NULL,
    "bar" integer NOT NULL
);

CREATE TABLE "my_plugin_my_note" (
    "id" integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    "my_model_id" bigint NOT NULL REFERENCES "my_plugin_my_model" ("id") DEFERRABLE INITIALLY DEFERRED,
    "text" varchar(200) NOT NULL,
    "created" datetime NOT NULL
);
CREATE INDEX "my_plugin_my_note_my_model_id_e399fde7" ON "my_plugin_my_note" ("my_model_id");
