import board.*;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Holder;
import jakarta.xml.ws.handler.MessageContext;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.wsdl.Definition;
import javax.wsdl.Operation;
import javax.wsdl.PortType;
import javax.wsdl.factory.WSDLFactory;
import javax.wsdl.xml.WSDLReader;

/** Uses a server of the board as programs do that wsimport made classes for, of its WSDL. */
public class Client {
  static final File WSDL = new File("board.wsdl");

  final Bedplate s;
  final String board;

  Client(String token, boolean version12) throws Exception {
    BedplateService service = new BedplateService(WSDL.toURI().toURL());
    s = version12 ? service.getBedplate12() : service.getBedplate();
    ((BindingProvider) s).getRequestContext().put(MessageContext.HTTP_REQUEST_HEADERS, Map.of("Authorization", List.of("Bearer " + token)));
    board = version12 ? "java-12" : "java-11";
  }

  static void check(boolean ok, Object said) {
    if (!ok) throw new AssertionError(said);
  }

  static void same(Object got, Object want) {
    check(want == null ? got == null : want.equals(got), "got " + got + ", want " + want);
  }

  interface Call {
    void run() throws Exception;
  }

  /** Demands a fault with a code, as the type that the WSDL has for it. */
  static Fault fault(String code, Call call) throws Exception {
    try {
      call.run();
    } catch (Fault_Exception e) {
      same(e.getFaultInfo().getCode(), code);
      same(e.getFaultInfo().getMessage(), e.getMessage());
      return e.getFaultInfo();
    }
    throw new AssertionError("no fault of " + code);
  }

  static KeyBoards boardKey(String slug) {
    KeyBoards key = new KeyBoards();
    key.setSlug(slug);
    return key;
  }

  static KeyThreads threadKey(String id) {
    KeyThreads key = new KeyThreads();
    key.setId(id);
    return key;
  }

  static NewBoards newBoard(String slug, String title) {
    NewBoards b = new NewBoards();
    b.setSlug(slug);
    b.setTitle(title);
    return b;
  }

  RecordBoards board() throws Exception {
    return s.getBoards(boardKey(board), null);
  }

  void boards() throws Exception {
    Holder<KeyBoards> key = new Holder<>();
    Holder<RecordBoards> made = new Holder<>();
    String title = "<a & b> \"c\" 'd'\r\n\t\u00e9 \ud83d\ude00 ";
    s.createBoards(newBoard(board, title), true, key, made);
    same(key.value.getSlug(), board);
    same(made.value.getTitle(), title);
    same(made.value.isArchived(), false);
    same(made.value.getAbout(), null);
    same(made.value.getCreated().getTimezone(), 0);
    same(board().getTitle(), title);

    // Absent is unchanged, and clear is null.
    ChangesBoards changes = new ChangesBoards();
    changes.setAbout("something");
    RecordBoards changed = s.updateBoards(boardKey(board), changes, null, true);
    same(changed.getAbout(), "something");
    same(changed.getTitle(), title);
    same(s.updateBoards(boardKey(board), null, List.of("about"), true).getAbout(), null);
    same(s.updateBoards(boardKey(board), changes, null, null), null);
  }

  String user() throws Exception {
    NewUsers u = new NewUsers();
    u.setName(board);
    u.setEmail(board + "@example.org");
    Holder<KeyUsers> key = new Holder<>();
    s.createUsers(u, null, key, new Holder<>());
    return key.value.getId();
  }

  String thread(String user) throws Exception {
    NewThreads t = new NewThreads();
    t.setBoard(board);
    t.setAuthor(user);
    t.setTitle("lists");
    t.setStatus("published");
    NewThreads.Tags tags = new NewThreads.Tags();
    tags.getItem().addAll(List.of("a", "b < c"));
    t.setTags(tags);
    Holder<KeyThreads> key = new Holder<>();
    Holder<RecordThreads> made = new Holder<>();
    s.createThreads(t, true, key, made);
    same(made.value.getTags().getItem(), List.of("a", "b < c"));
    same(made.value.getStatus(), "published");
    return key.value.getId();
  }

  List<RecordPosts> posts(String thread, String user) throws Exception {
    List<NewPosts> many = IntStream.range(0, 7).mapToObj(n -> {
      NewPosts p = new NewPosts();
      p.setThread(thread);
      p.setAuthor(user);
      p.setBody("post " + n);
      return p;
    }).toList();
    Holder<Long> created = new Holder<>();
    Holder<List<RecordPosts>> made = new Holder<>();
    s.createManyPosts(many, true, created, made);
    same(created.value, 7L);
    same(made.value.size(), 7);
    return made.value;
  }

  /** Goes through a list by pages, and back. */
  void pages(String thread) throws Exception {
    Order order = new Order();
    order.setField("body");
    order.setDescending(true);
    String filter = "thread == \"" + thread + "\" && body.startsWith(\"post\")";
    List<String> seen = new ArrayList<>();
    Holder<List<RecordPosts>> page = new Holder<>();
    Holder<String> next = new Holder<>(), previous = new Holder<>();
    Holder<Long> total = new Holder<>();
    int pages = 0;
    do {
      s.listPosts(filter, List.of(order), 3, next.value, true, List.of("thread.board", "author"), page, next, previous, total);
      same(total.value, 7L);
      page.value.forEach(p -> seen.add(p.getBody()));
      pages++;
    } while (next.value != null);
    same(pages, 3);
    same(seen, IntStream.range(0, 7).mapToObj(n -> "post " + (6 - n)).toList());
    ReferencesPosts references = page.value.get(0).getReferences();
    same(references.getThread().getReferences().getBoard().getSlug(), board);
    same(references.getThread().getReferences().getAuthor(), null);
    same(references.getAuthor().getName(), board);
    s.listPosts(filter, List.of(order), 3, previous.value, null, null, page, next, previous, total);
    same(page.value.stream().map(RecordPosts::getBody).toList(), List.of("post 3", "post 2", "post 1"));
    same(page.value.get(0).getReferences(), null);
  }

  /** Changes and takes away what a filter chooses, and puts a record there whether it is new or not. */
  void filtered(String thread) throws Exception {
    ChangesPosts changes = new ChangesPosts();
    changes.setBody("changed");
    Holder<Long> affected = new Holder<>();
    Holder<List<RecordPosts>> records = new Holder<>();
    String filter = "thread == \"" + thread + "\" && body == \"post 5\"";
    s.updateManyPosts(filter, 5, changes, null, true, affected, records);
    same(affected.value, 1L);
    same(records.value.get(0).getBody(), "changed");
    fault("max_affected", () -> s.deleteManyPosts("thread == \"" + thread + "\"", 2, null, affected, records));
    s.deleteManyPosts("thread == \"" + thread + "\" && body == \"changed\"", null, null, affected, records);
    same(affected.value, 1L);
    Holder<Boolean> created = new Holder<>();
    Holder<RecordBoards> put = new Holder<>();
    s.upsertBoards(newBoard(board, "put"), null, true, new Holder<>(), created, put);
    same(created.value, false);
    same(put.value.getTitle(), "put");
  }

  void batches(String post, String user) throws Exception {
    NewReactions like = new NewReactions();
    like.setPost(post);
    like.setUser(user);
    like.setKind("like");
    CreateReactions react = new CreateReactions();
    react.setValues(like);
    BatchOperation first = new BatchOperation();
    first.setCreateReactions(react);
    ChangesBoards changes = new ChangesBoards();
    changes.setAbout("batched");
    UpdateBoards about = new UpdateBoards();
    about.setKey(boardKey(board));
    about.setChanges(changes);
    about.setReturning(true);
    BatchOperation second = new BatchOperation();
    second.setUpdateBoards(about);
    List<BatchResult> results = s.batch(List.of(first, second));
    same(results.get(0).getCreateReactionsResponse().getKey().getKind(), "like");
    same(results.get(1).getUpdateBoardsResponse().getRecord().getAbout(), "batched");

    // All of it, or nothing.
    changes.setAbout("undone");
    Fault said = fault("unique", () -> s.batch(List.of(second, first)));
    same(said.getOperation(), 2);
    same(board().getAbout(), "batched");
  }

  void faults(String thread) throws Exception {
    fault("not_found", () -> s.getBoards(boardKey("nowhere"), null));
    same(fault("too_long", () -> s.createBoards(newBoard("x".repeat(41), "t"), null, new Holder<>(), new Holder<>())).getField(), "slug");
    fault("unique", () -> s.createBoards(newBoard(board, "t"), null, new Holder<>(), new Holder<>()));
    fault("value", () -> s.getThreads(threadKey("no id"), null));
    fault("unknown_field", () -> s.listBoards("nothing == 1", null, null, null, null, null, new Holder<>(), new Holder<>(), new Holder<>(), new Holder<>()));
    s.deleteThreads(threadKey(thread), null);
    fault("not_found", () -> s.getThreads(threadKey(thread), null));
  }

  /** Reads the WSDL as wsdl4j does: all that is bound has messages with parts of the schema. */
  static void definition() throws Exception {
    WSDLReader reader = WSDLFactory.newInstance().newWSDLReader();
    reader.setFeature("javax.wsdl.verbose", false);
    Definition d = reader.readWSDL(WSDL.toURI().toString());
    same(d.getServices().size(), 1);
    same(d.getBindings().size(), 2);
    PortType type = (PortType) d.getPortTypes().values().iterator().next();
    check(type.getOperations().size() > 50, type.getOperations().size());
    for (Object each : type.getOperations()) {
      Operation o = (Operation) each;
      check(!o.isUndefined(), o.getName());
      same(o.getInput().getMessage().getPart("parameters").getElementName().getLocalPart(), o.getName());
      same(o.getOutput().getMessage().getPart("parameters").getElementName().getLocalPart(), o.getName() + "Response");
      same(o.getFault("Fault").getMessage().getPart("fault").getElementName().getLocalPart(), "Fault");
    }
  }

  public static void main(String[] args) throws Exception {
    definition();
    for (boolean version12 : new boolean[] {false, true}) {
      Client c = new Client(args[0], version12);
      c.boards();
      String user = c.user(), thread = c.thread(user);
      List<RecordPosts> posts = c.posts(thread, user);
      c.pages(thread);
      c.filtered(thread);
      c.batches(posts.get(0).getId(), user);
      c.faults(thread);
    }
    System.out.println("done");
  }
}
