bounds
  SELECT t0."title" FROM "posts" AS t0 LIMIT $1 OFFSET $2
an offset alone
  SELECT t0."title" FROM "posts" AS t0 LIMIT ALL OFFSET $1
locked
  SELECT t0."title", t1."name", t1."id" FROM "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = t0."author" FOR UPDATE OF t0
orders
  SELECT t0."title" FROM "posts" AS t0 ORDER BY t0."title", t0."score" NULLS LAST, t0."score" DESC NULLS FIRST, t0."score" NULLS FIRST, (SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."author") DESC NULLS LAST
a group
  SELECT t0."author", COUNT(*), sum(t0."score"::bigint), sum(t0."price"), (round(sum(t0."price"::numeric), 40) / nullif(count(t0."price"), 0))::float8, max(t0."title" COLLATE "C") FROM "posts" AS t0 GROUP BY 1 ORDER BY t0."author"
behind a row
  SELECT t0."title" FROM "posts" AS t0 WHERE (t0."title", t0."id") < ($1, $2) ORDER BY t0."title" DESC, t0."id" DESC
a computed output
  SELECT (CASE WHEN t0."score" > 3 THEN TRUE ELSE FALSE END), t0."author" FROM "posts" AS t0
a guarded walk
  SELECT t0."title" FROM "posts" AS t0 WHERE EXISTS (SELECT 1 FROM "users" AS t1 WHERE (t1."id" = t0."author" AND t1."name" = $1) AND t1."id" = $2)
a guarded quantifier
  SELECT t0."name" FROM "users" AS t0 WHERE EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."id" AND t1."author" = $1 AND t1."score" > 3))
nested both ways
  SELECT t0."title", t1."name", ARRAY(SELECT ROW(t2."title", t2."id") FROM "posts" AS t2 WHERE t2."author" = t1."id" ORDER BY t2."id" DESC LIMIT $2), t1."id" FROM "posts" AS t0 LEFT JOIN "users" AS t1 ON t1."id" = t0."author" AND t1."name" = $1
nested in nested
  SELECT t0."name", ARRAY(SELECT ROW(t1."title", t2."name", ARRAY(SELECT ROW(t3."id") FROM "posts" AS t3 WHERE t3."author" = t2."id"), t2."id") FROM "posts" AS t1 LEFT JOIN "users" AS t2 ON t2."id" = t1."author" WHERE t1."author" = t0."id" ORDER BY t1."id" DESC LIMIT $1) FROM "users" AS t0
a count of nested rows
  SELECT t0."name", ARRAY(SELECT ROW(c0, c1) FROM (SELECT t1."score", COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."id" GROUP BY 1) AS g(c0, c1)) FROM "users" AS t0
how many nested rows
  SELECT t0."name", ARRAY(SELECT ROW(COUNT(*)) FROM "posts" AS t1 WHERE t1."author" = t0."id") FROM "users" AS t0
