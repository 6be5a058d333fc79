package mem_test

import (
	"testing"

	"bedplate/schema"
	"bedplate/store/driver"
	"bedplate/store/mem"
	"bedplate/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, storetest.Harness{
		Name: "mem",
		Open: func(_ testing.TB, s *schema.Schema) driver.Driver { return mem.New(s) },
	})
}
