// postgrest-js over `bedplate types ts`: embedded records have types.
import { PostgrestClient } from "@supabase/postgrest-js";
import type { Database } from "./database";

const [, , address, token] = process.argv;
const db = new PostgrestClient<Database>(address + "/rest/v1", { headers: { Authorization: "Bearer " + token } });

const { data, error } = await db
  .from("threads")
  .select("title, status, author(name), boards(title), posts(body, reply_to(body), reactions(kind)), writer:users!threads_author_fkey(name, moderators(board))")
  .eq("board", "baking")
  .order("title")
  .limit(1)
  .single();
if (error) throw error;
const title: string = data.title;
const status: "draft" | "published" | "locked" = data.status;
const author: string = data.author.name;
const board: string = data.boards.title;
const kinds: ("like" | "thanks" | "laugh" | "wow")[] = data.posts.flatMap((p) => p.reactions.map((r) => r.kind));
console.log(title, status, author, board, kinds.length);

const moderated: string[] = data.writer.moderators.map((m) => m.board);
console.log(Array.isArray(moderated), data.posts.length === 0 || data.posts[0]!.reply_to === null);

const wrote = await db.from("boards").insert({ slug: "js", title: "JS" }).select("slug, archived").single();
if (wrote.error) throw wrote.error;
const archived: boolean = wrote.data.archived;
console.log(wrote.status, archived);

// @ts-expect-error: a board needs a title
await db.from("boards").insert({ slug: "untitled" });
// @ts-expect-error: there is no such status
await db.from("threads").select().eq("status", "burnt");
