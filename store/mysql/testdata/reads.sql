bounds
  MariaDB SELECT t0.`title` FROM `posts` AS t0 LIMIT ? OFFSET ?
  MySQL SELECT t0.`title` FROM `posts` AS t0 LIMIT ? OFFSET ?
an offset alone
  MariaDB SELECT t0.`title` FROM `posts` AS t0 LIMIT 9223372036854775807 OFFSET ?
  MySQL SELECT t0.`title` FROM `posts` AS t0 LIMIT 9223372036854775807 OFFSET ?
locked
  MariaDB SELECT t0.`title`, t1.`name`, t1.`id` FROM `posts` AS t0 LEFT JOIN `users` AS t1 ON t1.`id` = t0.`author` FOR UPDATE
  MySQL SELECT t0.`title`, t1.`name`, t1.`id` FROM `posts` AS t0 LEFT JOIN `users` AS t1 ON t1.`id` = t0.`author` FOR UPDATE OF t0
orders
  MariaDB SELECT t0.`title` FROM `posts` AS t0 ORDER BY t0.`title`, t0.`score` IS NULL, t0.`score`, t0.`score` IS NOT NULL, t0.`score` DESC, t0.`score`, (SELECT t1.`name` FROM `users` AS t1 WHERE t1.`id` = t0.`author`) DESC
  MySQL SELECT t0.`title` FROM `posts` AS t0 ORDER BY t0.`title`, t0.`score` IS NULL, t0.`score`, t0.`score` IS NOT NULL, t0.`score` DESC, t0.`score`, (SELECT t1.`name` FROM `users` AS t1 WHERE t1.`id` = t0.`author`) DESC
a group
  MariaDB SELECT t0.`author`, COUNT(*), SUM(t0.`score`), SUM(t0.`price`), (IF(ABS(SUM(t0.`price`)) < 1e30, CAST(SUM(t0.`price`) AS DECIMAL(65, 26)) / COUNT(t0.`price`), SUM(t0.`price`) / COUNT(t0.`price`)) + 0e0), MAX(t0.`title`) FROM `posts` AS t0 GROUP BY 1 ORDER BY t0.`author`
  MySQL SELECT t0.`author`, COUNT(*), SUM(t0.`score`), SUM(t0.`price`), (IF(ABS(SUM(t0.`price`)) < 1e30, CAST(SUM(t0.`price`) AS DECIMAL(65, 26)) / COUNT(t0.`price`), SUM(t0.`price`) / COUNT(t0.`price`)) + 0e0), MAX(t0.`title`) FROM `posts` AS t0 GROUP BY 1 ORDER BY t0.`author`
behind a row
  MariaDB SELECT t0.`title` FROM `posts` AS t0 WHERE t0.`title` <= ? AND (t0.`title` < ? OR (t0.`title` = ? AND t0.`id` < CAST(? AS BINARY))) ORDER BY t0.`title` DESC, t0.`id` DESC
  MySQL SELECT t0.`title` FROM `posts` AS t0 WHERE t0.`title` <= ? AND (t0.`title` < ? OR (t0.`title` = ? AND t0.`id` < CAST(? AS BINARY))) ORDER BY t0.`title` DESC, t0.`id` DESC
a computed output
  MariaDB SELECT (CASE WHEN t0.`score` > 3 THEN 1 ELSE 0 END), t0.`author` FROM `posts` AS t0
  MySQL SELECT (CASE WHEN t0.`score` > 3 THEN 1 ELSE 0 END), t0.`author` FROM `posts` AS t0
a guarded walk
  MariaDB SELECT t0.`title` FROM `posts` AS t0 WHERE EXISTS (SELECT 1 FROM `users` AS t1 WHERE (t1.`id` = t0.`author` AND t1.`name` = ?) AND t1.`id` = CAST(? AS BINARY))
  MySQL SELECT t0.`title` FROM `posts` AS t0 WHERE EXISTS (SELECT 1 FROM `users` AS t1 WHERE (t1.`id` = t0.`author` AND t1.`name` = ?) AND t1.`id` = CAST(? AS BINARY))
a guarded quantifier
  MariaDB SELECT t0.`name` FROM `users` AS t0 WHERE EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`id` AND t1.`author` = CAST(? AS BINARY) AND t1.`score` > 3))
  MySQL SELECT t0.`name` FROM `users` AS t0 WHERE EXISTS (SELECT 1 FROM `posts` AS t1 WHERE (t1.`author` = t0.`id` AND t1.`author` = CAST(? AS BINARY) AND t1.`score` > 3))
nested both ways
  MariaDB SELECT t0.`title`, t1.`name`, (SELECT CONCAT('[', IFNULL(CONCAT(GROUP_CONCAT(CONCAT('[', CONCAT_WS(',', IFNULL((JSON_QUOTE((t2.`title` COLLATE utf8mb4_nopad_bin)) COLLATE utf8mb4_nopad_bin), 'null'), IFNULL(CONCAT('"', HEX(t2.`id`), '"'), 'null')), ']') ORDER BY t2.`id` DESC SEPARATOR ',' LIMIT ?), ','), ''), LEAST(COUNT(*), ?), ']') FROM `posts` AS t2 WHERE t2.`author` = t1.`id`), t1.`id` FROM `posts` AS t0 LEFT JOIN `users` AS t1 ON t1.`id` = t0.`author` AND t1.`name` = ?
  MySQL SELECT t0.`title`, t1.`name`, (SELECT CONCAT('[', IFNULL(CONCAT(GROUP_CONCAT(g.j ORDER BY g.n SEPARATOR ','), ','), ''), COUNT(*), ']') FROM (SELECT CONCAT('[', CONCAT_WS(',', IFNULL((JSON_QUOTE((t2.`title` COLLATE utf8mb4_0900_bin)) COLLATE utf8mb4_0900_bin), 'null'), IFNULL(CONCAT('"', HEX(t2.`id`), '"'), 'null')), ']') AS j, ROW_NUMBER() OVER (ORDER BY t2.`id` DESC) AS n FROM `posts` AS t2 WHERE t2.`author` = t1.`id` ORDER BY t2.`id` DESC LIMIT ?) AS g), t1.`id` FROM `posts` AS t0 LEFT JOIN `users` AS t1 ON t1.`id` = t0.`author` AND t1.`name` = ?
nested in nested
  MariaDB SELECT t0.`name`, (SELECT CONCAT('[', IFNULL(CONCAT(GROUP_CONCAT(CONCAT('[', CONCAT_WS(',', IFNULL((JSON_QUOTE((t1.`title` COLLATE utf8mb4_nopad_bin)) COLLATE utf8mb4_nopad_bin), 'null'), IFNULL((JSON_QUOTE((t2.`name` COLLATE utf8mb4_nopad_bin)) COLLATE utf8mb4_nopad_bin), 'null'), IFNULL((SELECT CONCAT('[', IFNULL(CONCAT(GROUP_CONCAT(CONCAT('[', CONCAT_WS(',', IFNULL(CONCAT('"', HEX(t3.`id`), '"'), 'null')), ']') SEPARATOR ','), ','), ''), COUNT(*), ']') FROM `posts` AS t3 WHERE t3.`author` = t2.`id`), '!'), IFNULL(CONCAT('"', HEX(t2.`id`), '"'), 'null')), ']') ORDER BY t1.`id` DESC SEPARATOR ',' LIMIT ?), ','), ''), LEAST(COUNT(*), ?), ']') FROM `posts` AS t1 LEFT JOIN `users` AS t2 ON t2.`id` = t1.`author` WHERE t1.`author` = t0.`id`) FROM `users` AS t0
  MySQL SELECT t0.`name`, (SELECT CONCAT('[', IFNULL(CONCAT(GROUP_CONCAT(g.j ORDER BY g.n SEPARATOR ','), ','), ''), COUNT(*), ']') FROM (SELECT CONCAT('[', CONCAT_WS(',', IFNULL((JSON_QUOTE((t1.`title` COLLATE utf8mb4_0900_bin)) COLLATE utf8mb4_0900_bin), 'null'), IFNULL((JSON_QUOTE((t2.`name` COLLATE utf8mb4_0900_bin)) COLLATE utf8mb4_0900_bin), 'null'), IFNULL((SELECT CONCAT('[', IFNULL(CONCAT(GROUP_CONCAT(g.j SEPARATOR ','), ','), ''), COUNT(*), ']') FROM (SELECT CONCAT('[', CONCAT_WS(',', IFNULL(CONCAT('"', HEX(t3.`id`), '"'), 'null')), ']') AS j FROM `posts` AS t3 WHERE t3.`author` = t2.`id`) AS g), '!'), IFNULL(CONCAT('"', HEX(t2.`id`), '"'), 'null')), ']') AS j, ROW_NUMBER() OVER (ORDER BY t1.`id` DESC) AS n FROM `posts` AS t1 LEFT JOIN `users` AS t2 ON t2.`id` = t1.`author` WHERE t1.`author` = t0.`id` ORDER BY t1.`id` DESC LIMIT ?) AS g) FROM `users` AS t0
a count of nested rows
  MariaDB SELECT t0.`name`, (SELECT CONCAT('[', IFNULL(CONCAT(GROUP_CONCAT(CONCAT('[', CONCAT_WS(',', IFNULL(g.c0, 'null'), IFNULL(g.c1, 'null')), ']') ORDER BY g.n SEPARATOR ','), ','), ''), COUNT(*), ']') FROM (SELECT t1.`score` AS c0, COUNT(*) AS c1, t1.`author` AS k0, ROW_NUMBER() OVER (PARTITION BY t1.`author`) AS n FROM `posts` AS t1 GROUP BY 1, t1.`author`) AS g WHERE g.k0 = t0.`id`) FROM `users` AS t0
  MySQL SELECT t0.`name`, (SELECT CONCAT('[', IFNULL(CONCAT(GROUP_CONCAT(CONCAT('[', CONCAT_WS(',', IFNULL(g.c0, 'null'), IFNULL(g.c1, 'null')), ']') ORDER BY g.n SEPARATOR ','), ','), ''), COUNT(*), ']') FROM (SELECT t1.`score` AS c0, COUNT(*) AS c1, t1.`author` AS k0, ROW_NUMBER() OVER (PARTITION BY t1.`author`) AS n FROM `posts` AS t1 GROUP BY 1, t1.`author`) AS g WHERE g.k0 = t0.`id`) FROM `users` AS t0
how many nested rows
  MariaDB SELECT t0.`name`, (SELECT CONCAT('[', CONCAT('[', CONCAT_WS(',', IFNULL(COUNT(*), 'null')), ']'), ',1]') FROM `posts` AS t1 WHERE t1.`author` = t0.`id`) FROM `users` AS t0
  MySQL SELECT t0.`name`, (SELECT CONCAT('[', CONCAT('[', CONCAT_WS(',', IFNULL(COUNT(*), 'null')), ']'), ',1]') FROM `posts` AS t1 WHERE t1.`author` = t0.`id`) FROM `users` AS t0
