package toolchain

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// project is the file that names packages of Maven's repositories.
const project = "pom.xml"

// JDK is a Java, and the packages that its programs stand on.
type JDK struct {
	java string
	libs string // a directory of archives
}

// Java gives a JDK with the packages of the pom.xml in dir. Where they are not
// installed the test is skipped, and fails under CI=true.
func Java(t testing.TB, dir string) JDK {
	t.Helper()
	java, err := exec.LookPath("java")
	if err == nil {
		_, err = exec.LookPath("javac") // a JRE has none
	}
	if err != nil {
		missing(t, "no JDK is installed")
	}
	at, err := keyed("maven", dir, project)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(at); err != nil {
		missing(t, "the packages of %s/%s are not installed; `make test` installs them", dir, project)
	}
	return JDK{java, at}
}

// Run runs a class of the packages, or a file of source, in dir; classes of its own
// are found in the folder classes there. It gives what is printed, and a failure
// fails the test with it.
func (j JDK) Run(t testing.TB, dir string, args ...string) string {
	t.Helper()
	// What runs for some seconds is not worth the second compiler.
	cmd := exec.Command(j.java, append([]string{"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx512m",
		"-cp", "classes" + string(os.PathListSeparator) + filepath.Join(j.libs, "*")}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("java %s: %v\n%s", args[0], err, out)
	}
	return string(out)
}

func installJava(dir string, log io.Writer) error {
	maven, err := exec.LookPath("mvn")
	if err != nil {
		return fmt.Errorf("maven is not installed")
	}
	at, err := keyed("maven", dir, project)
	if err != nil {
		return err
	}
	return once(at, func(into string) error {
		fmt.Fprintf(log, "installing the packages of %s\n", dir)
		cmd := exec.Command(maven, "--batch-mode", "--quiet", "--file", filepath.Join(dir, project),
			"org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies", "-DoutputDirectory="+into)
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("mvn: %w\n%s", err, out)
		}
		return nil
	})
}
