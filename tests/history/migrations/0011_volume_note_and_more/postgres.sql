-- 0011_volume_note_and_more, for PostgreSQL.

ALTER TABLE "shop_film" DROP CONSTRAINT "shop_film_media_ptr_id_b4761718_fk_shop_media_id";
ALTER TABLE "shop_film" DROP CONSTRAINT "shop_film_volume_id_53cf77c2_fk_shop_volumes_id";
ALTER TABLE "shop_author" DROP CONSTRAINT "shop_author_email_f5000200_uniq";
DROP INDEX "shop_author_email_f5000200_like";
ALTER TABLE "shop_volumes" DROP COLUMN "note";
DROP TABLE "shop_media";
DROP TABLE "shop_film";
ALTER TABLE "shop_author" ALTER COLUMN "email" TYPE varchar(100) USING "email"::varchar(100);
