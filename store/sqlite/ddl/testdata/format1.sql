CREATE TABLE "marks" (
  "visit" INTEGER NOT NULL,
  "person" BLOB NOT NULL,
  CONSTRAINT "marks_pkey" PRIMARY KEY ("visit", "person"),
  CONSTRAINT "marks_visit_fkey" FOREIGN KEY ("visit") REFERENCES "visits" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION,
  CONSTRAINT "marks_person_fkey" FOREIGN KEY ("person") REFERENCES "people" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION
) WITHOUT ROWID;
CREATE INDEX "marks_person_idx" ON "marks" ("person");
CREATE TABLE "people" (
  "id" BLOB NOT NULL,
  "name" TEXT NOT NULL,
  "born" TEXT,
  "seen" INTEGER,
  "rank" TEXT CONSTRAINT "people_rank_check" CHECK ("rank" IN ('low', 'it''s high')),
  "pay" INTEGER,
  "wide" TEXT,
  "ratio" REAL,
  "there" INTEGER,
  "photo" BLOB,
  "more" TEXT,
  "tags" TEXT,
  "team" TEXT,
  CONSTRAINT "people_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "people_team_fkey" FOREIGN KEY ("team") REFERENCES "teams" ("code") ON UPDATE NO ACTION ON DELETE NO ACTION
) WITHOUT ROWID;
CREATE UNIQUE INDEX "people_name_key" ON "people" ("name");
CREATE INDEX "people_born_seen_idx" ON "people" ("born", "seen" DESC);
CREATE INDEX "people_rank_idx" ON "people" ("rank") WHERE "there" = 1;
CREATE INDEX "people_team_idx" ON "people" ("team");
CREATE TABLE "teams" (
  "code" TEXT NOT NULL,
  CONSTRAINT "teams_pkey" PRIMARY KEY ("code")
) WITHOUT ROWID;
CREATE TABLE "visits" (
  "id" INTEGER NOT NULL CONSTRAINT "visits_pkey" PRIMARY KEY
);
