// The tests of postgrest-js against a server of the library, and at the end what
// docs/compatibility.md says of its methods against what was called:
//
//	node main.mjs SETTINGS.json
import "./methods.mjs";
import "./read.test.mjs";
import "./embed.test.mjs";
import "./filter.test.mjs";
import "./write.test.mjs";
import "./explain.test.mjs";
import "./rpc.test.mjs";
import "./supabase.test.mjs";
import "./page.test.mjs";
