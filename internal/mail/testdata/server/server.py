"""A server for mail that says what it received, a JSON object a line.

The first line names its ports. What it does with a letter, the local part of
the address says: busy and full are refused for now, gone for good, slow is taken late.
"""
import asyncio, email, json, logging, os, ssl, sys, warnings
from email import policy
from aiosmtpd.smtp import SMTP, AuthResult

logging.disable()
warnings.simplefilter("ignore")  # of what is right only in tests
busy = {}


def say(what):
    print(json.dumps(what), flush=True)


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.partition("@")[0]
        if local == "gone":
            say({"refused": address})
            return "550 5.1.1 nobody has this address"
        if local == "busy" and busy.setdefault(address, 0) < 2:
            busy[address] += 1
            say({"refused": address})
            return "451 4.3.0 try again"
        if local == "slow":
            say({"hangs": address})
            await asyncio.sleep(60)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("full@"):
            say({"refused": envelope.rcpt_tos[0]})
            return "452 4.2.2 no room"
        m = email.message_from_bytes(envelope.content, policy=policy.default)
        say({
            "from": envelope.mail_from, "to": envelope.rcpt_tos,
            "tls": server.transport.get_extra_info("ssl_object") is not None, "login": session.auth_data,
            "defects": [str(d) for p in m.walk() for d in p.defects],
            "headers": {k.lower(): str(v).strip() for k, v in m.items()},
            "types": [p.get_content_type() for p in m.walk()],
            "text": m.get_body(("plain",)).get_content().replace("\r\n", "\n"),
            "html": m.get_body(("html",)).get_content(),
            "longest": max(len(l) for l in envelope.content.split(b"\r\n")),
        })
        return "250 OK"


def known(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (b"board", "gehe\u00ef m:@/".encode())
    return AuthResult(success=good, handled=False, auth_data=data.login.decode() if good else None)


async def main(certificate, key):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    safe = dict(authenticator=known, auth_required=True, enable_SMTPUTF8=True)
    kinds = {
        "plain": (dict(), None),
        "starttls": (dict(tls_context=context, require_starttls=True, **safe), None),
        "tls": (dict(auth_require_tls=False, **safe), context),
    }
    loop, ports, servers = asyncio.get_running_loop(), {}, []
    for name, (how, wrapped) in kinds.items():
        s = await loop.create_server(lambda how=how: SMTP(Handler(), hostname="mail.example", **how), "127.0.0.1", 0, ssl=wrapped)
        t = await loop.create_server(lambda how=how: SMTP(Handler(), hostname="mail.example", **how), "127.0.0.2", s.sockets[0].getsockname()[1], ssl=wrapped)
        ports[name] = s.sockets[0].getsockname()[1]
        servers += [s, t]
    say(ports)
    await loop.run_in_executor(None, sys.stdin.read)  # until the test ends
    os._exit(0)


asyncio.run(main(*sys.argv[1:]))
