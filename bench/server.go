//go:build linux

package main

import (
	"fmt"
	"net/http"
	"os/exec"
	"time"

	"bedplate/bench/program"
)

// server is a program that runs.
type server struct{ *program.Program }

func (a *arena) startBedplate() (*server, error) {
	return start(func(addr string) *exec.Cmd {
		args := []string{"serve", a.app, "--addr", addr, "--log-level", "warn"}
		if store := a.database.store(); store != "" {
			args = append(args, "--store", store)
		}
		return exec.Command(a.bedplate, args...)
	})
}

func (a *arena) startHandwritten() (*server, error) {
	return start(func(addr string) *exec.Cmd {
		return exec.Command(a.handwritten, "-addr", addr, "-db", a.database.given(), "-secret", secret)
	})
}

func (a *arena) startPocketBase() (*server, error) {
	return start(func(addr string) *exec.Cmd {
		return exec.Command(a.pocketbase, "--dir", a.pocketData(), "run", addr)
	})
}

// startAll starts every program; nil stands for one that is done without.
func (a *arena) startAll() (all [programs]*server, err error) {
	starts := [programs]func() (*server, error){a.startBedplate, a.startHandwritten, a.startPocketBase}
	for i, start := range starts {
		if i == pocket && a.pocketbase == "" {
			continue
		}
		if all[i], err = start(); err != nil {
			stopAll(all)
			return all, err
		}
	}
	return all, nil
}

func stopAll(all [programs]*server) {
	for _, s := range all {
		if s != nil {
			s.Stop()
		}
	}
}

func start(command func(addr string) *exec.Cmd) (*server, error) {
	p, err := program.Start(command)
	if err != nil {
		return nil, err
	}
	return &server{p}, nil
}

// ask sends a GET; the caller closes the answer's body.
func (s *server) ask(path, bearer, accept string) (*http.Response, error) {
	req, err := http.NewRequest("GET", "http://"+s.Addr.String()+path, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+bearer)
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	return http.DefaultClient.Do(req)
}

// get asks for one thing, and gives the time it took from began.
func (s *server) get(path, bearer string, began time.Time) (time.Duration, error) {
	resp, err := s.ask(path, bearer, "")
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s was answered with %s", path, resp.Status)
	}
	return time.Since(began), nil
}
