//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"regexp"
	"time"

	"bedplate/bench/load"
	"bedplate/bench/sample"
)

// pages are what the last page costs beside the first.
type pages struct {
	Deep        int
	First, Last measured
	Ratio       float64 // of the processor time, Last / First
	RateRatio   float64 // First / Last
}

const deepPage = 5000

// The names of the works on readings.
const (
	exporting = "NDJSON export"
	paging    = "page by cursor"
)

// measureStreams adds the rows of an export and measures it, and the pages
// by cursor that lead through them.
func (r *report) measureStreams(a *arena, o options) error {
	export, page := o.works.MatchString(exporting), o.works.MatchString(paging)
	if !export && !page {
		return nil
	}
	progress("adding %d readings", o.streamed)
	file := filepath.Join(a.dir, "rows", "readings.ndjson")
	if err := sample.Write(file, readings(o.streamed)); err != nil {
		return err
	}
	if err := a.fill(filepath.Dir(file), "readings"); err != nil {
		return err
	}
	if page {
		if err := r.measurePages(a, o); err != nil {
			return err
		}
	}
	if !export {
		return nil
	}
	return r.measureExport(a, o)
}

var nextPage = regexp.MustCompile(`<([^>]+)>; rel="next"`)

// measurePages goes to a page far behind by its cursors, and lets it take
// turns with the first one.
func (r *report) measurePages(a *arena, o options) error {
	s, err := a.startBedplate()
	if err != nil {
		return err
	}
	defer s.Stop()
	path := "/rest/v1/readings?order=created.desc&limit=30&cursor="
	deep := min(deepPage, o.streamed/30)
	first := path
	for range deep - 1 {
		resp, err := s.ask(path, a.token, "")
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		next := nextPage.FindStringSubmatch(resp.Header.Get("Link"))
		if err != nil || resp.StatusCode != http.StatusOK || next == nil {
			return fmt.Errorf("%s has no page behind it: %s %v", path, resp.Status, err)
		}
		path = next[1]
	}
	requests := [2]load.Request{a.request("GET", path, a.token, nil), a.request("GET", first, a.token, nil)}
	var rounds [programs][]round // in the place of programs the pages, the deep one first
	loads := [2]*load.Work{}
	for i := range requests {
		loads[i] = &load.Work{Requests: requests[i : i+1], Any: true}
	}
	for n := range o.rounds + 1 {
		progress("page %d by cursor: round %d of %d", deep, n, o.rounds)
		for i := range loads {
			one, err := turn(s, o, loads[i])
			if err != nil {
				return err
			}
			if n > 0 { // the first warms up
				rounds[i] = append(rounds[i], one)
			}
		}
	}
	f := summary(paging, rounds)
	r.Pages = &pages{
		Deep: deep, First: f.Each[1], Last: f.Each[0],
		Ratio: 1 / f.Each[1].ProcessorRatio, RateRatio: 1 / f.Each[1].Ratio,
	}
	return nil
}

// exportRounds is how often an export is measured: each takes seconds.
const exportRounds = 3

// measureExport lets Bedplate and the program by hand send every reading.
func (r *report) measureExport(a *arena, o options) error {
	pocketbase := a.pocketbase
	a.pocketbase = "" // it has no export
	servers, err := a.startAll()
	a.pocketbase = pocketbase
	if err != nil {
		return err
	}
	defer stopAll(servers)
	var rounds [programs][]round
	var length [programs]int64
	for n := range exportRounds + 1 {
		progress("%s: round %d of %d", exporting, n, exportRounds)
		for i, s := range servers {
			if s == nil {
				continue
			}
			one, bytes, err := export(s, a.token, o.streamed)
			if err != nil {
				return err
			}
			if length[i] = bytes; n > 0 {
				rounds[i] = append(rounds[i], one)
			}
		}
		if length[ours] != length[byHand] {
			return fmt.Errorf("an export has %d bytes, and %d by hand", length[ours], length[byHand])
		}
	}
	f := summary(fmt.Sprintf("%s of %s rows", exporting, thousands(o.streamed)), rounds)
	f.Each[byHand].Wanted = 0.7
	for i := range f.Each {
		f.Each[i].P50, f.Each[i].P99 = 1000*median(seconds(rounds[i])), 1000*longest(rounds[i])
	}
	r.Works = append(r.Works, f)
	return nil
}

func seconds(rounds []round) []float64 {
	all := []float64{0}[:0]
	for _, one := range rounds {
		all = append(all, 1/one.rate)
	}
	if len(all) == 0 {
		return []float64{0}
	}
	return all
}

func longest(rounds []round) float64 {
	most := 0.0
	for _, s := range seconds(rounds) {
		most = max(most, s)
	}
	return most
}

// export reads every reading, and counts them.
func export(s *server, token string, rows int) (round, int64, error) {
	before, err := s.Processor()
	if err != nil {
		return round{}, 0, err
	}
	began := time.Now()
	resp, err := s.ask("/rest/v1/readings", token, "application/x-ndjson")
	if err != nil {
		return round{}, 0, err
	}
	defer resp.Body.Close()
	lines, length := 0, int64(0)
	room := make([]byte, 256<<10)
	for err == nil {
		var n int
		n, err = resp.Body.Read(room)
		lines += bytes.Count(room[:n], []byte("\n"))
		length += int64(n)
	}
	took := time.Since(began)
	if err != io.EOF || lines != rows {
		return round{}, 0, fmt.Errorf("an export of %d rows gave %d: %s %w", rows, lines, resp.Status, err)
	}
	after, err := s.Processor()
	if err != nil {
		return round{}, 0, err
	}
	size, own, err := s.Memory()
	return round{
		rate: 1 / took.Seconds(), processor: float64((after - before).Microseconds()), memory: megabytes(size), own: megabytes(own),
	}, length, err
}
