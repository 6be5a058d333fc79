package dialect

import (
	"strconv"
	"strings"

	"bedplate/store/sqlgen"
	"bedplate/value"
)

// Gathers tells that nested rows come in their parent's.
func (MySQL) Gathers() bool { return true }

// Gather makes one text of rows: a JSON array with an array for each, and behind
// them how many there are. The servers cut such texts, or give none, where they
// are longer than a packet; the number and the brackets tell.
func (d MySQL) Gather(s *sqlgen.Select) string {
	cells := func(values []string) string {
		out := make([]string, len(values))
		for i, v := range values {
			if out[i] = "1"; i < len(s.Columns) {
				out[i] = d.cell(v, &s.Columns[i])
			}
		}
		return "CONCAT('[', CONCAT_WS(',', " + strings.Join(out, ", ") + "), ']')"
	}
	row := cells(s.Values)
	where := ""
	if s.Where != "" {
		where = " WHERE " + s.Where
	}
	switch {
	case s.Grouped && s.Group == "":
		return "(SELECT CONCAT('[', " + row + ", ',1]') FROM " + s.From + where + ")"
	case s.Grouped:
		return d.gatherGroups(s, cells)
	case d.Derived:
		return d.gatherDerived(s, row)
	}
	group, count := row, "COUNT(*)"
	for i, k := range s.Keys {
		key := directed(k)
		if k.Nullable { // nulls are zeros to some servers where they gather
			key = nullsApart(k)
		}
		group += [2]string{" ORDER BY ", ", "}[min(i, 1)] + key
	}
	group += " SEPARATOR ','"
	if s.Limit != "" {
		group += " LIMIT " + s.Limit
		if s.Offset != "" {
			group += " OFFSET " + s.Offset
			count = "GREATEST(COUNT(*) - " + s.Offset + ", 0)"
		}
		count = "LEAST(" + count + ", " + s.Limit + ")"
	}
	return "(SELECT " + closed("GROUP_CONCAT("+group+")", count) + " FROM " + s.From + where + ")"
}

// closed puts the brackets around rows, and their number behind them.
func closed(rows, count string) string {
	return "CONCAT('[', IFNULL(CONCAT(" + rows + ", ','), ''), " + count + ", ']')"
}

// gatherDerived sorts and cuts the rows before they are gathered, where the server
// knows the outer row there: only as many are read as are asked for.
func (d MySQL) gatherDerived(s *sqlgen.Select, row string) string {
	inner := *s
	inner.Values = []string{row + " AS j"}
	group := "GROUP_CONCAT(g.j SEPARATOR ',')"
	if s.Order != "" {
		inner.Values = append(inner.Values, "ROW_NUMBER() OVER (ORDER BY "+s.Order+") AS n")
		group = "GROUP_CONCAT(g.j ORDER BY g.n SEPARATOR ',')"
	}
	return "(SELECT " + closed(group, "COUNT(*)") + " FROM (" + inner.String() + ") AS g)"
}

// gatherGroups makes the groups of all records at once, and takes those of the
// outer row: a subquery in FROM that may not name that can be joined with it. The
// groups of each are numbered in their order.
func (d MySQL) gatherGroups(s *sqlgen.Select, cells func(values []string) string) string {
	inner := *s
	inner.Where, inner.Order, inner.Limit, inner.Offset = s.Filter, "", "", ""
	inner.Values = nil
	outside := make([]string, len(s.Values))
	for i, v := range s.Values {
		name := "c" + strconv.Itoa(i)
		inner.Values = append(inner.Values, v+" AS "+name)
		outside[i] = "g." + name
	}
	var keys, on []string
	for i, pair := range s.Related {
		name := "k" + strconv.Itoa(i)
		inner.Values = append(inner.Values, pair[0]+" AS "+name)
		keys = append(keys, pair[0])
		on = append(on, "g."+name+" = "+pair[1])
	}
	by := strings.Join(keys, ", ")
	inner.Group += ", " + by
	order := ""
	if s.Order != "" {
		order = " ORDER BY " + s.Order
	}
	inner.Values = append(inner.Values, "ROW_NUMBER() OVER (PARTITION BY "+by+order+") AS n")
	number := "g.n"
	if s.Offset != "" {
		on = append(on, "g.n > "+s.Offset)
		number = "g.n - " + s.Offset
	}
	if s.Limit != "" {
		on = append(on, number+" <= "+s.Limit)
	}
	return "(SELECT " + closed("GROUP_CONCAT("+cells(outside)+" ORDER BY g.n SEPARATOR ',')", "COUNT(*)") +
		" FROM (" + inner.String() + ") AS g WHERE " + strings.Join(on, " AND ") + ")"
}

// cell is a column as JSON.
func (d MySQL) cell(sql string, c *sqlgen.Column) string {
	if c.Rows != nil {
		return "IFNULL(" + sql + ", '!')" // never a row that lacks a column
	}
	if c.Field != nil {
		sql = d.Column(sql, c.Field)
	}
	switch c.Type.Kind {
	case value.Text, value.JSON, value.List:
		return "IFNULL(" + d.collated("JSON_QUOTE("+d.collated(sql)+")") + ", 'null')"
	case value.Date:
		return `IFNULL(CONCAT('"', ` + sql + `, '"'), 'null')`
	case value.Time:
		if !c.Calculated {
			sql = sqlgen.Fill(micros, sql)
		}
	case value.UUID, value.Bytes:
		return `IFNULL(CONCAT('"', HEX(` + sql + `), '"'), 'null')`
	}
	return "IFNULL(" + sql + ", 'null')"
}
