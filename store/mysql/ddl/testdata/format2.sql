CREATE TABLE `marks` (
  `visit` BIGINT NOT NULL,
  `person` BINARY(16) NOT NULL,
  PRIMARY KEY (`visit`, `person`),
  KEY `marks_person_idx` (`person`),
  CONSTRAINT `marks_visit_fkey` FOREIGN KEY (`visit`) REFERENCES `visits` (`id`),
  CONSTRAINT `marks_person_fkey` FOREIGN KEY (`person`) REFERENCES `people` (`id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE `people` (
  `id` BINARY(16) NOT NULL,
  `name` VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `born` DATE,
  `seen` DATETIME(6),
  `rank` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `pay` DECIMAL(12, 2),
  `wide` DECIMAL(65, 30),
  `ratio` DOUBLE,
  `there` BOOLEAN,
  `photo` LONGBLOB,
  `print` VARBINARY(32),
  `short` VARCHAR(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `long` LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `more` LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `tags` LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  `team` VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin,
  PRIMARY KEY (`id`),
  UNIQUE KEY `people_team_fkey` (`team`, `id`),
  UNIQUE KEY `people_name_key` (`name`),
  UNIQUE KEY `people_print_key` (`print`),
  KEY `people_born_seen_idx` (`born`, `seen` DESC),
  KEY `people_short_name_idx` (`short`(384), `name`),
  KEY `people_rank_idx` (`rank`),
  KEY `people_team_seen_idx` (`team`, `seen`),
  CONSTRAINT `people_rank_check` CHECK (`rank` IN ('low', 'it''s high', 'back\\slash')),
  CONSTRAINT `people_team_fkey` FOREIGN KEY (`team`) REFERENCES `teams` (`code`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE `teams` (
  `code` VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  PRIMARY KEY (`code`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE TABLE `visits` (
  `id` BIGINT NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
CREATE VIEW `counts` AS
SELECT team, count(*) AS people FROM people GROUP BY team;
