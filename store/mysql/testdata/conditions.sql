status == "published"
  T t0.`status` = 'published'
  F t0.`status` <> 'published'
status != "published"
  T t0.`status` <> 'published'
  F t0.`status` = 'published'
score == 3
  T t0.`score` = 3
  F NOT (t0.`score` <=> 3)
score != 3
  T NOT (t0.`score` <=> 3)
  F t0.`score` = 3
!(score > 3)
  T t0.`score` <= 3 OR t0.`score` IS NULL
  F t0.`score` > 3
score == likes
  T t0.`score` = t0.`likes`
  F NOT (t0.`score` <=> t0.`likes`)
score != likes
  T NOT (t0.`score` <=> t0.`likes`)
  F t0.`score` = t0.`likes`
likes >= 10 && !(live || shown)
  T t0.`likes` >= 10 AND (t0.`live` = 0 AND (t0.`shown` = 0 OR t0.`shown` IS NULL))
  F t0.`likes` < 10 OR (t0.`live` = 1 OR t0.`shown` = 1)
score == null
  T t0.`score` IS NULL
  F t0.`score` IS NOT NULL
score != null
  T t0.`score` IS NOT NULL
  F t0.`score` IS NULL
author == auth.id
  T t0.`author` = CAST(? AS BINARY)
  F t0.`author` <> CAST(? AS BINARY)
author != auth.id
  T t0.`author` <> CAST(? AS BINARY)
  F t0.`author` = CAST(? AS BINARY)
editor == auth.id
  T t0.`editor` = CAST(? AS BINARY)
  F NOT (t0.`editor` <=> CAST(? AS BINARY)) AND CAST(? AS BINARY) IS NOT NULL
!(editor == auth.id)
  T NOT (t0.`editor` <=> CAST(? AS BINARY)) AND CAST(? AS BINARY) IS NOT NULL
  F t0.`editor` = CAST(? AS BINARY)
title == "it's; --"
  T t0.`title` = ?
  F t0.`title` <> ?
title in ["a", "b"]
  T t0.`title` IN ('a', 'b')
  F t0.`title` NOT IN ('a', 'b')
!(body in ["a", "b"])
  T t0.`body` NOT IN ('a', 'b') OR t0.`body` IS NULL
  F t0.`body` IN ('a', 'b')
auth.role in ["editor", "admin"]
  T ? IN ('editor', 'admin')
  F ? NOT IN ('editor', 'admin')
"editor" in auth.roles
  T 'editor' IN (SELECT items.v FROM JSON_TABLE(?, '$[*]' COLUMNS (v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$')) AS items)
  F 'editor' NOT IN (SELECT items.v FROM JSON_TABLE(?, '$[*]' COLUMNS (v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$')) AS items) AND ? IS NOT NULL
"go" in tags
  T EXISTS (SELECT 1 FROM JSON_TABLE(NULLIF(t0.`tags`, ''), '$[*]' COLUMNS (v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$')) AS items WHERE items.v = 'go')
  F NOT EXISTS (SELECT 1 FROM JSON_TABLE(NULLIF(t0.`tags`, ''), '$[*]' COLUMNS (v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$')) AS items WHERE items.v = 'go') OR t0.`tags` IS NULL
!("go" in tags)
  T NOT EXISTS (SELECT 1 FROM JSON_TABLE(NULLIF(t0.`tags`, ''), '$[*]' COLUMNS (v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$')) AS items WHERE items.v = 'go') OR t0.`tags` IS NULL
  F EXISTS (SELECT 1 FROM JSON_TABLE(NULLIF(t0.`tags`, ''), '$[*]' COLUMNS (v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin PATH '$')) AS items WHERE items.v = 'go')
1.50 in prices
  T EXISTS (SELECT 1 FROM JSON_TABLE(NULLIF(t0.`prices`, ''), '$[*]' COLUMNS (v DECIMAL(65, 30) PATH '$')) AS items WHERE items.v = 1.50)
  F NOT EXISTS (SELECT 1 FROM JSON_TABLE(NULLIF(t0.`prices`, ''), '$[*]' COLUMNS (v DECIMAL(65, 30) PATH '$')) AS items WHERE items.v = 1.50) OR t0.`prices` IS NULL
price > 10
  T t0.`price` > 10.00
  F t0.`price` <= 10.00 OR t0.`price` IS NULL
price == 0.125
  T t0.`price` = 0.125
  F NOT (t0.`price` <=> 0.125)
price < 0.125
  T t0.`price` < 0.125
  F t0.`price` >= 0.125 OR t0.`price` IS NULL
price * price > total
  T NULLIF(NULLIF(GREATEST(LEAST((t0.`price` * t0.`price`), 100000000000000), -100000000000000), 100000000000000), -100000000000000) > t0.`total`
  F NULLIF(NULLIF(GREATEST(LEAST((t0.`price` * t0.`price`), 100000000000000), -100000000000000), 100000000000000), -100000000000000) <= t0.`total` OR (t0.`total` IS NULL AND NULLIF(NULLIF(GREATEST(LEAST((t0.`price` * t0.`price`), 100000000000000), -100000000000000), 100000000000000), -100000000000000) IS NOT NULL)
price == total
  T t0.`price` <=> t0.`total`
  F NOT (t0.`price` <=> t0.`total`)
wide > 12345678901234567890.5
  T t0.`wide` > 12345678901234567890.5000000000
  F t0.`wide` <= 12345678901234567890.5000000000 OR t0.`wide` IS NULL
score + likes > 10
  T CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(t0.`score` AS DECIMAL(65, 0)) + t0.`likes`, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) > 10
  F CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(t0.`score` AS DECIMAL(65, 0)) + t0.`likes`, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) <= 10
!(score / likes == 2)
  T CAST(CASE t0.`likes` WHEN -1 THEN CAST(0 - NULLIF(t0.`score`, -9223372036854775808) AS SIGNED) WHEN 1 THEN t0.`score` ELSE t0.`score` DIV t0.`likes` END AS SIGNED) <> 2
  F CAST(CASE t0.`likes` WHEN -1 THEN CAST(0 - NULLIF(t0.`score`, -9223372036854775808) AS SIGNED) WHEN 1 THEN t0.`score` ELSE t0.`score` DIV t0.`likes` END AS SIGNED) = 2
-score < likes % 3
  T CAST(0 - NULLIF(t0.`score`, -9223372036854775808) AS SIGNED) < CAST(CASE WHEN 3 = -1 THEN CAST(0 - NULLIF(t0.`likes`, -9223372036854775808) AS SIGNED) * 0 ELSE MOD(t0.`likes`, 3) END AS SIGNED)
  F CAST(0 - NULLIF(t0.`score`, -9223372036854775808) AS SIGNED) >= CAST(CASE WHEN 3 = -1 THEN CAST(0 - NULLIF(t0.`likes`, -9223372036854775808) AS SIGNED) * 0 ELSE MOD(t0.`likes`, 3) END AS SIGNED)
ratio * 2.0 > 1.0
  T (CASE WHEN ABS(t0.`ratio`) < 1e0 OR ABS(2e+00) < 1e0 OR ABS((t0.`ratio` * 7.458340731200207e-155) * (2e+00 * 7.458340731200207e-155)) < 1e0 THEN t0.`ratio` * 2e+00 END) > 1e+00
  F (CASE WHEN ABS(t0.`ratio`) < 1e0 OR ABS(2e+00) < 1e0 OR ABS((t0.`ratio` * 7.458340731200207e-155) * (2e+00 * 7.458340731200207e-155)) < 1e0 THEN t0.`ratio` * 2e+00 END) <= 1e+00
day < date("2026-11-20")
  T t0.`day` < DATE'2026-11-20'
  F t0.`day` >= DATE'2026-11-20' OR t0.`day` IS NULL
at > now - duration("24h")
  T TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00.000000', t0.`at`) > CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00.000000', CAST(? AS DATETIME(6))) AS DECIMAL(65, 0)) - 86400000000, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED)
  F TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00.000000', t0.`at`) <= CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00.000000', CAST(? AS DATETIME(6))) AS DECIMAL(65, 0)) - 86400000000, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) OR (TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00.000000', t0.`at`) IS NULL AND CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00.000000', CAST(? AS DATETIME(6))) AS DECIMAL(65, 0)) - 86400000000, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) IS NOT NULL)
title.startsWith("a")
  T t0.`title` >= 'a' AND (t0.`title` < ? OR ? IS NULL)
  F NOT (t0.`title` >= 'a' AND (t0.`title` < ? OR ? IS NULL))
body.contains("b") || body.endsWith("c")
  T (LOCATE('b', t0.`body`) > 0) OR (RIGHT(t0.`body`, CHAR_LENGTH('c')) = 'c')
  F (NOT (LOCATE('b', t0.`body`) > 0) OR t0.`body` IS NULL) AND (NOT (RIGHT(t0.`body`, CHAR_LENGTH('c')) = 'c') OR t0.`body` IS NULL)
!(body.matches("^a+$"))
  T NOT ((CONVERT(t0.`body` USING utf8mb4) COLLATE utf8mb4_nopad_bin) REGEXP ?) OR t0.`body` IS NULL
  F (CONVERT(t0.`body` USING utf8mb4) COLLATE utf8mb4_nopad_bin) REGEXP ?
title.lowerAscii() == "a"
  T (CONVERT(CAST(LOWER(CONVERT(CAST(t0.`title` AS BINARY) USING hebrew)) AS BINARY) USING utf8mb4) COLLATE utf8mb4_nopad_bin) = 'a'
  F (CONVERT(CAST(LOWER(CONVERT(CAST(t0.`title` AS BINARY) USING hebrew)) AS BINARY) USING utf8mb4) COLLATE utf8mb4_nopad_bin) <> 'a'
size(title) > 3
  T CHAR_LENGTH(t0.`title`) > 3
  F CHAR_LENGTH(t0.`title`) <= 3
size(tags) == 0
  T JSON_LENGTH(t0.`tags`) = 0
  F NOT (JSON_LENGTH(t0.`tags`) <=> 0)
meta.colour == "red"
  T (CASE WHEN JSON_EXTRACT(t0.`meta`, '$."colour"') LIKE '"%' THEN JSON_UNQUOTE(JSON_EXTRACT(t0.`meta`, '$."colour"')) END COLLATE utf8mb4_nopad_bin) = 'red'
  F NOT ((CASE WHEN JSON_EXTRACT(t0.`meta`, '$."colour"') LIKE '"%' THEN JSON_UNQUOTE(JSON_EXTRACT(t0.`meta`, '$."colour"')) END COLLATE utf8mb4_nopad_bin) <=> 'red')
!(meta.colour == "red")
  T NOT ((CASE WHEN JSON_EXTRACT(t0.`meta`, '$."colour"') LIKE '"%' THEN JSON_UNQUOTE(JSON_EXTRACT(t0.`meta`, '$."colour"')) END COLLATE utf8mb4_nopad_bin) <=> 'red')
  F (CASE WHEN JSON_EXTRACT(t0.`meta`, '$."colour"') LIKE '"%' THEN JSON_UNQUOTE(JSON_EXTRACT(t0.`meta`, '$."colour"')) END COLLATE utf8mb4_nopad_bin) = 'red'
meta.size > 1.5
  T (CASE WHEN LEFT(JSON_EXTRACT(t0.`meta`, '$."size"'), 1) BETWEEN '-' AND '9' THEN CASE WHEN CHAR_LENGTH(SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', 1)) > 34 THEN CAST(SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', 1) AS DECIMAL(65, 0)) WHEN CASE WHEN JSON_EXTRACT(t0.`meta`, '$."size"') LIKE '%.%' THEN CHAR_LENGTH(TRIM(TRAILING '0' FROM SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', -1))) ELSE 0 END > 30 THEN CAST(CONCAT(LEFT(JSON_EXTRACT(t0.`meta`, '$."size"'), LOCATE('.', JSON_EXTRACT(t0.`meta`, '$."size"')) + 30), '5') AS DECIMAL(65, 31)) ELSE CAST(JSON_EXTRACT(t0.`meta`, '$."size"') AS DECIMAL(65, 30)) END END) > 1.5
  F (CASE WHEN LEFT(JSON_EXTRACT(t0.`meta`, '$."size"'), 1) BETWEEN '-' AND '9' THEN CASE WHEN CHAR_LENGTH(SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', 1)) > 34 THEN CAST(SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', 1) AS DECIMAL(65, 0)) WHEN CASE WHEN JSON_EXTRACT(t0.`meta`, '$."size"') LIKE '%.%' THEN CHAR_LENGTH(TRIM(TRAILING '0' FROM SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', -1))) ELSE 0 END > 30 THEN CAST(CONCAT(LEFT(JSON_EXTRACT(t0.`meta`, '$."size"'), LOCATE('.', JSON_EXTRACT(t0.`meta`, '$."size"')) + 30), '5') AS DECIMAL(65, 31)) ELSE CAST(JSON_EXTRACT(t0.`meta`, '$."size"') AS DECIMAL(65, 30)) END END) <= 1.5 OR (CASE WHEN LEFT(JSON_EXTRACT(t0.`meta`, '$."size"'), 1) BETWEEN '-' AND '9' THEN CASE WHEN CHAR_LENGTH(SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', 1)) > 34 THEN CAST(SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', 1) AS DECIMAL(65, 0)) WHEN CASE WHEN JSON_EXTRACT(t0.`meta`, '$."size"') LIKE '%.%' THEN CHAR_LENGTH(TRIM(TRAILING '0' FROM SUBSTRING_INDEX(JSON_EXTRACT(t0.`meta`, '$."size"'), '.', -1))) ELSE 0 END > 30 THEN CAST(CONCAT(LEFT(JSON_EXTRACT(t0.`meta`, '$."size"'), LOCATE('.', JSON_EXTRACT(t0.`meta`, '$."size"')) + 30), '5') AS DECIMAL(65, 31)) ELSE CAST(JSON_EXTRACT(t0.`meta`, '$."size"') AS DECIMAL(65, 30)) END END) IS NULL
meta.on == true
  T (CASE JSON_EXTRACT(t0.`meta`, '$."on"') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END) = 1
  F NOT ((CASE JSON_EXTRACT(t0.`meta`, '$."on"') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END) <=> 1)
author.name == "Ada"
  T EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`id` = t0.`author` AND t1.`name` = 'Ada')
  F NOT ((SELECT t1.`name` FROM `users` AS t1 WHERE t1.`id` = t0.`author`) <=> 'Ada')
editor.name != "Ada"
  T NOT ((SELECT t1.`name` FROM `users` AS t1 WHERE t1.`id` = t0.`editor`) <=> 'Ada')
  F (SELECT t1.`name` FROM `users` AS t1 WHERE t1.`id` = t0.`editor`) = 'Ada'
author.team.name == "red"
  T EXISTS (SELECT 1 FROM `users` AS t1 JOIN `teams` AS t2 ON t2.`id` = t1.`team` WHERE t1.`id` = t0.`author` AND t2.`name` = 'red')
  F NOT ((SELECT t2.`name` FROM `users` AS t1 JOIN `teams` AS t2 ON t2.`id` = t1.`team` WHERE t1.`id` = t0.`author`) <=> 'red')
author.admin
  T (SELECT t1.`admin` FROM `users` AS t1 WHERE t1.`id` = t0.`author`) = 1
  F (SELECT t1.`admin` FROM `users` AS t1 WHERE t1.`id` = t0.`author`) = 0 OR (SELECT t1.`admin` FROM `users` AS t1 WHERE t1.`id` = t0.`author`) IS NULL
author.name == "Ada" || author.name > "B"
  T EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`id` = t0.`author` AND (t1.`name` = 'Ada' OR t1.`name` > 'B'))
  F NOT ((SELECT t1.`name` FROM `users` AS t1 WHERE t1.`id` = t0.`author`) <=> 'Ada') AND ((SELECT t2.`name` FROM `users` AS t2 WHERE t2.`id` = t0.`author`) <= 'B' OR (SELECT t2.`name` FROM `users` AS t2 WHERE t2.`id` = t0.`author`) IS NULL)
live || editor.name == auth.id && editor.name < "B" || author.name == "Ada"
  T t0.`live` = 1 OR EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`id` = t0.`editor` AND (t1.`name` = ? AND t1.`name` < 'B')) OR EXISTS (SELECT 1 FROM `users` AS t2 WHERE t2.`id` = t0.`author` AND t2.`name` = 'Ada')
  F t0.`live` = 0 AND ((NOT ((SELECT t1.`name` FROM `users` AS t1 WHERE t1.`id` = t0.`editor`) <=> ?) AND ? IS NOT NULL) OR ((SELECT t2.`name` FROM `users` AS t2 WHERE t2.`id` = t0.`editor`) >= 'B' OR (SELECT t2.`name` FROM `users` AS t2 WHERE t2.`id` = t0.`editor`) IS NULL)) AND NOT ((SELECT t3.`name` FROM `users` AS t3 WHERE t3.`id` = t0.`author`) <=> 'Ada')
editor.name == "Ada" || editor.name != "B"
  T EXISTS (SELECT 1 FROM `users` AS t1 WHERE t1.`id` = t0.`editor` AND t1.`name` = 'Ada') OR NOT ((SELECT t2.`name` FROM `users` AS t2 WHERE t2.`id` = t0.`editor`) <=> 'B')
  F NOT ((SELECT t1.`name` FROM `users` AS t1 WHERE t1.`id` = t0.`editor`) <=> 'Ada') AND (SELECT t2.`name` FROM `users` AS t2 WHERE t2.`id` = t0.`editor`) = 'B'
editor.team.name == "red" && likes > 3 && editor.team.name >= "r"
  T EXISTS (SELECT 1 FROM `users` AS t1 JOIN `teams` AS t2 ON t2.`id` = t1.`team` WHERE t1.`id` = t0.`editor` AND (t2.`name` = 'red' AND t2.`name` >= 'r')) AND t0.`likes` > 3
  F NOT ((SELECT t2.`name` FROM `users` AS t1 JOIN `teams` AS t2 ON t2.`id` = t1.`team` WHERE t1.`id` = t0.`editor`) <=> 'red') OR t0.`likes` <= 3 OR ((SELECT t4.`name` FROM `users` AS t3 JOIN `teams` AS t4 ON t4.`id` = t3.`team` WHERE t3.`id` = t0.`editor`) < 'r' OR (SELECT t4.`name` FROM `users` AS t3 JOIN `teams` AS t4 ON t4.`id` = t3.`team` WHERE t3.`id` = t0.`editor`) IS NULL)
editor == null || editor.team == null
  T t0.`editor` IS NULL OR (SELECT t1.`team` FROM `users` AS t1 WHERE t1.`id` = t0.`editor`) IS NULL
  F t0.`editor` IS NOT NULL AND (SELECT t1.`team` FROM `users` AS t1 WHERE t1.`id` = t0.`editor`) IS NOT NULL
author.posts.exists(p, p.score > 3)
  T EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`author` AND t1.`score` > 3))
  F NOT EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`author` AND t1.`score` > 3))
!author.posts.exists(p, p.score > 3)
  T NOT EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`author` AND t1.`score` > 3))
  F EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`author` AND t1.`score` > 3))
author.posts.all(p, p.live)
  T NOT EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`author` AND (t1.`live` = 1) IS NOT TRUE))
  F EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`author` AND (t1.`live` = 1) IS NOT TRUE))
!author.posts.all(p, p.score > 3)
  T EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`author` AND (t1.`score` > 3) IS NOT TRUE))
  F NOT EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`author` AND (t1.`score` > 3) IS NOT TRUE))
size(author.posts) > 2
  T (SELECT COUNT(*) FROM `posts` AS t1 WHERE t1.`author` = t0.`author`) > 2
  F (SELECT COUNT(*) FROM `posts` AS t1 WHERE t1.`author` = t0.`author`) <= 2
(size(author.posts) * 10 + 1) * 2 > 5
  T CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST((SELECT COUNT(*) FROM `posts` AS t1 WHERE t1.`author` = t0.`author`) AS DECIMAL(65, 0)) * 10, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) AS DECIMAL(65, 0)) + 1, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) AS DECIMAL(65, 0)) * 2, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) > 5
  F CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST(CAST(NULLIF(NULLIF(GREATEST(LEAST(CAST((SELECT COUNT(*) FROM `posts` AS t1 WHERE t1.`author` = t0.`author`) AS DECIMAL(65, 0)) * 10, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) AS DECIMAL(65, 0)) + 1, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) AS DECIMAL(65, 0)) * 2, 9223372036854775808), -9223372036854775809), 9223372036854775808), -9223372036854775809) AS SIGNED) <= 5
