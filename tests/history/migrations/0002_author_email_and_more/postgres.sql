-- 0002_author_email_and_more, for PostgreSQL.

ALTER TABLE "shop_author" ADD COLUMN "email" varchar(254) NULL;
ALTER TABLE "shop_author" ADD COLUMN "active" boolean NOT NULL DEFAULT true;
ALTER TABLE "shop_author" ALTER COLUMN "active" DROP DEFAULT;
ALTER TABLE "shop_book" ADD COLUMN "language" varchar(2) NOT NULL DEFAULT 'en';
ALTER TABLE "shop_book" ALTER COLUMN "language" DROP DEFAULT;
ALTER TABLE "shop_book" ADD COLUMN "note" text NOT NULL DEFAULT '';
ALTER TABLE "shop_book" ALTER COLUMN "note" DROP DEFAULT;
ALTER TABLE "shop_book" ADD COLUMN "code" uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE "shop_book" ALTER COLUMN "code" DROP DEFAULT;
ALTER TABLE "shop_book" ADD COLUMN "made" timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP;
ALTER TABLE "shop_book" ALTER COLUMN "made" DROP DEFAULT;
ALTER TABLE "shop_author" ADD CONSTRAINT "shop_author_email_f5000200_uniq" UNIQUE ("email");
CREATE INDEX "shop_author_email_f5000200_like" ON "shop_author" ("email" varchar_pattern_ops);
CREATE INDEX "shop_book_title_1f19d72a" ON "shop_book" ("title");
CREATE INDEX "shop_book_title_1f19d72a_like" ON "shop_book" ("title" varchar_pattern_ops);
