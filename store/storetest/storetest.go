// Package storetest holds every driver to the driver contract: Run is the
// conformance suite, split by subject, and Differential compares drivers with
// each other and with expr's evaluator on random schemas, records,
// expressions, reads and writes.
//
// Only a capability that a driver does not declare excuses it from a test. The
// package knows no driver and no database; a driver's own tests call it with a
// Harness.
package storetest

import (
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
)

// Harness opens the databases of one driver.
type Harness struct {
	// Name is what failures call the driver.
	Name string
	// Open opens an empty database that can hold the schema's collections.
	// The harness closes it, if the test has not, and removes it when the test ends.
	Open func(t testing.TB, s *schema.Schema) driver.Driver
	// Reopen opens the database that d, which was closed, left behind. nil is
	// for drivers that keep nothing.
	Reopen func(t testing.TB, d driver.Driver, s *schema.Schema) driver.Driver
}

// Run tests everything that the contract asks of a driver.
func Run(t *testing.T, h Harness) {
	subjects := []struct {
		name string
		test func(*testing.T, Harness)
	}{
		{"values", testValues},
		{"keys", testKeys},
		{"expressions", testExpressions},
		{"nesting", testNesting},
		{"order", testOrder},
		{"paging", testPaging},
		{"positions", testPositions},
		{"aggregates", testAggregates},
		{"folds", testFolds},
		{"search", testSearch},
		{"search writes", testSearchWrites},
		{"search rank", testSearchRank},
		{"search words", testSearchWords},
		{"transactions", testTransactions},
		{"constraints", testConstraints},
		{"concurrency", testConcurrency},
		{"cancellation", testCancellation},
		{"errors", testErrors},
		{"loading", testLoading},
		{"counters", testCounters},
		{"one state", testOneState},
		{"big", testBig},
	}
	for _, s := range subjects {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			s.test(t, h)
		})
	}
}
