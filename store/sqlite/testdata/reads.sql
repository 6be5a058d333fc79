bounds
  SELECT t0."title" FROM "posts" AS t0 LIMIT ?1 OFFSET ?2
an offset alone
  SELECT t0."title" FROM "posts" AS t0 LIMIT -1 OFFSET ?1
locked
  SELECT t0."title", t1."name", t1."id" FROM "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = t0."author"
orders
  SELECT t0."title" FROM "posts" AS t0 ORDER BY t0."title", t0."score" NULLS LAST, t0."score" DESC NULLS FIRST, t0."score", (SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."author") DESC
a group
  SELECT t0."author", COUNT(*), bp_sum64(sum(t0."score" >> 32), sum(t0."score" & 4294967295)), bp_sumscaled(sum(t0."price" >> 32), sum(t0."price" & 4294967295), 2), bp_avgscaled(sum(t0."price" >> 32), sum(t0."price" & 4294967295), 2, count(t0."price")), MAX(t0."title") FROM "posts" AS t0 GROUP BY 1 ORDER BY t0."author"
behind a row
  SELECT t0."title" FROM "posts" AS t0 WHERE (t0."title", t0."id") < (?1, ?2) ORDER BY t0."title" DESC, t0."id" DESC
a computed output
  SELECT (CASE WHEN t0."score" > 3 THEN 1 ELSE 0 END), t0."author" FROM "posts" AS t0
a guarded walk
  SELECT t0."title" FROM "posts" AS t0 WHERE (SELECT t1."id" FROM "users" AS t1 WHERE (t1."id" = t0."author" AND t1."name" = ?1)) = ?2
a guarded quantifier
  SELECT t0."name" FROM "users" AS t0 WHERE EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."id" AND t1."author" = ?1 AND t1."score" > 3))
nested both ways
  SELECT t0."title", t1."name", t1."id" FROM "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = t0."author" AND t1."name" = ?1
    SELECT t0."title", t0."id" FROM "posts" AS t0 WHERE t0."author" = ?1 ORDER BY t0."id" DESC LIMIT ?2
nested in nested
  SELECT t0."name", t0."id" FROM "users" AS t0
    SELECT t0."title", t1."name", t1."id" FROM "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = t0."author" WHERE t0."author" = ?1 ORDER BY t0."id" DESC LIMIT ?2
      SELECT t0."id" FROM "posts" AS t0 WHERE t0."author" = ?1
a count of nested rows
  SELECT t0."name", t0."id" FROM "users" AS t0
    SELECT t0."score", COUNT(*) FROM "posts" AS t0 WHERE t0."author" = ?1 GROUP BY 1
how many nested rows
  SELECT t0."name", t0."id" FROM "users" AS t0
    SELECT COUNT(*) FROM "posts" AS t0 WHERE t0."author" = ?1
