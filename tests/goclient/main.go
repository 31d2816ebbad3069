// The client of the plugin protocol, from outside: Grafana's own SDK and hashicorp/go-plugin start the built executable
// as Grafana does and read its frames with the readers that Grafana's alerting uses. It prints one JSON document,
// {"checks": [{"name", "error"?, "detail"?}]}, and ends with 0 whenever it could print one.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

var startOfTest = time.Now()

func isEndOfStream(err error) bool { return errors.Is(err, io.EOF) }

type check struct {
	Name   string `json:"name"`
	Error  string `json:"error,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// run does one check; a panic of it is its own failure, and leaves the others whole.
func run(name string, test func(ctx context.Context) (string, error)) (result check) {
	result.Name = name
	defer func() {
		if broken := recover(); broken != nil {
			result.Error = fmt.Sprintf("panic: %v", broken)
		}
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	detail, err := test(ctx)
	result.Detail = detail
	if err != nil {
		result.Error = err.Error()
	}
	return result
}

func main() {
	executable := flag.String("executable", "", "the built executable of the data source")
	flag.Parse()
	if *executable == "" {
		fmt.Fprintln(os.Stderr, "Name the executable: -executable dist/gpx_tidemark_linux_amd64")
		os.Exit(2)
	}
	checks := runAll(*executable)
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	if err := out.Encode(map[string]any{"checks": checks}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
