package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is set by the linker: make build gives it git's description.
var version = ""

type versionCommand struct {
	JSON bool `help:"Print JSON."`
}

// Help is the example of --help.
func (versionCommand) Help() string { return "Example:\n\n  bedplate version --json" }

// Run prints the version.
func (cmd versionCommand) Run(c console) error {
	v := versionText()
	if cmd.JSON {
		return printJSON(c.out, map[string]string{"version": v, "go": runtime.Version(), "platform": runtime.GOOS + "/" + runtime.GOARCH})
	}
	fmt.Fprintf(c.out, "bedplate %s (%s, %s/%s)\n", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development"
}
