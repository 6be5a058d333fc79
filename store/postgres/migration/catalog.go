package migration

import (
	"slices"

	"github.com/jackc/pgx/v5"

	"bedplate/store/driver"
)

// table is a table or view as it stands.
type table struct {
	name        string
	kind        string // as pg_class has it: r, p, v, m, f
	columns     []*column
	constraints []*constraint
	indexes     []*index // those of constraints included
	triggers    []string
}

type column struct {
	name      string
	kind      string // its type, as format_type writes it
	collation string // "" where it is the type's own
	notNull   bool
	identity  bool
	generated bool
	fallback  string // its default
}

type constraint struct {
	name    string
	kind    string // p, u, f, c or x
	columns []string
	to      string // of f: a table, "" for one of another schema
	target  []string
	via     string // the index that makes it unique, or that of the target
	ours    bool
	named   bool   // by us
	text    string // as pg_get_constraintdef writes it
}

type index struct {
	name       string
	columns    []string // that it speaks of
	partial    bool
	valid      bool
	constraint string // whose index it is, "" for none
	ours       bool
	search     bool   // our full-text index
	built      string // the statement that made it before the migration, "" for none
}

// isView tells what has no rows of its own.
func (t *table) isView() bool { return t.kind == "v" || t.kind == "m" }

func (t *table) column(name string) *column {
	return find(t.columns, func(c *column) bool { return c.name == name })
}

func (t *table) index(name string) *index {
	return find(t.indexes, func(i *index) bool { return i.name == name })
}

func (t *table) constraint(name string) *constraint {
	return find(t.constraints, func(k *constraint) bool { return k.name == name })
}

func find[T any](all []*T, is func(*T) bool) *T {
	if at := slices.IndexFunc(all, is); at >= 0 {
		return all[at]
	}
	return nil
}

// inSpace is the condition that a table stands in the schema that we work in.
const inSpace = "c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition"

const columnsQuery = `SELECT c.relname::text, c.relkind::text, coalesce(a.attname::text, ''), coalesce(format_type(a.atttypid, a.atttypmod), ''),
	coalesce((SELECT l.collname::text FROM pg_collation l JOIN pg_type y ON y.oid = a.atttypid WHERE l.oid = a.attcollation AND a.attcollation <> y.typcollation), ''),
	coalesce(a.attnotnull, false), coalesce(a.attidentity, '') <> '', coalesce(a.attgenerated, '') <> '', coalesce(pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
	LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE ` + inSpace + ` ORDER BY c.relname, a.attnum`

const constraintsQuery = `SELECT c.relname::text, k.conname::text, k.contype::text,
	(SELECT array_agg(a.attname::text ORDER BY n.at) FROM unnest(k.conkey) WITH ORDINALITY AS n (num, at) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = n.num),
	coalesce(CASE WHEN f.relnamespace = c.relnamespace THEN f.relname::text END, ''),
	(SELECT array_agg(a.attname::text ORDER BY n.at) FROM unnest(k.confkey) WITH ORDINALITY AS n (num, at) JOIN pg_attribute a ON a.attrelid = f.oid AND a.attnum = n.num),
	coalesce(i.relname::text, ''), pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_class f ON f.oid = k.confrelid LEFT JOIN pg_class i ON i.oid = k.conindid
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0 AND ` + inSpace + ` ORDER BY c.relname, k.conname`

const indexesQuery = `SELECT c.relname::text, i.relname::text,
	(SELECT array_agg(DISTINCT a.attname::text) FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
		WHERE d.classid = 'pg_class'::regclass AND d.objid = i.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid > 0),
	x.indpred IS NOT NULL, x.indisvalid,
	coalesce((SELECT k.conname::text FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x') AND k.conrelid = c.oid), '')
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
WHERE ` + inSpace + ` ORDER BY c.relname, i.relname`

const triggersQuery = `SELECT c.relname::text, g.tgname::text FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
WHERE NOT g.tgisinternal AND ` + inSpace + ` ORDER BY c.relname, g.tgname`

// catalog reads every table and view, by name. What the ledger lists is ours.
func (s *session) catalog(owned []driver.Object) (map[string]*table, error) {
	c := &catalog{session: s, tables: map[string]*table{}, ours: map[driver.Object]bool{}}
	for _, o := range owned {
		c.ours[o] = true
	}
	for _, read := range []func() error{c.columns, c.constraints, c.indexes, c.triggers} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return c.tables, nil
}

// catalog is the tables on the way.
type catalog struct {
	*session
	tables map[string]*table
	ours   map[driver.Object]bool
}

func (c *catalog) columns() error {
	return c.query(columnsQuery, func(r pgx.Rows) error {
		var name, kind string
		col := &column{}
		if err := r.Scan(&name, &kind, &col.name, &col.kind, &col.collation, &col.notNull, &col.identity, &col.generated, &col.fallback); err != nil {
			return err
		}
		t := c.tables[name]
		if t == nil {
			t = &table{name: name, kind: kind}
			c.tables[name] = t
		}
		if col.name != "" {
			t.columns = append(t.columns, col)
		}
		return nil
	})
}

func (c *catalog) constraints() error {
	return c.query(constraintsQuery, func(r pgx.Rows) error {
		var name string
		k := &constraint{}
		if err := r.Scan(&name, &k.name, &k.kind, &k.columns, &k.to, &k.target, &k.via, &k.text); err != nil {
			return err
		}
		k.named = c.ours[driver.Object{Kind: constraintKind, Table: name, Name: k.name}]
		k.ours = k.named
		c.tables[name].constraints = append(c.tables[name].constraints, k)
		return nil
	})
}

func (c *catalog) indexes() error {
	built, err := c.built()
	if err != nil {
		return err
	}
	return c.query(indexesQuery, func(r pgx.Rows) error {
		var name string
		i := &index{}
		if err := r.Scan(&name, &i.name, &i.columns, &i.partial, &i.valid, &i.constraint); err != nil {
			return err
		}
		t := c.tables[name]
		if i.constraint != "" {
			i.columns = t.constraint(i.constraint).columns
		}
		i.search = c.ours[driver.Object{Kind: driver.SearchKind, Table: name, Name: i.name}]
		i.ours = i.search || c.ours[driver.Object{Kind: "index", Table: name, Name: i.name}]
		if !i.ours {
			i.built = built[i.name]
		}
		t.indexes = append(t.indexes, i)
		return nil
	})
}

func (c *catalog) triggers() error {
	return c.query(triggersQuery, func(r pgx.Rows) error {
		var name, trigger string
		if err := r.Scan(&name, &trigger); err != nil {
			return err
		}
		c.tables[name].triggers = append(c.tables[name].triggers, trigger)
		return nil
	})
}
