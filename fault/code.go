package fault

// Code says what kind of failure an Error is. The list is closed: a door must
// translate every one of them (Codes lists them for its test).
type Code string

const (
	// Internal is a fault of ours or of the machine; shown as an id only.
	Internal Code = "internal"

	// Syntax is a request or file that cannot be parsed.
	Syntax Code = "syntax"
	// Body is a request body that is malformed or of the wrong shape.
	Body Code = "body"
	// UnknownCollection names a collection that does not exist for the caller.
	UnknownCollection Code = "unknown_collection"
	// UnknownField names a field that does not exist for the caller.
	UnknownField Code = "unknown_field"
	// UnknownColumn names a member of a written row that is not a field.
	UnknownColumn Code = "unknown_column"
	// UnknownRelation names an embedding that does not exist.
	UnknownRelation Code = "unknown_relation"
	// AmbiguousRelation names an embedding with several meanings; Detail lists them.
	AmbiguousRelation Code = "ambiguous_relation"
	// UnknownAction names an action that does not exist.
	UnknownAction Code = "unknown_action"
	// Value is a value that its type cannot take, or that cannot be kept exactly.
	Value Code = "value"
	// TooLong is a text over its field's length.
	TooLong Code = "too_long"
	// OutOfRange is a number over its type's range or precision.
	OutOfRange Code = "out_of_range"
	// Type is an expression whose parts do not fit together.
	Type Code = "type"
	// Unsupported is something that this store or version cannot do; it is named.
	Unsupported Code = "unsupported"
	// TooComplex is a request over a limit on terms, depth, items or operations.
	TooComplex Code = "too_complex"
	// TooLarge is a body, value or result over a limit on size.
	TooLarge Code = "too_large"
	// Unfiltered is an update or deletion of everything, which is refused.
	Unfiltered Code = "unfiltered"
	// Range is an offset or limit out of bounds.
	Range Code = "range"
	// Cursor is a page's position that is not ours, or of another query.
	Cursor Code = "cursor"
	// Media is an answer format that cannot be given.
	Media Code = "media"
	// Profile is a schema profile other than public.
	Profile Code = "profile"
	// Preference is a Prefer that is unknown under handling=strict.
	Preference Code = "preference"
	// MaxAffected is a write that touched more rows than the caller allowed.
	MaxAffected Code = "max_affected"
	// Method is a method that the address does not take.
	Method Code = "method"
	// Path is an address that does not exist.
	Path Code = "path"

	// NotFound is a record, by key, that does not exist for the caller.
	NotFound Code = "not_found"
	// NotSingle is a result of other than one row where one was demanded.
	NotSingle Code = "not_single"

	// Token is a credential that is malformed, forged or not ours.
	Token Code = "token"
	// TokenExpired is a credential past its time.
	TokenExpired Code = "token_expired"
	// Denied is an operation that the rules refuse.
	Denied Code = "denied"

	// Aggregates is a grouping or sum that the collection does not allow.
	Aggregates Code = "aggregates"

	// Unique is a value that another record has.
	Unique Code = "unique"
	// Reference is a reference to nothing, or a deletion of what is referenced.
	Reference Code = "reference"
	// Required is a null or absent value where one is required.
	Required Code = "required"
	// Check is a value that the schema's checks refuse.
	Check Code = "check"
	// ReadOnly is a write to what cannot be written: a view, a generated
	// field, a database opened read-only.
	ReadOnly Code = "read_only"

	// Precondition is a record that is not as the caller demands it to be.
	Precondition Code = "precondition"
	// KeyReused is a key for retries that came with another request before.
	KeyReused Code = "key_reused"
	// Done is a request that was done before, whose answer was not kept.
	Done Code = "done"
	// Conflict is a transaction that lost to another one; it may be retried.
	Conflict Code = "conflict"
	// Timeout is work that took longer than its limit.
	Timeout Code = "timeout"
	// Canceled is work whose caller went away.
	Canceled Code = "canceled"
	// Unavailable is a store or server that cannot answer now; retry later.
	Unavailable Code = "unavailable"
	// Full is a disk or a quota without room.
	Full Code = "full"
	// Unknown is a commit whose outcome is not known.
	Unknown Code = "unknown_outcome"
	// SchemaChanged is a node whose schema is not the database's.
	SchemaChanged Code = "schema_changed"
)

// Codes lists every code, for tables and their tests.
func Codes() []Code {
	return []Code{
		Internal, Syntax, Body, UnknownCollection, UnknownField, UnknownColumn,
		UnknownRelation, AmbiguousRelation, UnknownAction, Value, TooLong,
		OutOfRange, Type, Unsupported, TooComplex, TooLarge, Unfiltered, Range,
		Cursor, Media, Profile, Preference, MaxAffected, Method, Path, NotFound,
		NotSingle, Token, TokenExpired, Denied, Aggregates, Unique, Reference, Required,
		Check, ReadOnly, Precondition, KeyReused, Done, Conflict, Timeout, Canceled, Unavailable, Full,
		Unknown, SchemaChanged,
	}
}
