status == "published"
  T t0."status" = 'published'
  F t0."status" <> 'published'
status != "published"
  T t0."status" <> 'published'
  F t0."status" = 'published'
score == 3
  T t0."score" = 3
  F NOT (t0."score" IS 3)
score != 3
  T NOT (t0."score" IS 3)
  F t0."score" = 3
!(score > 3)
  T t0."score" <= 3 OR t0."score" IS NULL
  F t0."score" > 3
score == likes
  T t0."score" = t0."likes"
  F NOT (t0."score" IS t0."likes")
score != likes
  T NOT (t0."score" IS t0."likes")
  F t0."score" = t0."likes"
likes >= 10 && !(live || shown)
  T t0."likes" >= 10 AND (t0."live" = 0 AND (t0."shown" = 0 OR t0."shown" IS NULL))
  F t0."likes" < 10 OR (+t0."live" = 1 OR +t0."shown" = 1)
score == null
  T t0."score" IS NULL
  F t0."score" IS NOT NULL
score != null
  T t0."score" IS NOT NULL
  F t0."score" IS NULL
author == auth.id
  T t0."author" = ?1
  F t0."author" <> ?1
author != auth.id
  T t0."author" <> ?1
  F t0."author" = ?1
editor == auth.id
  T t0."editor" = ?1
  F NOT (t0."editor" IS ?1) AND ?1 IS NOT NULL
!(editor == auth.id)
  T NOT (t0."editor" IS ?1) AND ?1 IS NOT NULL
  F t0."editor" = ?1
title == "it's; --"
  T t0."title" = ?1
  F t0."title" <> ?1
title in ["a", "b"]
  T t0."title" IN ('a', 'b')
  F t0."title" NOT IN ('a', 'b')
!(body in ["a", "b"])
  T t0."body" NOT IN ('a', 'b') OR t0."body" IS NULL
  F t0."body" IN ('a', 'b')
auth.role in ["editor", "admin"]
  T ?1 IN ('editor', 'admin')
  F ?1 NOT IN ('editor', 'admin')
"editor" in auth.roles
  T 'editor' IN (SELECT value FROM json_each(?1))
  F 'editor' NOT IN (SELECT value FROM json_each(?1)) AND ?1 IS NOT NULL
"go" in tags
  T EXISTS (SELECT 1 FROM json_each(t0."tags") WHERE value = 'go')
  F NOT EXISTS (SELECT 1 FROM json_each(t0."tags") WHERE value = 'go') OR t0."tags" IS NULL
!("go" in tags)
  T NOT EXISTS (SELECT 1 FROM json_each(t0."tags") WHERE value = 'go') OR t0."tags" IS NULL
  F EXISTS (SELECT 1 FROM json_each(t0."tags") WHERE value = 'go')
1.50 in prices
  T bp_has(t0."prices", ?1, ?2)
  F NOT bp_has(t0."prices", ?1, ?2) OR t0."prices" IS NULL
price > 10
  T t0."price" > 1000
  F t0."price" <= 1000 OR t0."price" IS NULL
price == 0.125
  T (t0."price", 0) = (12, 1)
  F ((t0."price", 0) <> (12, 1) AND t0."price" IS NOT NULL) OR t0."price" IS NULL
price < 0.125
  T (t0."price", 0) < (12, 1)
  F (t0."price", 0) >= (12, 1) OR t0."price" IS NULL
price * price > total
  T bp_decmul(t0."price", t0."price") > t0."total"
  F bp_decmul(t0."price", t0."price") <= t0."total" OR (t0."total" IS NULL AND bp_decmul(t0."price", t0."price") IS NOT NULL)
price == total
  T t0."price" * 100 IS t0."total"
  F NOT (t0."price" * 100 IS t0."total")
wide > 12345678901234567890.5
  T t0."wide" > ?1
  F t0."wide" <= ?1 OR t0."wide" IS NULL
score + likes > 10
  T bp_add(t0."score", t0."likes") > 10
  F bp_add(t0."score", t0."likes") <= 10
!(score / likes == 2)
  T bp_div(t0."score", t0."likes") <> 2
  F bp_div(t0."score", t0."likes") = 2
-score < likes % 3
  T bp_sub(0, t0."score") < bp_mod(t0."likes", 3)
  F bp_sub(0, t0."score") >= bp_mod(t0."likes", 3)
ratio * 2.0 > 1.0
  T nullif(nullif(t0."ratio" * 2.0, 9e999), -9e999) > 1.0
  F nullif(nullif(t0."ratio" * 2.0, 9e999), -9e999) <= 1.0
day < date("2026-11-20")
  T t0."day" < '2026-11-20'
  F t0."day" >= '2026-11-20' OR t0."day" IS NULL
at > now - duration("24h")
  T t0."at" > bp_sub(?1, 86400000000)
  F t0."at" <= bp_sub(?1, 86400000000) OR (t0."at" IS NULL AND bp_sub(?1, 86400000000) IS NOT NULL)
title.startsWith("a")
  T t0."title" >= 'a' AND t0."title" < ?1
  F NOT (t0."title" >= 'a' AND t0."title" < ?1)
body.contains("b") || body.endsWith("c")
  T (instr(t0."body", 'b') > 0) OR bp_ends(t0."body", 'c')
  F (NOT (instr(t0."body", 'b') > 0) OR t0."body" IS NULL) AND (NOT bp_ends(t0."body", 'c') OR t0."body" IS NULL)
!(body.matches("^a+$"))
  T NOT bp_matches(t0."body", ?1) OR t0."body" IS NULL
  F bp_matches(t0."body", ?1)
title.lowerAscii() == "a"
  T lower(t0."title") = 'a'
  F lower(t0."title") <> 'a'
size(title) > 3
  T length(t0."title") > 3
  F length(t0."title") <= 3
size(tags) == 0
  T json_array_length(t0."tags") = 0
  F NOT (json_array_length(t0."tags") IS 0)
meta.colour == "red"
  T bp_membertext(t0."meta", ?1) = 'red'
  F NOT (bp_membertext(t0."meta", ?1) IS 'red')
!(meta.colour == "red")
  T NOT (bp_membertext(t0."meta", ?1) IS 'red')
  F bp_membertext(t0."meta", ?1) = 'red'
meta.size > 1.5
  T bp_membernumber(t0."meta", ?1) > ?2
  F bp_membernumber(t0."meta", ?1) <= ?2 OR bp_membernumber(t0."meta", ?1) IS NULL
meta.on == true
  T bp_memberbool(t0."meta", ?1) = 1
  F NOT (bp_memberbool(t0."meta", ?1) IS 1)
author.name == "Ada"
  T (SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."author") = 'Ada'
  F NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."author") IS 'Ada')
editor.name != "Ada"
  T NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS 'Ada')
  F (SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") = 'Ada'
author.team.name == "red"
  T (SELECT t2."name" FROM "users" AS t1 JOIN "teams" AS t2 ON t2."id" = t1."team" WHERE t1."id" = t0."author") = 'red'
  F NOT ((SELECT t2."name" FROM "users" AS t1 JOIN "teams" AS t2 ON t2."id" = t1."team" WHERE t1."id" = t0."author") IS 'red')
author.admin
  T (SELECT t1."admin" FROM "users" AS t1 WHERE t1."id" = t0."author") = 1
  F (SELECT t1."admin" FROM "users" AS t1 WHERE t1."id" = t0."author") = 0 OR (SELECT t1."admin" FROM "users" AS t1 WHERE t1."id" = t0."author") IS NULL
author.name == "Ada" || author.name > "B"
  T EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t0."author" AND (t1."name" = 'Ada' OR t1."name" > 'B'))
  F NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."author") IS 'Ada') AND ((SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."author") <= 'B' OR (SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."author") IS NULL)
live || editor.name == auth.id && editor.name < "B" || author.name == "Ada"
  T +t0."live" = 1 OR EXISTS (SELECT 1 FROM "users" AS t1 WHERE t1."id" = t0."editor" AND (t1."name" = ?1 AND t1."name" < 'B')) OR (SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."author") = 'Ada'
  F t0."live" = 0 AND ((NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS ?1) AND ?1 IS NOT NULL) OR ((SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."editor") >= 'B' OR (SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."editor") IS NULL)) AND NOT ((SELECT t3."name" FROM "users" AS t3 WHERE t3."id" = t0."author") IS 'Ada')
editor.name == "Ada" || editor.name != "B"
  T (SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") = 'Ada' OR NOT ((SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."editor") IS 'B')
  F NOT ((SELECT t1."name" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS 'Ada') AND (SELECT t2."name" FROM "users" AS t2 WHERE t2."id" = t0."editor") = 'B'
editor.team.name == "red" && likes > 3 && editor.team.name >= "r"
  T EXISTS (SELECT 1 FROM "users" AS t1 JOIN "teams" AS t2 ON t2."id" = t1."team" WHERE t1."id" = t0."editor" AND (t2."name" = 'red' AND t2."name" >= 'r')) AND t0."likes" > 3
  F NOT ((SELECT t2."name" FROM "users" AS t1 JOIN "teams" AS t2 ON t2."id" = t1."team" WHERE t1."id" = t0."editor") IS 'red') OR t0."likes" <= 3 OR ((SELECT t4."name" FROM "users" AS t3 JOIN "teams" AS t4 ON t4."id" = t3."team" WHERE t3."id" = t0."editor") < 'r' OR (SELECT t4."name" FROM "users" AS t3 JOIN "teams" AS t4 ON t4."id" = t3."team" WHERE t3."id" = t0."editor") IS NULL)
editor == null || editor.team == null
  T +t0."editor" IS NULL OR (SELECT t1."team" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS NULL
  F t0."editor" IS NOT NULL AND (SELECT t1."team" FROM "users" AS t1 WHERE t1."id" = t0."editor") IS NOT NULL
author.posts.exists(p, p.score > 3)
  T EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND t1."score" > 3))
  F NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND t1."score" > 3))
!author.posts.exists(p, p.score > 3)
  T NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND t1."score" > 3))
  F EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND t1."score" > 3))
author.posts.all(p, p.live)
  T NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND (t1."live" = 1) IS NOT TRUE))
  F EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND (t1."live" = 1) IS NOT TRUE))
!author.posts.all(p, p.score > 3)
  T EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND (t1."score" > 3) IS NOT TRUE))
  F NOT EXISTS (SELECT 1 FROM "posts" AS t1 WHERE (t1."author" = t0."author" AND (t1."score" > 3) IS NOT TRUE))
size(author.posts) > 2
  T (SELECT COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."author") > 2
  F (SELECT COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."author") <= 2
(size(author.posts) * 10 + 1) * 2 > 5
  T bp_mul(bp_add(bp_mul((SELECT COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."author"), 10), 1), 2) > 5
  F bp_mul(bp_add(bp_mul((SELECT COUNT(*) FROM "posts" AS t1 WHERE t1."author" = t0."author"), 10), 1), 2) <= 5
