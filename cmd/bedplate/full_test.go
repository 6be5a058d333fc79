//go:build linux

package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk fills the file system of the database, which only root can make
// small: writes are refused as Full, reads go on, and after a new start
// everything that was acknowledged is there. Without root, the store's own
// tests stand for it, with a limit on the file's size.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	layOut(t, dir, ledgerApp)
	data := filepath.Join(dir, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		t.Fatal(err)
	}
	disk := mount(t, data, "2m")
	p := launch(t, nil, "serve", dir, "--addr", "127.0.0.1:0")
	at := p.ready(t)
	kept, refused := 0, 0
	for i := range 400 {
		status, body := send(t, http.MethodPost, at+"/rest/v1/entries",
			fmt.Sprintf(`{"id": "e%d", "note": %q}`, i, strings.Repeat("x", 20_000)))
		switch status {
		case http.StatusCreated:
			kept++
		case http.StatusInsufficientStorage:
			refused++
			if !strings.Contains(body, `"code":"53100"`) {
				t.Fatalf("refused with %s", body)
			}
		default:
			t.Fatalf("a write to a full disk is %d %s", status, body)
		}
		if refused == 3 {
			break
		}
	}
	if kept == 0 || refused == 0 {
		t.Fatalf("%d were kept and %d refused", kept, refused)
	}
	count := func(at string) {
		t.Helper()
		status, body := send(t, http.MethodGet, at+"/rest/v1/entries?select=id", "")
		if got := strings.Count(body, `"id"`); status != http.StatusOK || got != kept {
			t.Errorf("%d: %d rows are there, %d were acknowledged", status, got, kept)
		}
	}
	count(at)
	p.kill()
	// Without room even the log's index cannot be made: somebody makes some.
	disk.resize("8m")
	count(launch(t, nil, "serve", dir, "--addr", "127.0.0.1:0").ready(t))
}

func send(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(answer)
}

// disk is a small file system.
type disk struct {
	*testing.T
	at string
}

// mount makes one, which only root can.
func mount(t *testing.T, at, size string) disk {
	t.Helper()
	if err := syscall.Mount("tmpfs", at, "tmpfs", 0, "size="+size); err != nil {
		t.Skipf("no small file system can be mounted: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(at, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return disk{t, at}
}

func (d disk) resize(size string) {
	d.Helper()
	if err := syscall.Mount("tmpfs", d.at, "tmpfs", syscall.MS_REMOUNT, "size="+size); err != nil {
		d.Fatal(err)
	}
}

// A target whose disk is full ends a move with that, and the same command goes on
// when there is room.
func TestMoveToFullDisk(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	small := mount(t, data, "2m")
	dir := crates(t)
	to := "sqlite:" + filepath.Join(data, "main.db")
	launch(t, nil, "move", dir, "--to", to).fails(t, "^bedplate: .*full.*\n$")
	small.resize("64m")
	execute(t, "move", dir, "--to", to)
	harbour{address: to}.arrived(t, dir)
}

// So it is where the target is a server whose tables lie on a small disk.
func TestMoveToFullServer(t *testing.T) {
	t.Parallel()
	o := ownServer(t)
	room := filepath.Join(o.dir, "room")
	if err := os.Mkdir(room, 0o700); err != nil {
		t.Fatal(err)
	}
	small := mount(t, room, "128m")
	server, err := os.Stat(filepath.Join(o.dir, "postgres", "data"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(room, int(server.Sys().(*syscall.Stat_t).Uid), -1); err != nil {
		t.Fatal(err)
	}
	onPostgres(t, o.address, "CREATE TABLESPACE small LOCATION '"+room+"'")
	onPostgres(t, o.address, "CREATE DATABASE crates TABLESPACE small")
	to := strings.Replace(o.address, "/postgres?", "/crates?", 1)
	dir := crates(t)
	var used syscall.Statfs_t
	if err := syscall.Statfs(room, &used); err != nil {
		t.Fatal(err)
	}
	small.resize(fmt.Sprint(int64(used.Blocks-used.Bfree)*used.Bsize + 1<<20)) // room for a part of the rows
	launch(t, nil, "move", dir, "--to", to).fails(t, "^bedplate: .*full.*\n$")
	small.resize("128m")
	execute(t, "move", dir, "--to", to)
	harbour{address: to}.arrived(t, dir)
}
