package mysql

import (
	"context"
	"errors"
	"strings"

	"bedplate/schema"
	"bedplate/store/mysql/ddl"
	"bedplate/store/mysql/result"
	"bedplate/store/sqlgen"
	"bedplate/value"
)

// The servers refuse to delete a record that refers to itself. Here such a one is
// deleted where no other refers to it: it is locked first, so that nobody can
// begin to, and then the references are looked at as the server would.

// refersToItself tells that a deletion failed by a reference of a collection to
// itself.
func refersToItself(of *schema.Collection, err error) bool {
	if result.Number(err) != 1451 || !of.Managed {
		return false
	}
	name := result.Constraint(err)
	for _, ref := range of.Refs {
		if ref.Name == name && ref.To == of {
			return true
		}
	}
	return false
}

// deleteItself deletes a record that refers to itself; false where others refer to
// it too.
func (t *tx) deleteItself(ctx context.Context, of *schema.Collection, w *write, key []value.Value) (bool, error) {
	if _, err := t.any(ctx, "SELECT 1 FROM "+ddl.Quote(of.Table)+" AS p WHERE "+t.keyed(of)+" FOR UPDATE", w, key); err != nil {
		return false, err
	}
	for _, ref := range of.Referrers {
		if ref.From.View || ref.Unchecked {
			continue
		}
		var on []string
		for i, column := range ref.Columns {
			on = append(on, "c."+ddl.Quote(ref.From.Fields[column].Column)+" = p."+ddl.Quote(of.Fields[ref.Target[i]].Column))
		}
		sql := "SELECT 1 FROM " + ddl.Quote(of.Table) + " AS p JOIN " + ddl.Quote(ref.From.Table) + " AS c ON " + strings.Join(on, " AND ") +
			" WHERE " + t.keyed(of)
		if ref.From == of {
			var same []string
			for _, k := range of.Key {
				name := ddl.Quote(of.Fields[k].Column)
				same = append(same, "c."+name+" = p."+name)
			}
			sql += " AND NOT (" + strings.Join(same, " AND ") + ")"
		}
		if found, err := t.any(ctx, sql+" LIMIT 1 FOR UPDATE", w, key); found || err != nil {
			return false, err
		}
	}
	if err := t.conn.exec(ctx, "SET foreign_key_checks = 0"); err != nil {
		return false, err
	}
	_, _, err := t.conn.write(ctx, w.statement, key)
	if restored := t.conn.exec(context.WithoutCancel(ctx), "SET foreign_key_checks = 1"); restored != nil {
		t.conn.broken = true
		err = errors.Join(err, restored)
	}
	return err == nil, err
}

// keyed is where p is the record of a deletion.
func (t *tx) keyed(of *schema.Collection) string {
	parts := make([]string, len(of.Key))
	for i, k := range of.Key {
		f := of.Fields[k]
		parts[i] = "p." + ddl.Quote(f.Column) + " = " + t.driver.server.dialect.Placeholder(i+1, &sqlgen.Bind{Index: i, Type: f.Type})
	}
	return strings.Join(parts, " AND ")
}

// any tells whether a statement that takes the key of a deletion gives a row.
func (t *tx) any(ctx context.Context, sql string, w *write, key []value.Value) (bool, error) {
	st, err := t.conn.prepare(ctx, sql)
	if err != nil {
		return false, err
	}
	defer t.conn.release(st)
	if err := st.bind(w.statement.Binds, key); err != nil {
		return false, err
	}
	rows, err := t.conn.rows(ctx, st)
	return len(rows) > 0, err
}
