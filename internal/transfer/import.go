package transfer

import (
	"context"

	"bedplate/fault"
	"bedplate/internal/migrate"
	"bedplate/schema"
)

// Import puts an archive that was checked into an empty store, or one that was
// left by an import of the same archive that was killed. s is the schema that is
// served, for which it was checked; kind is the store's.
// After an error nothing is left behind.
func Import(ctx context.Context, a *Archive, to Store, s *schema.Schema, kind string, progress Progress) (*Report, error) {
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	whole, notes, err := portable(s, kind)
	if err != nil {
		return nil, err
	}
	c := &carrier{from: a, to: to, schema: whole, id: a.id, progress: progress}
	report, err := c.carry(ctx)
	if err == nil {
		err = a.arrived(report)
	}
	if err == nil {
		err = c.finish(ctx)
	}
	if err != nil {
		if to.Migrator != nil {
			clean := context.WithoutCancel(ctx)
			if left := migrate.Abandon(clean, to.target(whole), a.id); left != nil {
				return nil, fault.Wrap(fault.CodeOf(err), left, "%v; what had arrived could not be removed", err)
			}
		}
		return nil, err
	}
	report.Notes, report.Schema = notes, withoutPlaces(whole)
	return report, nil
}

// arrived compares what arrived with the manifest.
func (a *Archive) arrived(r *Report) error {
	for _, got := range r.Collections {
		if said := a.listed(got.Name); said.Name != "" && said.Count != got {
			return fault.New(fault.Conflict, "the target has other rows of %s than the archive", got.Name)
		}
	}
	return nil
}

// fits refuses an app whose collections are not the archive's.
func (a *Archive) fits(s *schema.Schema) error {
	differ := func(format string, args ...any) error {
		return fault.New(fault.SchemaChanged, "the archive does not fit the app's schema: "+format, args...).
			WithHint("import it into a new directory, or bring the schema files to those in the archive")
	}
	for _, c := range carried(s) {
		if a.Schema.Collection(c.Name) == nil {
			return differ("the archive has no collection %s", c.Name)
		}
	}
	for _, theirs := range carried(a.Schema) {
		ours := s.Collection(theirs.Name)
		if ours == nil || ours.View {
			return differ("the app has no collection %s", theirs.Name)
		}
		for _, f := range ours.Stored() {
			if theirs.Field(f.Name) == nil {
				return differ("the archive has no field %s.%s", theirs.Name, f.Name)
			}
		}
		for i, f := range theirs.Stored() {
			own := ours.Field(f.Name)
			switch {
			case own == nil || own.Value != nil:
				return differ("the app has no field %s.%s", theirs.Name, f.Name)
			case own.Type != f.Type:
				return differ("%s.%s has another type in the app", theirs.Name, f.Name)
			case own.Index != i:
				return differ("%s.%s stands at another place among its fields", theirs.Name, f.Name)
			}
		}
	}
	return nil
}
