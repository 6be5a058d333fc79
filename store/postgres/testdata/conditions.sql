status == "published"
  T t0."status" = 'published'::text
  F t0."status" <> 'published'::text
status != "published"
  T t0."status" <> 'published'::text
  F t0."status" = 'published'::text
score == 3
  T t0."score" = 3
  F NOT (t0."score" IS NOT DISTINCT FROM 3)
score != 3
  T NOT (t0."score" IS NOT DISTINCT FROM 3)
  F t0."score" = 3
!(score > 3)
  T t0."score" <= 3 OR t0."score" IS NULL
  F t0."score" > 3
score == likes
  T t0."score" = t0."likes"
  F NOT (t0."score" IS NOT DISTINCT FROM t0."likes")
score != likes
  T NOT (t0."score" IS NOT DISTINCT FROM t0."likes")
  F t0."score" = t0."likes"
likes >= 10 && !(live || shown)
  T t0."likes" >= 10 AND (t0."live" = FALSE AND (t0."shown" = FALSE OR t0."shown" IS NULL))
  F t0."likes" < 10 OR (t0."live" = TRUE OR t0."shown" = TRUE)
score == null
  T t0."score" IS NULL
  F t0."score" IS NOT NULL
score != null
  T t0."score" IS NOT NULL
  F t0."score" IS NULL
author == auth.id
  T t0."author" = $1
  F t0."author" <> $1
author != auth.id
  T t0."author" <> $1
  F t0."author" = $1
editor == auth.id
  T t0."editor" = $1
  F NOT (t0."editor" IS NOT DISTINCT FROM $1) AND $1 IS NOT NULL
!(editor == auth.id)
  T NOT (t0."editor" IS NOT DISTINCT FROM $1) AND $1 IS NOT NULL
  F t0."editor" = $1
title == "it's; --"
  T t0."title" = $1
  F t0."title" <> $1
title in ["a", "b"]
  T t0."title" IN ('a'::text, 'b'::text)
  F t0."title" NOT IN ('a'::text, 'b'::text)
!(body in ["a", "b"])
  T t0."body" NOT IN ('a'::text, 'b'::text) OR t0."body" IS NULL
  F t0."body" IN ('a'::text, 'b'::text)
auth.role in ["editor", "admin"]
  T $1 IN ('editor'::text, 'admin'::text)
  F $1 NOT IN ('editor'::text, 'admin'::text)
"editor" in auth.roles
  T 'editor'::text = ANY($1)
  F 'editor'::text <> ALL($1) AND $1 IS NOT NULL
"go" in tags
  T t0."tags" @> to_jsonb('go'::text)
  F NOT (t0."tags" @> to_jsonb('go'::text)) OR t0."tags" IS NULL
!("go" in tags)
  T NOT (t0."tags" @> to_jsonb('go'::text)) OR t0."tags" IS NULL
  F t0."tags" @> to_jsonb('go'::text)
1.50 in prices
  T t0."prices" @> to_jsonb(1.50)
  F NOT (t0."prices" @> to_jsonb(1.50)) OR t0."prices" IS NULL
price > 10
  T t0."price" > 10.00
  F t0."price" <= 10.00 OR t0."price" IS NULL
price == 0.125
  T t0."price" = 0.125
  F NOT (t0."price" IS NOT DISTINCT FROM 0.125)
price < 0.125
  T t0."price" < 0.125
  F t0."price" >= 0.125 OR t0."price" IS NULL
price * price > total
  T (SELECT CASE WHEN abs(n) < 100000000000000 THEN n END FROM (VALUES (t0."price"::numeric * t0."price")) AS v(n)) > t0."total"
  F (SELECT CASE WHEN abs(n) < 100000000000000 THEN n END FROM (VALUES (t0."price"::numeric * t0."price")) AS v(n)) <= t0."total" OR (t0."total" IS NULL AND (SELECT CASE WHEN abs(n) < 100000000000000 THEN n END FROM (VALUES (t0."price"::numeric * t0."price")) AS v(n)) IS NOT NULL)
price == total
  T t0."price" IS NOT DISTINCT FROM t0."total"
  F NOT (t0."price" IS NOT DISTINCT FROM t0."total")
wide > 12345678901234567890.5
  T t0."wide" > 12345678901234567890.5000000000
  F t0."wide" <= 12345678901234567890.5000000000 OR t0."wide" IS NULL
score + likes > 10
  T (SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES (t0."score"::numeric + t0."likes")) AS v(n)) > 10
  F (SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES (t0."score"::numeric + t0."likes")) AS v(n)) <= 10
!(score / likes == 2)
  T (SELECT CASE WHEN b <> 0 AND NOT (b = -1 AND a = -9223372036854775808) THEN a / b END FROM (VALUES (t0."score"::bigint, t0."likes"::bigint)) AS v(a, b)) <> 2
  F (SELECT CASE WHEN b <> 0 AND NOT (b = -1 AND a = -9223372036854775808) THEN a / b END FROM (VALUES (t0."score"::bigint, t0."likes"::bigint)) AS v(a, b)) = 2
-score < likes % 3
  T (-nullif(t0."score"::bigint, -9223372036854775808)) < (SELECT CASE WHEN b <> 0 AND NOT (b = -1 AND a = -9223372036854775808) THEN a % b END FROM (VALUES (t0."likes"::bigint, 3::bigint)) AS v(a, b))
  F (-nullif(t0."score"::bigint, -9223372036854775808)) >= (SELECT CASE WHEN b <> 0 AND NOT (b = -1 AND a = -9223372036854775808) THEN a % b END FROM (VALUES (t0."likes"::bigint, 3::bigint)) AS v(a, b))
ratio * 2.0 > 1.0
  T (SELECT CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN abs(a) >= 1 AND abs(b) >= 1 THEN CASE WHEN abs((a * '7.458340731200207e-155'::float8) * (b * '7.458340731200207e-155'::float8)) < 1 THEN a * b END WHEN a = 0 OR b = 0 OR abs(a) >= 1 OR abs(b) >= 1 THEN a * b WHEN greatest(abs(a), abs(b)) < '1.1113793747425387e-162'::float8 THEN 0 WHEN (least(abs(a), abs(b)) * '4.149515568880993e180'::float8) * greatest(abs(a), abs(b)) <= '1.0250665447337477e-143'::float8 THEN 0 ELSE a * b END FROM (VALUES (t0."ratio"::float8, $1::float8)) AS v(a, b)) > $2
  F (SELECT CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN abs(a) >= 1 AND abs(b) >= 1 THEN CASE WHEN abs((a * '7.458340731200207e-155'::float8) * (b * '7.458340731200207e-155'::float8)) < 1 THEN a * b END WHEN a = 0 OR b = 0 OR abs(a) >= 1 OR abs(b) >= 1 THEN a * b WHEN greatest(abs(a), abs(b)) < '1.1113793747425387e-162'::float8 THEN 0 WHEN (least(abs(a), abs(b)) * '4.149515568880993e180'::float8) * greatest(abs(a), abs(b)) <= '1.0250665447337477e-143'::float8 THEN 0 ELSE a * b END FROM (VALUES (t0."ratio"::float8, $1::float8)) AS v(a, b)) <= $2
day < date("2026-11-20")
  T t0."day" < $1
  F t0."day" >= $1 OR t0."day" IS NULL
at > now - duration("24h")
  T (extract(epoch FROM t0."at") * 1000000)::bigint > (SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((extract(epoch FROM $1) * 1000000)::bigint::numeric - 86400000000)) AS v(n))
  F (extract(epoch FROM t0."at") * 1000000)::bigint <= (SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((extract(epoch FROM $1) * 1000000)::bigint::numeric - 86400000000)) AS v(n)) OR ((extract(epoch FROM t0."at") * 1000000)::bigint IS NULL AND (SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((extract(epoch FROM $1) * 1000000)::bigint::numeric - 86400000000)) AS v(n)) IS NOT NULL)
title.startsWith("a")
  T t0."title" >= 'a'::text COLLATE "C" AND (t0."title" < $1 COLLATE "C" OR $1 IS NULL)
  F NOT (t0."title" >= 'a'::text COLLATE "C" AND (t0."title" < $1 COLLATE "C" OR $1 IS NULL))
body.contains("b") || body.endsWith("c")
  T (strpos(t0."body" COLLATE "C", 'b'::text) > 0) OR (right(t0."body", length('c'::text)) = 'c'::text)
  F (NOT (strpos(t0."body" COLLATE "C", 'b'::text) > 0) OR t0."body" IS NULL) AND (NOT (right(t0."body", length('c'::text)) = 'c'::text) OR t0."body" IS NULL)
!(body.matches("^a+$"))
  T NOT (t0."body" COLLATE "C" ~ $1) OR t0."body" IS NULL
  F t0."body" COLLATE "C" ~ $1
title.lowerAscii() == "a"
  T lower(t0."title" COLLATE "C") = 'a'::text
  F lower(t0."title" COLLATE "C") <> 'a'::text
size(title) > 3
  T length(t0."title") > 3
  F length(t0."title") <= 3
size(tags) == 0
  T jsonb_array_length(t0."tags") = 0
  F NOT (jsonb_array_length(t0."tags") IS NOT DISTINCT FROM 0)
meta.colour == "red"
  T (CASE jsonb_typeof((t0."meta" #> $1)) WHEN 'string' THEN (t0."meta" #> $1) #>> '{}' END COLLATE "C") = 'red'::text
  F NOT ((CASE jsonb_typeof((t0."meta" #> $1)) WHEN 'string' THEN (t0."meta" #> $1) #>> '{}' END COLLATE "C") IS NOT DISTINCT FROM 'red'::text)
!(meta.colour == "red")
  T NOT ((CASE jsonb_typeof((t0."meta" #> $1)) WHEN 'string' THEN (t0."meta" #> $1) #>> '{}' END COLLATE "C") IS NOT DISTINCT FROM 'red'::text)
  F (CASE jsonb_typeof((t0."meta" #> $1)) WHEN 'string' THEN (t0."meta" #> $1) #>> '{}' END COLLATE "C") = 'red'::text
meta.size > 1.5
  T (CASE jsonb_typeof((t0."meta" #> $1)) WHEN 'number' THEN ((t0."meta" #> $1))::numeric END) > 1.5
  F (CASE jsonb_typeof((t0."meta" #> $1)) WHEN 'number' THEN ((t0."meta" #> $1))::numeric END) <= 1.5 OR (CASE jsonb_typeof((t0."meta" #> $1)) WHEN 'number' THEN ((t0."meta" #> $1))::numeric END) IS NULL
meta.on == true
  T (CASE (t0."meta" #> $1) WHEN 'true'::jsonb THEN TRUE WHEN 'false'::jsonb THEN FALSE END) = TRUE
  F NOT ((CASE (t0."meta" #> $1) WHEN 'true'::jsonb THEN TRUE WHEN 'false'::jsonb THEN FALSE END) IS NOT DISTINCT FROM TRUE)
author.name == "Ada"
  T EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t0."author" AND t1."name" = 'Ada'::text)
  F NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."author") IS NOT DISTINCT FROM 'Ada'::text)
editor.name != "Ada"
  T NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS NOT DISTINCT FROM 'Ada'::text)
  F (SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") = 'Ada'::text
author.team.name == "red"
  T EXISTS (SELECT 1 FROM "users" AS t1 JOIN "teams" AS t2 ON t2."id" = t1."team" WHERE t1."id" = t0."author" AND t2."name" = 'red'::text)
  F NOT ((SELECT t2."name" FROM "users" AS t1 JOIN "teams" AS t2 ON t2."id" = t1."team" WHERE t1."id" = t0."author") IS NOT DISTINCT FROM 'red'::text)
author.admin
  T (SELECT t1."admin" FROM "users" AS t1 WHERE t1."id" = t0."author") = TRUE
  F (SELECT t1."admin" FROM "users" AS t1 WHERE t1."id" = t0."author") = FALSE OR (SELECT t1."admin" FROM "users" AS t1 WHERE t1."id" = t0."author") IS NULL
author.name == "Ada" || author.name > "B"
  T EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t0."author" AND (t1."name" = 'Ada'::text OR t1."name" > 'B'::text COLLATE "C"))
  F NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."author") IS NOT DISTINCT FROM 'Ada'::text) AND ((SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."author") <= 'B'::text COLLATE "C" OR (SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."author") IS NULL)
live || editor.name == auth.id && editor.name < "B" || author.name == "Ada"
  T t0."live" = TRUE OR EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t0."editor" AND (t1."name" = $1 AND t1."name" < 'B'::text COLLATE "C")) OR EXISTS (SELECT 1 FROM "users" AS t2 WHERE t2."id" = t0."author" AND t2."name" = 'Ada'::text)
  F t0."live" = FALSE AND ((NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS NOT DISTINCT FROM $1) AND $1 IS NOT NULL) OR ((SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."editor") >= 'B'::text COLLATE "C" OR (SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."editor") IS NULL)) AND NOT ((SELECT t3."name" FROM "users" AS t3 WHERE t3."id" = t0."author") IS NOT DISTINCT FROM 'Ada'::text)
editor.name == "Ada" || editor.name != "B"
  T EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t0."editor" AND t1."name" = 'Ada'::text) OR NOT ((SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."editor") IS NOT DISTINCT FROM 'B'::text)
  F NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS NOT DISTINCT FROM 'Ada'::text) AND (SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."editor") = 'B'::text
editor.team.name == "red" && likes > 3 && editor.team.name >= "r"
  T EXISTS (SELECT 1 FROM "users" AS t1 JOIN "teams" AS t2 ON t2."id" = t1."team" WHERE t1."id" = t0."editor" AND (t2."name" = 'red'::text AND t2."name" >= 'r'::text COLLATE "C")) AND t0."likes" > 3
  F NOT ((SELECT t2."name" FROM "users" AS t1 JOIN "teams" AS t2 ON t2."id" = t1."team" WHERE t1."id" = t0."editor") IS NOT DISTINCT FROM 'red'::text) OR t0."likes" <= 3 OR ((SELECT t4."name" FROM "users" AS t3 JOIN "teams" AS t4 ON t4."id" = t3."team" WHERE t3."id" = t0."editor") < 'r'::text COLLATE "C" OR (SELECT t4."name" FROM "users" AS t3 JOIN "teams" AS t4 ON t4."id" = t3."team" WHERE t3."id" = t0."editor") IS NULL)
editor == null || editor.team == null
  T t0."editor" IS NULL OR (SELECT t1."team" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS NULL
  F t0."editor" IS NOT NULL AND (SELECT t1."team" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS NOT NULL
author.posts.exists(p, p.score > 3)
  T EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND t1."score" > 3))
  F NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND t1."score" > 3))
!author.posts.exists(p, p.score > 3)
  T NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND t1."score" > 3))
  F EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND t1."score" > 3))
author.posts.all(p, p.live)
  T NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND (t1."live" = TRUE) IS NOT TRUE))
  F EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND (t1."live" = TRUE) IS NOT TRUE))
!author.posts.all(p, p.score > 3)
  T EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND (t1."score" > 3) IS NOT TRUE))
  F NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND (t1."score" > 3) IS NOT TRUE))
size(author.posts) > 2
  T (SELECT COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."author") > 2
  F (SELECT COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."author") <= 2
(size(author.posts) * 10 + 1) * 2 > 5
  T (SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((SELECT COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."author")::numeric * 10) OFFSET 0) AS v(n))::numeric + 1) OFFSET 0) AS v(n))::numeric * 2) OFFSET 0) AS v(n)) > 5
  F (SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((SELECT CASE WHEN n BETWEEN -9223372036854775808 AND 9223372036854775807 THEN n::bigint END FROM (VALUES ((SELECT COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."author")::numeric * 10) OFFSET 0) AS v(n))::numeric + 1) OFFSET 0) AS v(n))::numeric * 2) OFFSET 0) AS v(n)) <= 5
