"""postgrest, the client for Python, against a server of the library.

    python library.py http://HOST:PORT TOKEN
"""
import sys

from postgrest import APIError, CountMethod, ReturnMethod, SyncPostgrestClient

address, token = sys.argv[1:]
url = address + "/rest/v1"
visitor = SyncPostgrestClient(url)
librarian = SyncPostgrestClient(url, headers={"Authorization": "Bearer " + token})


def same(got, want):
    assert got == want, f"{got!r} is not {want!r}"


def ids(query):
    return [book["id"] for book in query.order("id").execute().data]


def refused(query, code):
    try:
        query.execute()
    except APIError as error:
        same(error.code, code)
        return error
    raise AssertionError("it succeeds")


books = lambda: visitor.from_("books").select("id")
same(ids(books().eq("pages", 80)), [2])
same(ids(books().neq("title", "Looms")), [1, 3, 4])
same(ids(books().gt("pages", 100).lte("pages", 210)), [1, 4])
same(ids(books().like("title", "%ing%")), [3])
same(ids(books().ilike("title", "r%")), [4])
same(ids(books().like_any_of("title", "L%,R%")), [2, 4])
same(ids(books().is_("rating", "null")), [2])
same(ids(books().not_.is_("rating", "null")), [1, 3, 4])
same(ids(books().in_("about", ["A quartet, and its music"])), [3])
same(ids(books().contains("tags", ["steam", "math"])), [1])
same(ids(books().overlaps("tags", ["math", "textile"])), [1, 2])
same(ids(books().or_("pages.lt.100,and(author.eq.3,rating.gt.4)")), [2, 4])
same(ids(books().match({"author": 1, "printed": "false"})), [2])
same(ids(books().eq("meta->>colour", "red")), [1, 4])

row = visitor.from_("books").select("title, author(name), genres(code)").eq("id", 2).order("code", foreign_table="genres").single().execute()
same(row.data, {"title": "Looms", "author": {"name": "Ada"}, "genres": [{"code": "craft"}, {"code": "science"}]})
page = visitor.from_("books").select("id", count=CountMethod.exact).order("title", desc=True).range(1, 2).execute()
same((page.data, page.count), ([{"id": 4}, {"id": 2}], 4))
same(visitor.from_("books").select("*", count=CountMethod.exact, head=True).execute().count, 4)
same(visitor.from_("books").select("id").eq("id", 99).maybe_single().execute(), None)
same(visitor.from_("books").select("id,price").order("id").limit(2).csv().execute().data, "id,price\n1,9.90\n2,12.00\n")
same(refused(visitor.from_("books").select("id").eq("id", 99).single(), "PGRST116").details, "The result contains 0 rows")
refused(visitor.from_("books").select("cost"), "42703")
refused(visitor.from_("books").select("id").range_gt("pages", [1, 5]), "PGRST127")
refused(SyncPostgrestClient(url, schema="other").from_("books").select("id"), "PGRST106")

authors = lambda: librarian.from_("authors")
same(authors().insert([{"id": 300, "name": "Uma"}, {"id": 301, "name": "Vic", "country": "Peru"}], default_to_null=False).execute().data,
     [{"id": 300, "name": "Uma", "country": "Nowhere", "born": None}, {"id": 301, "name": "Vic", "country": "Peru", "born": None}])
same(authors().insert({"id": 302, "name": "Wim"}, returning=ReturnMethod.minimal).execute().data, [])
refused(authors().insert({"id": 303, "name": "Uma"}), "23505")
refused(visitor.from_("authors").insert({"id": 303, "name": "Xia"}), "42501")
same(authors().upsert({"id": 302, "name": "Wim", "country": "Oman"}).execute().data[0]["country"], "Oman")
same(authors().upsert({"id": 302, "name": "Wim", "country": "Mali"}, on_conflict="name", ignore_duplicates=True).execute().data, [])
changed = authors().update({"country": "Cuba"}, count=CountMethod.exact).gte("id", 300).execute()
same(([a["country"] for a in changed.data], changed.count), (["Cuba"] * 3, 3))
refused(authors().delete(), "21000")
same(sorted(a["id"] for a in authors().delete().gte("id", 300).execute().data), [300, 301, 302])
print("done")
