package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
)

// lockedBuffer keeps what the plugin writes on stderr; go-plugin writes it from its own goroutine.
type lockedBuffer struct {
	mutex  sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.buffer.String()
}

// runningPlugin is the executable, started as Grafana starts it, with the clients that Grafana makes of it.
type runningPlugin struct {
	client      *plugin.Client
	command     *exec.Cmd
	stderr      *lockedBuffer
	diagnostics grpcplugin.DiagnosticsClient
	resource    grpcplugin.ResourceClient
	data        grpcplugin.DataClient
}

// startPlugin does what Grafana's own plugin manager does: the handshake of the SDK, gRPC only, no arguments, and
// none of the host's environment. What is dispensed here are the services that Grafana asks every plugin for.
func startPlugin(executable string) (*runningPlugin, error) {
	stderr := &lockedBuffer{}
	command := exec.Command(executable)
	command.Env = []string{"GF_VERSION=12.4.0", "GF_EDITION=Open Source"}
	client := plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]plugin.PluginSet{
			grpcplugin.ProtocolVersion: {
				"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
				"resource":    &grpcplugin.ResourceGRPCPlugin{},
				"data":        &grpcplugin.DataGRPCPlugin{},
				"stream":      &grpcplugin.StreamGRPCPlugin{},
			},
		},
		Cmd:              command,
		SkipHostEnv:      true,
		Stderr:           stderr,
		Logger:           hclog.NewNullLogger(),
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
	})
	started := &runningPlugin{client: client, command: command, stderr: stderr}

	protocol, err := client.Client()
	if err != nil {
		client.Kill()
		return nil, fmt.Errorf("no handshake: %w; stderr: %s", err, stderr.String())
	}
	for name, take := range map[string]func(raw any) bool{
		"diagnostics": func(raw any) (ok bool) { started.diagnostics, ok = raw.(grpcplugin.DiagnosticsClient); return },
		"resource":    func(raw any) (ok bool) { started.resource, ok = raw.(grpcplugin.ResourceClient); return },
		"data":        func(raw any) (ok bool) { started.data, ok = raw.(grpcplugin.DataClient); return },
		"stream":      func(raw any) (ok bool) { _, ok = raw.(grpcplugin.StreamClient); return },
	} {
		raw, err := protocol.Dispense(name)
		if err != nil {
			client.Kill()
			return nil, fmt.Errorf("service %s: %w", name, err)
		}
		if !take(raw) {
			client.Kill()
			return nil, fmt.Errorf("service %s is a %T", name, raw)
		}
	}
	return started, nil
}

// pluginContext is what Grafana sends with each request to a data source that is nested in an app.
func pluginContext(jsonData string) backend.PluginContext {
	return backend.PluginContext{
		OrgID:    1,
		PluginID: "tidemark-drift-datasource",
		User:     &backend.User{Login: "viewer", Name: "Viewer", Email: "viewer@example.com", Role: "Viewer"},
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			ID: 7, UID: "tidemark", Type: "tidemark-drift-datasource", Name: "Tidemark",
			JSONData:                []byte(jsonData),
			DecryptedSecureJSONData: map[string]string{},
			Updated:                 startOfTest,
		},
		GrafanaConfig: backend.NewGrafanaCfg(map[string]string{backend.AppURL: "http://localhost:3000/"}),
	}
}

func (p *runningPlugin) health(ctx context.Context, jsonData string) (*backend.CheckHealthResult, error) {
	answer, err := p.diagnostics.CheckHealth(ctx, &pluginv2.CheckHealthRequest{
		PluginContext: backend.ToProto().PluginContext(pluginContext(jsonData)),
	})
	if err != nil {
		return nil, err
	}
	return backend.FromProto().CheckHealthResponse(answer), nil
}

func (p *runningPlugin) query(
	ctx context.Context, jsonData string, headers map[string]string, queries ...backend.DataQuery,
) (*backend.QueryDataResponse, error) {
	answer, err := p.data.QueryData(ctx, backend.ToProto().QueryDataRequest(&backend.QueryDataRequest{
		PluginContext: pluginContext(jsonData),
		Headers:       headers,
		Queries:       queries,
	}))
	if err != nil {
		return nil, err
	}
	// Grafana's own reader of Arrow: a frame that it cannot decode is an error here, as it is there.
	return backend.FromProto().QueryDataResponse(answer)
}

// call answers the one response of a resource, its body put together from however many messages it came in.
func (p *runningPlugin) call(ctx context.Context, jsonData, path, url string) (*backend.CallResourceResponse, error) {
	stream, err := p.resource.CallResource(ctx, backend.ToProto().CallResourceRequest(&backend.CallResourceRequest{
		PluginContext: pluginContext(jsonData), Path: path, Method: "GET", URL: url,
	}))
	if err != nil {
		return nil, err
	}
	var whole *backend.CallResourceResponse
	for {
		message, err := stream.Recv()
		if err != nil {
			if whole != nil && isEndOfStream(err) {
				return whole, nil
			}
			return nil, err
		}
		part := backend.FromProto().CallResourceResponse(message)
		if whole == nil {
			whole = part
		} else {
			whole.Body = append(whole.Body, part.Body...)
		}
	}
}
