package value

import (
	"time"

	"bedplate/fault"
)

// The bounds of Time: the years 0001 to 9999, in UTC.
var (
	minMicros = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).UnixMicro()
	maxMicros = time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC).UnixMicro()
)

const (
	timeHint = "write it as 2026-11-20T15:04:05Z"
	dateHint = "write it as 2026-11-20"
)

// digitsIn reads a text of fixed shape from the left.
type digitsIn struct {
	s  string
	ok bool
}

// number takes exactly n digits.
func (d *digitsIn) number(n int) int {
	if len(d.s) < n || !allDigits(d.s[:n]) {
		d.ok = false
		return 0
	}
	v := 0
	for _, c := range []byte(d.s[:n]) {
		v = v*10 + int(c-'0')
	}
	d.s = d.s[n:]
	return v
}

// take takes one byte of set, and gives it; 0 where it is not there.
func (d *digitsIn) take(set string) byte {
	if d.s != "" {
		for _, c := range []byte(set) {
			if d.s[0] == c {
				d.s = d.s[1:]
				return c
			}
		}
	}
	return 0
}

func (d *digitsIn) must(set string) {
	if d.take(set) == 0 {
		d.ok = false
	}
}

func (d *digitsIn) date() (year, month, day int) {
	year = d.number(4)
	d.must("-")
	month = d.number(2)
	d.must("-")
	day = d.number(2)
	if d.ok && (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
		d.ok = false
	}
	return year, month, day
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func parseDate(s string) (Value, error) {
	d := digitsIn{s: s, ok: true}
	d.date()
	if !d.ok || d.s != "" {
		return Value{}, notA(Date, s, dateHint)
	}
	return OfDate(s), nil
}

// parseTime reads RFC 3339 and what PostgreSQL prints: a space for the T, an
// offset of hours alone, no offset (UTC), a day alone (its start in UTC).
func parseTime(s string) (Value, error) {
	d := digitsIn{s: s, ok: true}
	year, month, day := d.date()
	var hour, minute, second, micros, offset int
	if d.ok && d.s != "" {
		d.must("Tt ")
		hour = d.number(2)
		d.must(":")
		minute = d.number(2)
		if d.take(":") != 0 {
			second = d.number(2)
			if d.take(".,") != 0 {
				var exact bool
				if micros, exact = d.fraction(); !exact {
					return Value{}, fault.New(fault.Value, "%s has more than microseconds", excerpt(s)).
						WithHint("give at most six digits after the second's point")
				}
			}
		}
		offset = d.offset()
	}
	if !d.ok || d.s != "" || hour > 23 || minute > 59 || second > 59 {
		return Value{}, notA(Time, s, timeHint)
	}
	at := time.Date(year, time.Month(month), day, hour, minute-offset, second, micros*1000, time.UTC).UnixMicro()
	if at < minMicros || at > maxMicros {
		return Value{}, fault.New(fault.OutOfRange, "%s is outside the years 0001 to 9999 in UTC", excerpt(s))
	}
	return OfTime(at), nil
}

// fraction takes the digits after a second's point as microseconds; false
// where they hold more.
func (d *digitsIn) fraction() (micros int, exact bool) {
	i, unit := 0, 100_000
	exact = true
	for ; i < len(d.s) && d.s[i] >= '0' && d.s[i] <= '9'; i++ {
		micros += int(d.s[i]-'0') * unit
		if unit == 0 && d.s[i] != '0' {
			exact = false
		}
		unit /= 10
	}
	if i == 0 {
		d.ok = false
	}
	d.s = d.s[i:]
	return micros, exact
}

// offset takes Z, +05:30, +0530, +05 or nothing, and gives minutes east of UTC.
func (d *digitsIn) offset() int {
	if d.s == "" || d.take("Zz") != 0 {
		return 0
	}
	sign := d.take("+-")
	if sign == 0 {
		d.ok = false
		return 0
	}
	hours, minutes := d.number(2), 0
	if d.s != "" {
		d.take(":")
		minutes = d.number(2)
	}
	if hours > 23 || minutes > 59 {
		d.ok = false
	}
	if sign == '-' {
		return -(hours*60 + minutes)
	}
	return hours*60 + minutes
}
