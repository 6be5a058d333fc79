"""Uses a server of the board as programs do that were made from its WSDL."""

import datetime
import json
import sys

import requests
import zeep
from zeep.transports import Transport
from zeep.wsse import utils
from zeep.wsse.username import UsernameToken

address, token, member = sys.argv[1:]


def client(token, port):
    """A client made of the WSDL that the bearer of a token is given."""
    session = requests.Session()
    if token:
        session.headers["Authorization"] = "Bearer " + token
    made = zeep.Client(address + "/soap/v1?wsdl", transport=Transport(session=session))
    return made, made.bind("BedplateService", port)


def fault(code, call, *args, **named):
    """Calls and demands a fault; gives the elements of its detail."""
    try:
        call(*args, **named)
    except zeep.exceptions.Fault as e:
        detail = e.detail[0]
        said = {child.tag.split("}")[1]: child.text for child in detail}
        assert said["code"] == code, said
        assert said["message"] == e.message, (said, e.message)
        return said
    raise AssertionError("no fault of " + code)


def use(port):
    _, s = client(token, port)
    board = "soap-" + port.lower()

    # Create, with a default and without, and what XML has to escape.
    made = s.Create_boards(values={"slug": board, "title": "<a & b> \"c\" 'd'\r\n\té ", "about": None}, returning=True)
    assert made.key.slug == board, made
    assert made.record.title == "<a & b> \"c\" 'd'\r\n\té ", repr(made.record.title)
    assert made.record.archived is False and made.record.about is None
    assert isinstance(made.record.created, datetime.datetime) and made.record.created.utcoffset() == datetime.timedelta(0)
    person = s.Create_users(values={"name": board, "email": board + "@example.org"}).key.id
    assert s.Create_threads(values={"board": board, "author": person, "title": "no record"}).record is None

    # A list, an enumeration and a reference.
    thread = s.Create_threads(returning=True, values={
        "board": board, "author": person, "title": "lists", "status": "published", "tags": {"item": ["a", "b < c"]}})
    assert thread.record.tags.item == ["a", "b < c"] and thread.record.status == "published"
    got = s.Get_threads(key={"id": thread.key.id})
    assert got == thread.record, (got, thread.record)

    # Many at once, and pages of them.
    many = s.CreateMany_posts(values=[{"thread": thread.key.id, "author": person, "body": "post %d" % n} for n in range(25)], returning=True)
    assert many.created == 25 and len(many.record) == 25
    cursor, seen, pages = None, [], 0
    while True:
        page = s.List_posts(filter='thread == "%s" && body.startsWith("post")' % thread.key.id,
                            order=[{"field": "body", "descending": True}], limit=10, cursor=cursor, count=True)
        assert page.total == 25, page.total
        seen += [r.body for r in page.record]
        pages, cursor = pages + 1, page.next
        if not cursor:
            break
    back = s.List_posts(filter='thread == "%s" && body.startsWith("post")' % thread.key.id, limit=10, cursor=page.previous,
                        order=[{"field": "body", "descending": True}], **{"with": ["thread.board", "author"]})
    assert [r.body for r in back.record] == seen[10:20], back
    assert back.record[0].references.thread.references.board.slug == board, back.record[0]
    assert back.record[0].references.author.name == board and page.record[0].references is None
    assert pages == 3 and seen == sorted(("post %d" % n for n in range(25)), reverse=True), seen
    fault("cursor", s.List_posts, cursor=s.List_posts(limit=1, order=[{"field": "body"}]).next)
    assert s.List_posts(filter="body == 'nothing of this'").record == []

    # Absent is unchanged, and clear is null.
    changed = s.Update_boards(key={"slug": board}, changes={"about": "something"}, returning=True)
    assert changed.about == "something" and changed.title == made.record.title
    assert s.Update_boards(key={"slug": board}, clear=["about"], returning=True).about is None
    assert s.Update_boards(key={"slug": board}, changes={"archived": False}) is None

    # What a filter chooses, and a record that is there or not.
    of = 'thread == "%s" && body == "post 24"' % thread.key.id
    changed = s.UpdateMany_posts(filter=of, most=3, changes={"body": "changed"}, returning=True)
    assert changed.updated == 1 and changed.record[0].body == "changed", changed
    fault("max_affected", s.DeleteMany_posts, filter='thread == "%s"' % thread.key.id, most=2)
    assert s.DeleteMany_posts(filter='thread == "%s" && body == "changed"' % thread.key.id).deleted == 1
    put = s.Upsert_boards(values={"slug": board, "title": "put"}, returning=True)
    assert put.created is False and put.record.title == "put", put

    # A batch stands or falls as one.
    out = s.Batch(operation=[
        {"Create_reactions": {"values": {"post": many.record[0].id, "user": person, "kind": "like"}}},
        {"Update_boards": {"key": {"slug": board}, "changes": {"about": "batched"}, "returning": True}},
        {"List_reactions": {"filter": 'post == "%s"' % many.record[0].id}},
    ])
    assert out[0].Create_reactionsResponse.key.kind == "like", out
    assert out[1].Update_boardsResponse.record.about == "batched"
    assert len(out[2].List_reactionsResponse.record) == 1
    said = fault("unique", s.Batch, operation=[
        {"Update_boards": {"key": {"slug": board}, "changes": {"about": "undone"}}},
        {"Create_boards": {"values": {"slug": board, "title": "again"}}},
    ])
    assert said["operation"] == "2", said
    assert s.Get_boards(key={"slug": board}).about == "batched"

    # Faults arrive as such.
    fault("not_found", s.Get_boards, key={"slug": "nowhere"})
    fault("too_long", s.Create_boards, values={"slug": "x" * 41, "title": "t"})
    fault("unknown_field", s.List_boards, order=[{"field": "nothing"}])
    fault("unknown_field", s.List_boards, filter="nothing == 1")
    fault("value", s.Get_posts, key={"id": "no id"})

    s.Delete_threads(key={"id": thread.key.id})
    fault("not_found", s.Get_threads, key={"id": thread.key.id})


def others(port):
    """Of those who are nobody, and of members, who see less."""
    nobody, s = client("", port)
    names = {o for o in nobody.wsdl.services["BedplateService"].ports[port].binding._operations}
    assert "List_boards" in names and "Create_boards" not in names, names
    assert "email" not in dict(nobody.get_type("{urn:bedplate:soap:v1}Record_users").elements)
    assert s.List_users().record
    fault("unknown_field", s.List_users, filter='email != ""')
    fault("unknown_field", s.List_users, order=[{"field": "email"}])

    _, m = client(member, port)
    fault("denied", m.Update_users, key={"id": s.List_users(filter='name != "ada"').record[0].id}, changes={"about": "mine"})


def signed(port):
    """Of those who send their names and passwords in messages."""
    _, s = client(token, port)
    who, password = port.lower() + "@example.org", "correct horse <battery> & staple"
    user = json.loads(s.Call_auth_admin_create_user(email=who, password=password, email_confirm=True))
    key = json.loads(s.Call_auth_create_key(name=port, kind="secret"))["key"]

    def bound(sent):
        session = requests.Session()
        session.headers["Authorization"] = "Bearer " + token
        made = zeep.Client(address + "/soap/v1?wsdl", transport=Transport(session=session), wsse=sent)
        del session.headers["Authorization"]
        return made.bind("BedplateService", port)

    now = datetime.datetime.now(datetime.timezone.utc)
    times = utils.WSU.Timestamp()
    times.append(utils.WSU.Created(now.isoformat()))
    times.append(utils.WSU.Expires((now + datetime.timedelta(minutes=5)).isoformat()))
    mine = bound(UsernameToken(who, password, timestamp_token=times))
    for _ in range(3):
        assert json.loads(mine.Call_auth_user())["id"] == user["id"]
    sessions = json.loads(s.Call_auth_admin_sessions(id=user["id"]))
    assert len(sessions) == 1, sessions
    fault("denied", mine.Create_boards, values={"slug": "mine", "title": "of " + who})
    assert bound(UsernameToken("anybody", key)).Create_boards(values={"slug": "key-" + port.lower(), "title": "t"}).key.slug
    fault("denied", bound(UsernameToken(who, "no password")).List_boards)
    fault("denied", bound(UsernameToken("nobody@example.org", password)).List_boards)
    fault("token", bound(UsernameToken("anybody", key[:-1] + "x")).List_boards)
    fault("token", bound(UsernameToken(who, password, use_digest=True)).List_boards)


for port in "Bedplate", "Bedplate12":
    use(port)
    others(port)
    signed(port)
print("done")
