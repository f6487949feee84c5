
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
DROP TABLE IF EXISTS `auth_group`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_group` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(150) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `auth_group_permissions`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_group_permissions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `group_id` int(11) NOT NULL,
  `permission_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_group_permissions_group_id_permission_id_0cd325b0_uniq` (`group_id`,`permission_id`),
  KEY `auth_group_permissio_permission_id_84c5c92e_fk_auth_perm` (`permission_id`),
  CONSTRAINT `auth_group_permissio_permission_id_84c5c92e_fk_auth_perm` FOREIGN KEY (`permission_id`) REFERENCES `auth_permission` (`id`),
  CONSTRAINT `auth_group_permissions_group_id_b120cbf9_fk_auth_group_id` FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `auth_permission`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_permission` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(255) NOT NULL,
  `content_type_id` int(11) NOT NULL,
  `codename` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_permission_content_type_id_codename_01ab375a_uniq` (`content_type_id`,`codename`),
  CONSTRAINT `auth_permission_content_type_id_2f476e4b_fk_django_co` FOREIGN KEY (`content_type_id`) REFERENCES `django_content_type` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=101 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `auth_user`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_user` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `password` varchar(128) NOT NULL,
  `last_login` datetime(6) DEFAULT NULL,
  `is_superuser` tinyint(1) NOT NULL,
  `username` varchar(150) NOT NULL,
  `first_name` varchar(150) NOT NULL,
  `last_name` varchar(150) NOT NULL,
  `email` varchar(254) NOT NULL,
  `is_staff` tinyint(1) NOT NULL,
  `is_active` tinyint(1) NOT NULL,
  `date_joined` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `username` (`username`)
) ENGINE=InnoDB AUTO_INCREMENT=6 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `auth_user` VALUES (1,'md5$mgyeR8GcX4iT1hxXmmR90n$95bf0e466f119e2256b6605d89ced340',NULL,1,'root','','','root@example.org',1,1,'2026-11-25 22:25:21.225639');
INSERT INTO `auth_user` VALUES (2,'md5$bNcs08dP74oAAuinav5BGM$3166ef8f888a1ac458ac3bef4276803d',NULL,0,'clara','','','clara@example.org',1,1,'2026-11-25 22:25:21.245613');
INSERT INTO `auth_user` VALUES (3,'md5$LqcvCISilimiPxfDFXbYTg$87639cc6d253e8baf5f93bfa6dfc4d48',NULL,0,'bruno','','','bruno@example.org',0,1,'2026-11-25 22:25:21.284745');
INSERT INTO `auth_user` VALUES (4,'md5$kK1d0nt8rtnc7TJs3wDWsY$6d9476b188947e1ac3fd604c9ccf2ea6',NULL,0,'zoe','','','',0,1,'2026-11-25 22:25:21.300780');
INSERT INTO `auth_user` VALUES (5,'md5$ffYxrvE5bq8wDkcleGX7xJ$ec55384eb8b7c6b546d81934c5ee1296',NULL,0,'gone','','','gone@example.org',0,0,'2026-11-25 22:25:21.308657');
DROP TABLE IF EXISTS `auth_user_groups`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_user_groups` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` int(11) NOT NULL,
  `group_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_user_groups_user_id_group_id_94350c0c_uniq` (`user_id`,`group_id`),
  KEY `auth_user_groups_group_id_97559544_fk_auth_group_id` (`group_id`),
  CONSTRAINT `auth_user_groups_group_id_97559544_fk_auth_group_id` FOREIGN KEY (`group_id`) REFERENCES `auth_group` (`id`),
  CONSTRAINT `auth_user_groups_user_id_6a12ed8b_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `auth_user_user_permissions`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `auth_user_user_permissions` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` int(11) NOT NULL,
  `permission_id` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `auth_user_user_permissions_user_id_permission_id_14a6b632_uniq` (`user_id`,`permission_id`),
  KEY `auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm` (`permission_id`),
  CONSTRAINT `auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm` FOREIGN KEY (`permission_id`) REFERENCES `auth_permission` (`id`),
  CONSTRAINT `auth_user_user_permissions_user_id_a95ead1b_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=6 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `authtoken_token`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `authtoken_token` (
  `key` varchar(40) NOT NULL,
  `created` datetime(6) NOT NULL,
  `user_id` int(11) NOT NULL,
  PRIMARY KEY (`key`),
  UNIQUE KEY `user_id` (`user_id`),
  CONSTRAINT `authtoken_token_user_id_35299eff_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `authtoken_token` VALUES ('1111111111111111111111111111111111111111','2026-11-25 22:25:21.238073',1);
INSERT INTO `authtoken_token` VALUES ('2222222222222222222222222222222222222222','2026-11-25 22:25:21.251044',2);
INSERT INTO `authtoken_token` VALUES ('3333333333333333333333333333333333333333','2026-11-25 22:25:21.289051',3);
INSERT INTO `authtoken_token` VALUES ('4444444444444444444444444444444444444444','2026-11-25 22:25:21.304905',4);
INSERT INTO `authtoken_token` VALUES ('5555555555555555555555555555555555555555','2026-11-25 22:25:21.312782',5);
DROP TABLE IF EXISTS `django_content_type`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_content_type` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `app_label` varchar(100) NOT NULL,
  `model` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `django_content_type_app_label_model_76bd3d3b_uniq` (`app_label`,`model`)
) ENGINE=InnoDB AUTO_INCREMENT=26 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `django_migrations`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_migrations` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `app` varchar(255) NOT NULL,
  `name` varchar(255) NOT NULL,
  `applied` datetime(6) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=20 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `django_session`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `django_session` (
  `session_key` varchar(40) NOT NULL,
  `session_data` longtext NOT NULL,
  `expire_date` datetime(6) NOT NULL,
  PRIMARY KEY (`session_key`),
  KEY `django_session_expire_date_a5c62663` (`expire_date`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

DROP TABLE IF EXISTS `library_audiobook`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_audiobook` (
  `media_ptr_id` bigint(20) NOT NULL,
  `minutes` int(11) NOT NULL,
  `reader` varchar(30) NOT NULL,
  PRIMARY KEY (`media_ptr_id`),
  CONSTRAINT `library_audiobook_media_ptr_id_4f97abeb_fk_library_media_id` FOREIGN KEY (`media_ptr_id`) REFERENCES `library_media` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_audiobook` VALUES (2,612,'B.');
DROP TABLE IF EXISTS `library_author`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_author` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `name` varchar(60) NOT NULL,
  `born` date DEFAULT NULL,
  `bio` longtext NOT NULL,
  `email` varchar(254) DEFAULT NULL,
  `secret_note` varchar(50) NOT NULL,
  `house_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `email` (`email`),
  KEY `library_author_house_id_448e0913_fk_library_publisher_id` (`house_id`),
  CONSTRAINT `library_author_house_id_448e0913_fk_library_publisher_id` FOREIGN KEY (`house_id`) REFERENCES `library_publisher` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=10 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_author` VALUES (1,'Anna Seghers','1900-11-19','Born in Mainz.','anna@example.org','changed',1);
INSERT INTO `library_author` VALUES (2,'Albert Camus','1913-11-07','',NULL,'',NULL);
INSERT INTO `library_author` VALUES (3,'Arundhati Roy','1961-11-24','',NULL,'',4);
INSERT INTO `library_author` VALUES (4,'Zoë Ångström',NULL,'Two\nlines',NULL,'',NULL);
INSERT INTO `library_author` VALUES (5,'Nobody',NULL,'',NULL,'',NULL);
INSERT INTO `library_author` VALUES (6,'Blank',NULL,'','','',NULL);
INSERT INTO `library_author` VALUES (7,'Abc',NULL,'',NULL,'',1);
INSERT INTO `library_author` VALUES (8,'Abc',NULL,'',NULL,'',NULL);
INSERT INTO `library_author` VALUES (9,'From a form',NULL,'',NULL,'',NULL);
DROP TABLE IF EXISTS `library_book`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_book` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `title` varchar(80) NOT NULL,
  `isbn` varchar(13) NOT NULL,
  `author_id` bigint(20) NOT NULL,
  `publisher_id` bigint(20) DEFAULT NULL,
  `status` varchar(10) NOT NULL,
  `pages` int(11) NOT NULL,
  `price` decimal(6,2) NOT NULL,
  `published` date DEFAULT NULL,
  `in_print` tinyint(1) NOT NULL,
  `meta` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL CHECK (json_valid(`meta`)),
  `created` datetime(6) NOT NULL,
  `updated` datetime(6) NOT NULL,
  `internal` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `isbn` (`isbn`),
  KEY `library_book_author_id_d9a3b67e_fk_library_author_id` (`author_id`),
  KEY `library_book_publisher_id_40a14e76_fk_library_publisher_id` (`publisher_id`),
  CONSTRAINT `library_book_author_id_d9a3b67e_fk_library_author_id` FOREIGN KEY (`author_id`) REFERENCES `library_author` (`id`),
  CONSTRAINT `library_book_publisher_id_40a14e76_fk_library_publisher_id` FOREIGN KEY (`publisher_id`) REFERENCES `library_publisher` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=12 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_book` VALUES (2,'The Plague','9780000000002',2,NULL,'draft',308,9.99,NULL,1,'[1, 2, {\"b\": 1, \"a\": 2}]','2026-11-25 22:25:25.613511','2026-11-25 22:25:27.554157',7);
INSERT INTO `library_book` VALUES (3,'The Fall','9780000000003',2,NULL,'printed',147,8.00,'1956-05-16',0,'\"text\"','2026-11-25 22:25:25.653996','2026-11-25 22:25:27.588795',7);
INSERT INTO `library_book` VALUES (4,'The God of Small Things','9780000000004',3,3,'draft',340,15.00,'1997-04-04',1,'{}','2026-11-25 22:25:25.688535','2026-11-25 22:25:25.688570',7);
INSERT INTO `library_book` VALUES (5,'Walking','9780000000005',3,NULL,'draft',96,3.50,NULL,0,'{}','2026-11-25 22:25:25.734576','2026-11-25 22:25:25.734620',7);
INSERT INTO `library_book` VALUES (6,'ßtrange Ørder','9790000000006',4,NULL,'draft',1,9.99,NULL,1,'{\"a\": [1, 2]}','2026-11-25 22:25:25.764622','2026-11-25 22:25:25.764664',7);
INSERT INTO `library_book` VALUES (7,'Alpha','9780000000007',4,NULL,'withdrawn',9999,9999.99,'2001-01-31',1,'{}','2026-11-25 22:25:25.793808','2026-11-25 22:25:28.984720',7);
INSERT INTO `library_book` VALUES (8,'Zz','9780000000011',1,NULL,'draft',280,9.99,NULL,1,'{}','2026-11-25 22:25:26.695384','2026-11-25 22:25:26.695423',7);
INSERT INTO `library_book` VALUES (10,'Zz','9780000000012',1,NULL,'draft',280,9.99,NULL,1,'{}','2026-11-25 22:25:26.789763','2026-11-25 22:25:26.789802',7);
DROP TABLE IF EXISTS `library_book_tags`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_book_tags` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `book_id` bigint(20) NOT NULL,
  `tag_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `library_book_tags_book_id_tag_id_c3660ce1_uniq` (`book_id`,`tag_id`),
  KEY `library_book_tags_tag_id_ad3c9ecb_fk_library_tag_id` (`tag_id`),
  CONSTRAINT `library_book_tags_book_id_7c6729bd_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`),
  CONSTRAINT `library_book_tags_tag_id_ad3c9ecb_fk_library_tag_id` FOREIGN KEY (`tag_id`) REFERENCES `library_tag` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=10 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_book_tags` VALUES (3,3,1);
INSERT INTO `library_book_tags` VALUES (4,3,2);
INSERT INTO `library_book_tags` VALUES (5,4,1);
INSERT INTO `library_book_tags` VALUES (6,5,2);
INSERT INTO `library_book_tags` VALUES (7,5,4);
DROP TABLE IF EXISTS `library_bookmark`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_bookmark` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `media_id` bigint(20) NOT NULL,
  `place` int(11) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `library_bookmark_media_id_d63a8157_fk_library_media_id` (`media_id`),
  CONSTRAINT `library_bookmark_media_id_d63a8157_fk_library_media_id` FOREIGN KEY (`media_id`) REFERENCES `library_media` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_bookmark` VALUES (2,2,77);
DROP TABLE IF EXISTS `library_chapter`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_chapter` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `book_id` bigint(20) NOT NULL,
  `number` smallint(6) NOT NULL,
  `title` varchar(30) NOT NULL,
  `summary` longtext NOT NULL,
  PRIMARY KEY (`id`),
  KEY `library_chapter_book_id_9ac342bc_fk_library_book_id` (`book_id`),
  CONSTRAINT `library_chapter_book_id_9ac342bc_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=15 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_chapter` VALUES (14,2,1,'Oran','');
DROP TABLE IF EXISTS `library_display`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_display` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `title` varchar(30) NOT NULL,
  `shelf_id` bigint(20) NOT NULL,
  `note` varchar(30) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `library_display_shelf_id_44c2c55b_fk_library_shelf_id` (`shelf_id`),
  CONSTRAINT `library_display_shelf_id_44c2c55b_fk_library_shelf_id` FOREIGN KEY (`shelf_id`) REFERENCES `library_shelf` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_display` VALUES (2,'Winter',2,'open');
DROP TABLE IF EXISTS `library_ebook`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_ebook` (
  `media_ptr_id` bigint(20) NOT NULL,
  `format` varchar(4) NOT NULL,
  PRIMARY KEY (`media_ptr_id`),
  CONSTRAINT `library_ebook_media_ptr_id_8991643e_fk_library_media_id` FOREIGN KEY (`media_ptr_id`) REFERENCES `library_media` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_ebook` VALUES (3,'pdf');
DROP TABLE IF EXISTS `library_edition`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_edition` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `name` varchar(12) NOT NULL,
  `note` longtext DEFAULT NULL,
  `code` varchar(10) NOT NULL,
  `mail` varchar(30) NOT NULL,
  `site` varchar(60) NOT NULL,
  `serial` uuid NOT NULL,
  `copies` int(11) NOT NULL,
  `total` bigint(20) NOT NULL,
  `shelf` smallint(6) NOT NULL,
  `rank` int(10) unsigned NOT NULL CHECK (`rank` >= 0),
  `weight` double NOT NULL,
  `price` decimal(7,3) NOT NULL,
  `bound` tinyint(1) NOT NULL,
  `signed` tinyint(1) DEFAULT NULL,
  `printed` date NOT NULL,
  `opens` time(6) NOT NULL,
  `shipped` datetime(6) NOT NULL,
  `lasts` bigint(20) NOT NULL,
  `extra` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL CHECK (json_valid(`extra`)),
  `notes` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`notes`)),
  `address` char(39) NOT NULL,
  `v4` char(39) DEFAULT NULL,
  `v6` char(39) DEFAULT NULL,
  `kind` varchar(1) NOT NULL,
  `size` int(11) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `library_edition_code_730adeca` (`code`)
) ENGINE=InnoDB AUTO_INCREMENT=92 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_edition` VALUES (1,'Renamed',NULL,'first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,0,NULL,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',600000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',NULL);
INSERT INTO `library_edition` VALUES (2,'Second','','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,0,NULL,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'[1]',NULL,'192.0.2.1',NULL,NULL,'h',NULL);
INSERT INTO `library_edition` VALUES (3,'12345','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (4,'1.5','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (5,'padded','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (6,'日本語の本','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (7,'a\nb','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (8,'😀😀😀','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (9,'First','','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (10,'First','line\nline','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (11,'First','As sold.','-_-','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (12,'First','As sold.','A-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (13,'First','As sold.','first-1','a@localhost','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (14,'First','As sold.','first-1','A@EXAMPLE.ORG','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (15,'First','As sold.','first-1','a@example.org','ftp://example.org/','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (16,'First','As sold.','first-1','a@example.org','http://localhost:8000/x','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (17,'First','As sold.','first-1','a@example.org','https://münchen.example/','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (18,'First','As sold.','first-1','a@example.org','http://[::1]/','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (19,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','00000000-0000-0000-0000-000000000005',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (20,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (21,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (22,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (23,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (24,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',7,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (25,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',12,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (26,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',12,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (27,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',12,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (28,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',-5,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (29,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',3,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (30,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,9223372036854775807,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (31,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,-9223372036854775808,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (32,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,0,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (33,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3000000000,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (34,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,10,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (35,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,2.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (36,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (37,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,100.000,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (38,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.000,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (39,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,0.100,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (40,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,0.000,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (41,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,0.000,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (42,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,1.500,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (43,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (44,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (45,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,0,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (46,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (47,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,0,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (48,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (49,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (50,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,NULL,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (51,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,NULL,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (52,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-01','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (53,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-01','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (54,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'0001-01-01','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (55,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','10:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (56,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','10:30:15.123456','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (57,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','10:30:15.100000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (58,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','10:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (59,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-05-01 10:00:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (60,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-05-01 08:00:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (61,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-05-01 00:00:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (62,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-05-01 10:00:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (63,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-05-01 10:00:00.123000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (64,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-05-01 10:00:00.123456',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (65,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-05-01 10:00:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (66,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',90000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (67,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',90000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (68,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',90000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (69,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',1500000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (70,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93600000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (71,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',129600000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (72,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',-86399000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (73,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',259200000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (74,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',950399999999,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (75,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',1500000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (76,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'\"text\"',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (77,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'0',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (78,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'false',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (79,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'[]',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (80,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (81,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": {\"b\": [{\"c\": [[], {}]}]}}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (82,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'\"1e400\"',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (83,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'\"\\u2028\"',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (84,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'::1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (85,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'2001:db8::1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (86,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'1.2.3.4','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (87,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'1.2.3.4','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (88,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','fe80::1','h',2);
INSERT INTO `library_edition` VALUES (89,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"a\": 1}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (90,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,0,NULL,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{}',NULL,'192.0.2.1','198.51.100.7','2001:db8::1','h',2);
INSERT INTO `library_edition` VALUES (91,'First','As sold.','first-1','a@example.org','https://example.org/x?y=1#z','6f1e2d3c-4b5a-4978-8899-aabbccddeeff',100,5000000000,12,3,1.5,10.250,1,0,'2024-02-29','09:30:00.000000','2024-03-01 12:30:00.000000',93784000000,'{\"k\": [1, \"\\u00e9\"]}','\"text\"','192.0.2.1','198.51.100.7','2001:db8::1','h',2);
DROP TABLE IF EXISTS `library_event`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_event` (
  `id` uuid NOT NULL,
  `number` int(11) NOT NULL,
  `what` varchar(20) NOT NULL,
  `at` datetime(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `number` (`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_event` VALUES ('d4a8216e-20d8-4943-87f2-01935f41eb9d',1,'odd','2026-11-25 22:25:33.554824');
INSERT INTO `library_event` VALUES ('dd1d0a97-31b7-4e4b-82c8-27ddee3e27e3',8,'even','2026-11-25 22:25:33.680276');
INSERT INTO `library_event` VALUES ('520f8068-1830-4f97-9115-31b24512cefa',3,'odd','2026-11-25 22:25:33.587063');
INSERT INTO `library_event` VALUES ('1df14c19-9417-484d-9b88-491adc2efe5c',10,'even','2026-11-25 22:25:33.865868');
INSERT INTO `library_event` VALUES ('a24023de-26f6-4126-b89b-52afc1675d83',9,'odd','2026-11-25 22:25:33.691766');
INSERT INTO `library_event` VALUES ('bf652f69-a627-4d93-a616-5df73d8ee964',6,'even','2026-11-25 22:25:33.640817');
INSERT INTO `library_event` VALUES ('de12541f-1574-4cc9-9248-62490965264f',4,'even','2026-11-25 22:25:33.600761');
INSERT INTO `library_event` VALUES ('205ea897-9928-4a98-8892-7b653f85179f',7,'odd','2026-11-25 22:25:33.654914');
INSERT INTO `library_event` VALUES ('00073792-3f0d-496e-bc88-8e5fcad32de7',5,'odd','2026-11-25 22:25:33.618510');
INSERT INTO `library_event` VALUES ('2df15e5e-56dc-4a65-918d-911f2dd4dd9b',2,'even','2026-11-25 22:25:33.572746');
DROP TABLE IF EXISTS `library_feedback`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_feedback` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `text` longtext NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=2 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_feedback` VALUES (1,'Lovely.');
DROP TABLE IF EXISTS `library_loan`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_loan` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `book_id` bigint(20) NOT NULL,
  `user_id` int(11) NOT NULL,
  `due` date NOT NULL,
  `returned` tinyint(1) NOT NULL,
  `fine` decimal(5,2) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `library_loan_book_id_2771127e_fk_library_book_id` (`book_id`),
  KEY `library_loan_user_id_883ec44a_fk_auth_user_id` (`user_id`),
  CONSTRAINT `library_loan_book_id_2771127e_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`),
  CONSTRAINT `library_loan_user_id_883ec44a_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_loan` VALUES (2,2,4,'2020-02-29',0,0.50);
INSERT INTO `library_loan` VALUES (3,3,3,'2030-01-31',1,12.00);
DROP TABLE IF EXISTS `library_media`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_media` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `title` varchar(40) NOT NULL,
  `size` int(10) unsigned NOT NULL CHECK (`size` >= 0),
  `book_id` bigint(20) DEFAULT NULL,
  `type` varchar(100) NOT NULL,
  PRIMARY KEY (`id`),
  KEY `library_media_book_id_cb57def9_fk_library_book_id` (`book_id`),
  CONSTRAINT `library_media_book_id_cb57def9_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_media` VALUES (2,'The Plague, read aloud',0,2,'audiobook');
INSERT INTO `library_media` VALUES (3,'The Fall',0,NULL,'ebook');
DROP TABLE IF EXISTS `library_member`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_member` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `user_id` int(11) NOT NULL,
  `card` uuid NOT NULL,
  `level` int(11) NOT NULL,
  `nick` varchar(12) DEFAULT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `user_id` (`user_id`),
  UNIQUE KEY `card` (`card`),
  CONSTRAINT `library_member_user_id_ff0e90ec_fk_auth_user_id` FOREIGN KEY (`user_id`) REFERENCES `auth_user` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_member` VALUES (1,3,'62fdb448-d7a8-4e80-a221-d2a47875859a',2,'');
INSERT INTO `library_member` VALUES (2,1,'11111111-2222-4333-8444-555555555555',3,NULL);
INSERT INTO `library_member` VALUES (3,4,'c3b66674-fbce-40de-bbe5-f71c2e38e204',2,NULL);
DROP TABLE IF EXISTS `library_publisher`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_publisher` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `name` varchar(40) NOT NULL,
  `country` varchar(2) NOT NULL,
  `website` varchar(200) NOT NULL,
  `founded` int(10) unsigned DEFAULT NULL CHECK (`founded` >= 0),
  `contact` varchar(60) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `name` (`name`)
) ENGINE=InnoDB AUTO_INCREMENT=10 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_publisher` VALUES (1,'Aufbau','de','https://aufbau.example/',1945,'post@aufbau.example');
INSERT INTO `library_publisher` VALUES (3,'Penguin','us','',1935,'');
INSERT INTO `library_publisher` VALUES (4,'Tara & Söhne','in','',NULL,'');
INSERT INTO `library_publisher` VALUES (5,'Éditions Ω “日本” 🎉','fr','',1999,'');
INSERT INTO `library_publisher` VALUES (9,'Suffix','de','',NULL,'');
DROP TABLE IF EXISTS `library_review`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_review` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `book_id` bigint(20) NOT NULL,
  `reader` varchar(20) NOT NULL,
  `edition` varchar(10) NOT NULL,
  `stars` smallint(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `library_review_book_id_reader_edition_2f61f487_uniq` (`book_id`,`reader`,`edition`),
  UNIQUE KEY `library_review_reader_stars_b8234091_uniq` (`reader`,`stars`),
  CONSTRAINT `library_review_book_id_3ba0bb54_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_review` VALUES (3,2,'bob','1st',2);
DROP TABLE IF EXISTS `library_setting`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_setting` (
  `key` varchar(30) NOT NULL,
  `value` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL CHECK (json_valid(`value`)),
  `public` tinyint(1) NOT NULL,
  PRIMARY KEY (`key`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_setting` VALUES ('big','9007199254740993',0);
INSERT INTO `library_setting` VALUES ('colour','[\"red\", \"green\"]',0);
INSERT INTO `library_setting` VALUES ('flag','true',0);
INSERT INTO `library_setting` VALUES ('limits','{\"loans\": 5, \"days\": [7, 14]}',1);
INSERT INTO `library_setting` VALUES ('nothing-here','[]',1);
INSERT INTO `library_setting` VALUES ('pi','3.14159',1);
INSERT INTO `library_setting` VALUES ('zero','0',0);
DROP TABLE IF EXISTS `library_shelf`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_shelf` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `name` varchar(20) NOT NULL,
  `inside_id` bigint(20) DEFAULT NULL,
  `keeper_id` bigint(20) DEFAULT NULL,
  PRIMARY KEY (`id`),
  KEY `library_shelf_inside_id_ecfcb8e9_fk_library_shelf_id` (`inside_id`),
  KEY `library_shelf_keeper_id_ef0600df_fk_library_author_id` (`keeper_id`),
  CONSTRAINT `library_shelf_inside_id_ecfcb8e9_fk_library_shelf_id` FOREIGN KEY (`inside_id`) REFERENCES `library_shelf` (`id`),
  CONSTRAINT `library_shelf_keeper_id_ef0600df_fk_library_author_id` FOREIGN KEY (`keeper_id`) REFERENCES `library_author` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_shelf` VALUES (1,'North',NULL,NULL);
INSERT INTO `library_shelf` VALUES (2,'Top',1,2);
INSERT INTO `library_shelf` VALUES (3,'Farm',NULL,NULL);
DROP TABLE IF EXISTS `library_shelf_books`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_shelf_books` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `shelf_id` bigint(20) NOT NULL,
  `book_id` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `library_shelf_books_shelf_id_book_id_99d4a8d3_uniq` (`shelf_id`,`book_id`),
  KEY `library_shelf_books_book_id_23727a5c_fk_library_book_id` (`book_id`),
  CONSTRAINT `library_shelf_books_book_id_23727a5c_fk_library_book_id` FOREIGN KEY (`book_id`) REFERENCES `library_book` (`id`),
  CONSTRAINT `library_shelf_books_shelf_id_5c556800_fk_library_shelf_id` FOREIGN KEY (`shelf_id`) REFERENCES `library_shelf` (`id`)
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_shelf_books` VALUES (2,1,2);
INSERT INTO `library_shelf_books` VALUES (3,2,3);
INSERT INTO `library_shelf_books` VALUES (5,3,4);
INSERT INTO `library_shelf_books` VALUES (6,3,5);
DROP TABLE IF EXISTS `library_tag`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `library_tag` (
  `id` bigint(20) NOT NULL AUTO_INCREMENT,
  `slug` varchar(20) NOT NULL,
  `label` varchar(30) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `slug` (`slug`)
) ENGINE=InnoDB AUTO_INCREMENT=6 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

INSERT INTO `library_tag` VALUES (1,'novel','Novels');
INSERT INTO `library_tag` VALUES (2,'essay','Essays');
INSERT INTO `library_tag` VALUES (3,'war','War & peace');
INSERT INTO `library_tag` VALUES (4,'travel','Travel');
INSERT INTO `library_tag` VALUES (5,'sci-fi','Science fiction');
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

