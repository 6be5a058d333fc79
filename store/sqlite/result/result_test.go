package result

import (
	"testing"

	zombiezen "zombiezen.com/go/sqlite"

	"bedplate/fault"
)

// TestClassification has every result code that means something of its own.
func TestClassification(t *testing.T) {
	t.Parallel()
	for code, want := range map[zombiezen.ResultCode]fault.Code{
		zombiezen.ResultBusy:              fault.Unavailable,
		zombiezen.ResultBusySnapshot:      fault.Unavailable,
		zombiezen.ResultLocked:            fault.Conflict,
		zombiezen.ResultReadOnly:          fault.ReadOnly,
		zombiezen.ResultFull:              fault.Full,
		zombiezen.ResultNotADB:            fault.Unavailable,
		zombiezen.ResultCorrupt:           fault.Unavailable,
		zombiezen.ResultCantOpen:          fault.Unavailable,
		zombiezen.ResultInterrupt:         fault.Timeout,
		zombiezen.ResultTooBig:            fault.TooLarge,
		zombiezen.ResultMismatch:          fault.Value,
		zombiezen.ResultConstraintUnique:  fault.Unique,
		zombiezen.ResultConstraintNotNull: fault.Required,
		zombiezen.ResultConstraintCheck:   fault.Check,
		zombiezen.ResultConstraintTrigger: fault.Check,
		zombiezen.ResultMisuse:            fault.Internal,
	} {
		if got := fault.CodeOf(Classify(code.ToError())); got != want {
			t.Errorf("%v is %s, not %s", code, got, want)
		}
	}
}
