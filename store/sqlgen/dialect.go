package sqlgen

import (
	"bedplate/schema"
	"bedplate/value"
)

// Dialect is how one database spells what databases spell differently.
type Dialect interface {
	// Quote quotes an identifier.
	Quote(name string) string
	// Placeholder spells placeholder n, counted from 1, which takes b; with a
	// cast where the database must be told the type. Numbered tells whether one
	// may stand in several places.
	Placeholder(n int, b *Bind) string
	Numbered() bool
	// Exact tells that the database computes with decimals of its own, exactly:
	// they stand in statements as they are, and what is said of NumberKeys is
	// true of its numbers. Otherwise decimals of few digits are scaled
	// integers, all others NumberKeys.
	Exact() bool
	// Literal spells a constant where that is safe and helps the database
	// choose an index; others are bound.
	Literal(v value.Value) (string, bool)
	// Column gives a stored column in canonical storage form, compared
	// exactly: sql itself for columns of our own making.
	Column(sql string, f *schema.Field) string
	// Null spells NULL where the database must know of which type.
	Null(t value.Type) string
	// Same spells null-safe equality.
	Same(a, b string) string
	// Flag spells the condition that a boolean value is true, or false.
	Flag(sql string, want bool) string
	// Bytewise gives a text so that a comparison with it is byte by byte.
	Bytewise(sql string) string
	// Prefixed spells the condition that a text stands from a prefix on and
	// before its PrefixEnd, which is bound as NULL where nothing ends it.
	Prefixed(a, prefix, end string) string
	// Unindexed spells a column so that it means the same and no index is
	// chosen for a test of it.
	Unindexed(sql string) string
	// InPosition spells a bound value of the key in a comparison of rows, so
	// that the key at the end of an index serves.
	InPosition(sql string, t value.Type) string
	// NullsOrder gives what to add to an order key so that nulls stand where
	// they should: "" where they do by themselves.
	NullsOrder(desc, first bool) string
	// Unlimited spells the LIMIT that an OFFSET without one needs.
	Unlimited() string
	// Call spells a function over scalars in canonical storage form. It gives
	// NULL where one of them is NULL.
	Call(f Func, args ...string) string
	// Member spells what f, one of the JSON functions, gives of a document's
	// member; path is bound as Path and is a JSON array of names.
	Member(f Func, doc, path string, names []string) string
	// Among spells the condition that item is in a list that b binds, or that
	// it is not: neither where item or the list is NULL.
	Among(item, list string, b *Bind, not bool) string
	// Holds spells the condition that a list of a record holds an item. kind
	// binds the name of the items' kind.
	Holds(list, item string, of value.Kind, kind func() string) string
	// Extreme spells the least or the greatest of a group's values.
	Extreme(arg string, t value.Type, greatest bool) string
	// Gathers tells that nested rows are gathered in the row of their parent:
	// without, they are read by statements of their own. Gather spells the value
	// that has all rows of a SELECT, in their order; the SELECT names columns of
	// the statement around it. The driver reads what Column.Rows says.
	Gathers() bool
	Gather(s *Select) string
	// Lock gives what to add to a statement so that the rows of a table are kept from
	// others until the transaction ends.
	Lock(alias string) string
	// Empty is what an INSERT without columns has after its table.
	Empty() string
	// Search spells the condition that the record alias of c satisfies a query,
	// bound as SearchQuery, in its texts fields. The record is not null.
	Search(c *schema.Collection, alias string, fields []int, query string) string
	// Rank spells how well texts, which may be NULL, satisfy a query, bound as
	// RankQuery. It is not NULL.
	Rank(query string, texts []string) string
}

// NullSorter is a Dialect of a database that has no words for the order of nulls,
// and no index for comparisons of rows, which it therefore is not asked for.
type NullSorter interface {
	// SortKey spells a sort key that may be null.
	SortKey(k SortKey) string
}

// Joiner is a Dialect of a database that has to be kept from answering conditions of
// joins in ways that it does not master.
type Joiner interface {
	// Joined spells a condition that a record has to meet to be joined to a row.
	Joined(condition string) string
}

// WordKeeper is a Dialect whose tables keep the words of searched texts beside
// them, since the database cannot make them itself. Its Rank is given those.
type WordKeeper interface {
	// WordsColumn names the column for a field's words, "" where they are not kept.
	WordsColumn(c *schema.Collection, field int) string
}

// Func is a function that databases spell differently.
type Func uint8

// The functions, with their arguments. Arithmetic gives NULL where it fails.
const (
	AddInt Func = iota // a, b; and so on
	SubInt
	MulInt
	DivInt
	ModInt
	NegInt
	Micros // a time: its microseconds since 1970, with which is calculated
	Moment // microseconds: the time, or one that no column has where it is out of range
	AddFloat
	SubFloat
	MulFloat
	DivFloat
	NegFloat
	AddDecimal // a, scale of a, b, scale of b: at the larger scale
	SubDecimal
	MulDecimal // at the sum of the scales
	NegDecimal // a

	IntKey   // a, scale: an integer scaled by 10^scale as NumberKey
	FloatKey // a: a float as NumberKey

	// Tuple is its arguments as one value to be counted, each as compared gives it: NULL
	// where one of them is.
	Tuple

	Lower
	Upper
	Concat   // a, b
	TextSize // in code points
	ListSize

	StartsWith // a, b: true or false
	EndsWith
	Contains
	Matches      // a, a bound Expression
	MatchesOther // a, pattern as written, which is not bound
	Like         // a, a bound Pattern
	ILike        // a, pattern as written
	LikeComputed // a, pattern as written, which is not bound

	JSONMember // document, path: the member's canonical form, NULL for none or null
	JSONText   // likewise: a string member's text, NULL for others
	JSONNumber // likewise: a number member as NumberKey
	JSONFloat  // likewise: a number member as the nearest double
	JSONBool   // likewise: a boolean member
	// JSONComparable is JSONMember with one text for equal numbers.
	JSONComparable
	// JSONSortable is JSONMember as text that orders as canonical texts do.
	JSONSortable

	JSONIncludes // a, b: whether document a includes document b
	ListWithin   // a, b, kind of items as text: whether every item of list a is in list b

	SumInt
	SumFloat
	SumKey    // of NumberKeys, as NumberKey
	SumScaled // a, scale: of integers scaled by 10^scale, as NumberKey
	AvgScaled // likewise, as a float
	AvgInt
	AvgFloat
	AvgKey

	// Of numbers in any of the forms above, with the scale of those that are scaled
	// integers; as floats.
	Variance
	VarianceSample
	Stddev
	StddevSample
)
