package migration

import (
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/google/uuid"
	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
	"bedplate/store/rows"
	"bedplate/store/sqlite/storage"
	"bedplate/value"
)

// registerFunctions adds what a migration's statements call, beside what
// checks and indexes call.
func (s *session) registerFunctions() error {
	if err := storage.Register(s.conn, &s.failed); err != nil {
		return migrationError(err, "register functions")
	}
	functions := map[string]*zombiezen.FunctionImpl{
		// bp_convert(x, was, is) gives stored x of type was as type is stores it.
		"bp_convert": {NArgs: 3, Deterministic: true, Scalar: func(ctx zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
			v, err := convertStored(ctx, args)
			return v, s.failed.Keep(err)
		}},
		// bp_converts(x, was, is) tells whether that can be done exactly.
		"bp_converts": {NArgs: 3, Deterministic: true, Scalar: func(ctx zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
			_, err := convertStored(ctx, args)
			return storage.Bool(err == nil), nil
		}},
		// bp_reads(x, form) tells whether an adopted column's x can be read so.
		"bp_reads": {NArgs: 2, Deterministic: true, Scalar: readsAs},
		// bp_uuid7() gives a new key.
		"bp_uuid7": {NArgs: 0, Scalar: func(zombiezen.Context, []zombiezen.Value) (zombiezen.Value, error) {
			key, err := uuid.NewV7()
			return zombiezen.BlobValue(key[:]), s.failed.Keep(err)
		}},
	}
	for name, impl := range functions {
		if err := s.conn.CreateFunction(name, impl); err != nil {
			return migrationError(err, "register "+name)
		}
	}
	return nil
}

// typeWord writes a type as one word for bp_convert.
func typeWord(t value.Type) string {
	word := t.Kind.String()
	if t.Kind == value.List {
		word += " " + t.Elem.String()
	}
	if t.Precision > 0 {
		word += " " + strconv.Itoa(int(t.Precision)) + " " + strconv.Itoa(int(t.Scale))
	}
	return word
}

// typeOf reads a word of typeWord.
func typeOf(word string) (value.Type, error) {
	var t value.Type
	parts := strings.Fields(word)
	if err := t.Kind.UnmarshalText([]byte(parts[0])); err != nil {
		return t, err
	}
	parts = parts[1:]
	if t.Kind == value.List {
		if err := t.Elem.UnmarshalText([]byte(parts[0])); err != nil {
			return t, err
		}
		parts = parts[1:]
	}
	if len(parts) == 2 {
		precision, _ := strconv.Atoi(parts[0])
		scale, _ := strconv.Atoi(parts[1])
		t.Precision, t.Scale = uint8(precision), uint8(scale)
	}
	return t, nil
}

func convertStored(_ zombiezen.Context, args []zombiezen.Value) (zombiezen.Value, error) {
	if args[0].Type() == zombiezen.TypeNull {
		return storage.Null, nil
	}
	was, err := typeOf(args[1].Text())
	if err != nil {
		return storage.Null, err
	}
	is, err := typeOf(args[2].Text())
	if err != nil {
		return storage.Null, err
	}
	v, err := decodeStored(was, args[0])
	if err != nil {
		return storage.Null, err
	}
	v, err = rows.Convert(v, was, is)
	if err != nil {
		return storage.Null, err
	}
	return encodeStored(is, v)
}

// decodeStored reads a value as we store it.
func decodeStored(t value.Type, v zombiezen.Value) (value.Value, error) {
	switch t.Kind {
	case value.Bool:
		return value.OfBool(v.Int64() != 0), nil
	case value.Int:
		return value.OfInt(v.Int64()), nil
	case value.Time:
		return value.OfTime(v.Int64()), nil
	case value.Float:
		return value.OfFloat(v.Float()), nil
	case value.Decimal:
		if storage.Narrow(t) {
			return value.OfDecimal(v.Int64(), t.Scale), nil
		}
		if d, ok := storage.FromKey(v.Text(), int(t.Scale)); ok {
			return d, nil
		}
		return value.Value{}, fault.New(fault.Value, "a stored decimal cannot be read")
	case value.UUID:
		return value.OfRawUUID(string(v.Blob())), nil
	case value.Bytes:
		return value.OfBytes(string(v.Blob())), nil
	case value.Date:
		return value.OfDate(v.Text()), nil
	case value.JSON:
		return value.OfJSON(v.Text()), nil
	case value.List:
		return value.OfListJSON(v.Text()), nil
	}
	return value.OfText(v.Text()), nil
}

// encodeStored writes a value as we store it.
func encodeStored(t value.Type, v value.Value) (zombiezen.Value, error) {
	switch v.Kind() {
	case value.Null:
		return storage.Null, nil
	case value.Bool:
		return storage.Bool(v.Bool()), nil
	case value.Int, value.Time:
		return zombiezen.IntegerValue(v.Int()), nil
	case value.Float:
		return zombiezen.FloatValue(v.Float()), nil
	case value.UUID, value.Bytes:
		return zombiezen.BlobValue([]byte(v.Raw())), nil
	case value.Decimal:
		if !storage.Narrow(t) {
			return zombiezen.TextValue(storage.DecimalKey(v)), nil
		}
		if scaled, ok := v.Rescale(t.Scale); ok {
			if n, ok := scaled.Unscaled(); ok {
				return zombiezen.IntegerValue(n), nil
			}
		}
		return storage.Null, fault.New(fault.OutOfRange, "%s does not fit its type", v)
	}
	return zombiezen.TextValue(v.String()), nil
}

// storedLiteral writes a value, as we store it, as a constant.
func storedLiteral(t value.Type, v value.Value) (string, error) {
	stored, err := encodeStored(t, v)
	if err != nil {
		return "", err
	}
	switch stored.Type() {
	case zombiezen.TypeInteger:
		return strconv.FormatInt(stored.Int64(), 10), nil
	case zombiezen.TypeFloat:
		return strconv.FormatFloat(stored.Float(), 'e', -1, 64), nil
	case zombiezen.TypeText:
		return "'" + strings.ReplaceAll(stored.Text(), "'", "''") + "'", nil
	case zombiezen.TypeBlob:
		return "x'" + hex.EncodeToString(stored.Blob()) + "'", nil
	}
	return "NULL", nil
}
