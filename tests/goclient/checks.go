package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/grafana/dataplane/sdata/numeric"
	"github.com/grafana/dataplane/sdata/reader"
	"github.com/grafana/dataplane/sdata/timeseries"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

const onSample = `{"prometheus": {"sample": true}}`

// Port 9 is "discard": nothing answers there on any machine that runs tests.
const onNobody = `{"prometheus": {"url": "http://127.0.0.1:9"}, "models": [{"id": "fraud"}]}`

// ask makes a query as Grafana sends it: over the last six hours unless the JSON is about something else.
func ask(refID string, query map[string]any) backend.DataQuery {
	query["refId"] = refID
	raw, err := json.Marshal(query)
	if err != nil {
		panic(err)
	}
	kind, _ := query["queryType"].(string)
	return backend.DataQuery{
		RefID: refID, QueryType: kind, MaxDataPoints: 100, Interval: 15 * time.Minute,
		TimeRange: backend.TimeRange{From: startOfTest.Add(-6 * time.Hour), To: startOfTest},
		JSON:      raw,
	}
}

// drift asks the model for its drift against the same hours three days ago.
func drift(modelID string, more map[string]any) map[string]any {
	query := map[string]any{
		"queryType": "drift", "model": modelID, "reference": map[string]any{"kind": "offset", "offset": "3d"},
		"scores": []string{"psi", "js", "ks", "hellinger", "total_variation"},
	}
	for key, value := range more {
		query[key] = value
	}
	return query
}

// answer takes the response of one query that has to have worked.
func answer(responses *backend.QueryDataResponse, refID string) (data.Frames, error) {
	response, ok := responses.Responses[refID]
	if !ok {
		return nil, fmt.Errorf("no response for %s", refID)
	}
	if response.Error != nil {
		return nil, fmt.Errorf("%s: status %d: %w", refID, response.Status, response.Error)
	}
	if len(response.Frames) == 0 {
		return nil, fmt.Errorf("%s has no frames", refID)
	}
	for i, frame := range response.Frames {
		if _, err := frame.RowLen(); err != nil {
			return nil, fmt.Errorf("%s, frame %d: fields of different lengths: %w", refID, i, err)
		}
	}
	return response.Frames, nil
}

// alertValues reads alert frames as Grafana's alerting does, by feature and score; null values are left out.
func alertValues(frames data.Frames) (map[string]map[string]float64, error) {
	kind, err := reader.CanReadBasedOnMeta(frames)
	if err != nil {
		return nil, fmt.Errorf("dataplane: %w", err)
	}
	if kind != data.FrameTypeNumericMulti {
		return nil, fmt.Errorf("frames are %q, not %q", kind, data.FrameTypeNumericMulti)
	}
	frameReader, err := numeric.CollectionReaderFromFrames(frames)
	if err != nil {
		return nil, err
	}
	collection, err := frameReader.GetCollection(false)
	if err != nil {
		return nil, err
	}
	if collection.Warning != nil {
		return nil, fmt.Errorf("dataplane warns: %w", collection.Warning)
	}
	if len(collection.RemainderIndices) > 0 {
		return nil, fmt.Errorf("dataplane could not place %v", collection.RemainderIndices)
	}
	values := map[string]map[string]float64{}
	seen := map[string]bool{}
	for _, ref := range collection.Refs {
		labels := ref.GetLabels()
		for _, name := range []string{"model", "feature", "score"} {
			if labels[name] == "" {
				return nil, fmt.Errorf("no label %q among %v", name, labels)
			}
		}
		if ref.GetMetricName() != labels["score"] {
			return nil, fmt.Errorf("the value is named %q, its score %q", ref.GetMetricName(), labels["score"])
		}
		if seen[labels.String()] {
			return nil, fmt.Errorf("two values carry the labels %v", labels)
		}
		seen[labels.String()] = true
		value, empty, err := ref.NullableFloat64Value()
		if err != nil {
			return nil, err
		}
		if values[labels["feature"]] == nil {
			values[labels["feature"]] = map[string]float64{}
		}
		if empty || value == nil {
			continue
		}
		if math.IsNaN(*value) || math.IsInf(*value, 0) {
			return nil, fmt.Errorf("%v is %v", labels, *value)
		}
		values[labels["feature"]][labels["score"]] = *value
	}
	return values, nil
}

func near(a, b float64) bool {
	return math.Abs(a-b) <= 1e-9*math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

func names[T any](of map[string]T) []string {
	all := []string{}
	for name := range of {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

// expectRefusal takes the response of one query that has to have failed, and in the right words.
func expectRefusal(response backend.DataResponse, status backend.Status, source backend.ErrorSource, words ...string) error {
	if response.Error == nil {
		return errors.New("it was answered")
	}
	if response.Status != status {
		return fmt.Errorf("status %d, not %d: %w", response.Status, status, response.Error)
	}
	if response.ErrorSource != source {
		return fmt.Errorf("error source %q, not %q: %w", response.ErrorSource, source, response.Error)
	}
	for _, word := range words {
		if !strings.Contains(response.Error.Error(), word) {
			return fmt.Errorf("the message does not name %q: %w", word, response.Error)
		}
	}
	return nil
}

func runAll(executable string) []check {
	checks := []check{}
	var plugin *runningPlugin
	do := func(name string, test func(ctx context.Context) (string, error)) {
		checks = append(checks, run(name, test))
	}

	do("the handshake is Grafana's: protocol version 2 over gRPC, every service dispensed", func(context.Context) (string, error) {
		started := time.Now()
		p, err := startPlugin(executable)
		if err != nil {
			return "", err
		}
		plugin = p
		if version := p.client.NegotiatedVersion(); version != 2 {
			return "", fmt.Errorf("negotiated version %d", version)
		}
		return time.Since(started).Round(time.Millisecond).String(), nil
	})
	if plugin == nil {
		return checks
	}
	defer plugin.client.Kill()

	modelID := ""
	do("the models of the sample come as a resource", func(ctx context.Context) (string, error) {
		response, err := plugin.call(ctx, onSample, "models", "models")
		if err != nil {
			return "", err
		}
		if response.Status != 200 {
			return "", fmt.Errorf("status %d: %s", response.Status, response.Body)
		}
		var models []struct{ ID, Title, Origin string }
		if err := json.Unmarshal(response.Body, &models); err != nil {
			return "", fmt.Errorf("%w: %s", err, response.Body)
		}
		if len(models) == 0 || models[0].ID == "" {
			return "", fmt.Errorf("no model in %s", response.Body)
		}
		modelID = models[0].ID
		return string(response.Body), nil
	})

	do("the features of the sample come as a resource, with their kinds", func(ctx context.Context) (string, error) {
		response, err := plugin.call(ctx, onSample, "features", "features?model="+modelID)
		if err != nil {
			return "", err
		}
		var features []struct{ Name, Kind string }
		if err := json.Unmarshal(response.Body, &features); err != nil {
			return "", fmt.Errorf("status %d: %w: %s", response.Status, err, response.Body)
		}
		kinds := map[string]int{}
		for _, feature := range features {
			kinds[feature.Kind]++
		}
		if kinds["numeric"] == 0 || kinds["categorical"] == 0 || len(kinds) != 2 {
			return "", fmt.Errorf("kinds %v in %s", kinds, response.Body)
		}
		return string(response.Body), nil
	})

	do("an unknown resource is answered 404, with a message and a source", func(ctx context.Context) (string, error) {
		response, err := plugin.call(ctx, onSample, "no-such-path", "no-such-path")
		if err != nil {
			return "", err
		}
		var body struct{ Message, Code, ErrorSource string }
		if err := json.Unmarshal(response.Body, &body); err != nil {
			return "", fmt.Errorf("%w: %s", err, response.Body)
		}
		if response.Status != 404 || body.Message == "" || body.Code != "not_found" || body.ErrorSource != "plugin" {
			return "", fmt.Errorf("status %d: %s", response.Status, response.Body)
		}
		return body.Message, nil
	})

	do("health says OK on the sample", func(ctx context.Context) (string, error) {
		result, err := plugin.health(ctx, onSample)
		if err != nil {
			return "", err
		}
		if result.Status != backend.HealthStatusOk {
			return "", fmt.Errorf("%s: %s", result.Status, result.Message)
		}
		return result.Message, nil
	})

	do("health says ERROR where nobody answers, and names the address", func(ctx context.Context) (string, error) {
		result, err := plugin.health(ctx, onNobody)
		if err != nil {
			return "", err
		}
		if result.Status != backend.HealthStatusError || !strings.Contains(result.Message, "127.0.0.1:9") {
			return "", fmt.Errorf("%s: %s", result.Status, result.Message)
		}
		return result.Message, nil
	})

	var values map[string]map[string]float64
	do("drift for alerts is numeric-multi to Grafana's dataplane reader, one value a label set", func(ctx context.Context) (string, error) {
		responses, err := plugin.query(ctx, onSample, map[string]string{"FromAlert": "true"}, ask("A", drift(modelID, nil)))
		if err != nil {
			return "", err
		}
		frames, err := answer(responses, "A")
		if err != nil {
			return "", err
		}
		if frames[0].Meta.TypeVersion != (data.FrameTypeVersion{0, 1}) {
			return "", fmt.Errorf("type version %v", frames[0].Meta.TypeVersion)
		}
		for _, frame := range frames {
			if frame.RefID != "A" && frame.RefID != "" {
				return "", fmt.Errorf("a frame of A carries refId %q", frame.RefID)
			}
		}
		values, err = alertValues(frames)
		return fmt.Sprintf("%d frames, features %v", len(frames), names(values)), err
	})

	do("every distance lies in its range, and at least one feature of the sample drifts while one stays", func(context.Context) (string, error) {
		drifting, staying := []string{}, []string{}
		for feature, scores := range values {
			for score, value := range scores {
				if value < 0 || (score != "psi" && value > 1) {
					return "", fmt.Errorf("%s of %s is %v", score, feature, value)
				}
			}
			if psi, ok := scores["psi"]; ok && psi > 0.25 {
				drifting = append(drifting, feature)
			} else if ok && psi < 0.1 {
				staying = append(staying, feature)
			}
		}
		if len(drifting) == 0 || len(staying) == 0 {
			return "", fmt.Errorf("%v", values)
		}
		return fmt.Sprintf("drifting %v, staying %v", drifting, staying), nil
	})

	do("drift as a table has a row a feature, the columns of the contract, and the alert frames' numbers", func(ctx context.Context) (string, error) {
		responses, err := plugin.query(ctx, onSample, nil, ask("A", drift(modelID, map[string]any{"format": "table"})))
		if err != nil {
			return "", err
		}
		frames, err := answer(responses, "A")
		if err != nil {
			return "", err
		}
		if len(frames) != 1 {
			return "", fmt.Errorf("%d frames", len(frames))
		}
		fields, err := columns(frames[0], "feature", "psi", "js", "ks", "hellinger", "total_variation",
			"p_value", "p_adjusted", "reference_count", "current_count", "verdict", "reason")
		if err != nil {
			return "", err
		}
		if frames[0].Rows() != len(values) {
			return "", fmt.Errorf("%d rows for %d features", frames[0].Rows(), len(values))
		}
		verdicts := map[string]int{}
		for row := 0; row < frames[0].Rows(); row++ {
			feature, err := word(fields["feature"], row)
			if err != nil {
				return "", err
			}
			for score, expected := range values[feature] {
				value, ok, err := number(fields[score], row)
				if err != nil {
					return "", err
				}
				if !ok || !near(value, expected) {
					return "", fmt.Errorf("%s of %s: %v in the table, %v for the alert", score, feature, value, expected)
				}
			}
			verdict, err := word(fields["verdict"], row)
			if err != nil {
				return "", err
			}
			verdicts[verdict]++
		}
		if verdicts["drift"] == 0 || verdicts["ok"] == 0 {
			return "", fmt.Errorf("verdicts %v", verdicts)
		}
		if frames[0].Meta == nil || frames[0].Meta.ExecutedQueryString == "" {
			return "", errors.New("what was asked of the upstream does not stand in executedQueryString")
		}
		return fmt.Sprintf("verdicts %v", verdicts), nil
	})

	do("the scores follow from the distributions shown, computed again in Go", func(ctx context.Context) (string, error) {
		responses, err := plugin.query(ctx, onSample, nil, ask("A", drift(modelID, map[string]any{"queryType": "distribution"})))
		if err != nil {
			return "", err
		}
		frames, err := answer(responses, "A")
		if err != nil {
			return "", err
		}
		features, err := distributions(frames[0])
		if err != nil {
			return "", err
		}
		if len(features) != len(values) {
			return "", fmt.Errorf("%v have distributions, %v have scores", names(features), names(values))
		}
		compared := 0
		for feature, of := range features {
			sum := func(all []float64) (total float64) {
				for _, one := range all {
					total += one
				}
				return total
			}
			if !near(sum(of.reference), 1) || !near(sum(of.current), 1) {
				return "", fmt.Errorf("%s: proportions sum to %v and %v", feature, sum(of.reference), sum(of.current))
			}
			reference, current := of.smoothed()
			// PSI needs every bin filled, and is smoothed where one is not; the bounded distances are not touched.
			for score, expected := range map[string]float64{
				"psi":             psi(reference, current),
				"js":              jensenShannonDistance(of.reference, of.current),
				"hellinger":       hellinger(of.reference, of.current),
				"total_variation": totalVariation(of.reference, of.current),
			} {
				value, ok := values[feature][score]
				if !ok {
					continue
				}
				if math.Abs(value-expected) > 1e-6 {
					return "", fmt.Errorf("%s of %s is %v, and %v from its distribution", score, feature, value, expected)
				}
				compared++
			}
			if value, ok := values[feature]["ks"]; ok && math.Abs(value-kolmogorovSmirnov(of.reference, of.current)) > 1e-6 {
				return "", fmt.Errorf("ks of %s is %v, and %v from its distribution",
					feature, value, kolmogorovSmirnov(of.reference, of.current))
			}
			if value, ok := values[feature]["psi"]; ok && math.Abs(value-sum(of.contribution)) > 1e-9 {
				return "", fmt.Errorf("%s: the bins contribute %v, and PSI is %v", feature, sum(of.contribution), value)
			}
		}
		if compared < 4 {
			return "", fmt.Errorf("only %d scores could be compared", compared)
		}
		return fmt.Sprintf("%d scores of %d features", compared, len(features)), nil
	})

	do("drift over time is a time series to Grafana's dataplane reader", func(ctx context.Context) (string, error) {
		responses, err := plugin.query(ctx, onSample, nil, ask("A", drift(modelID, map[string]any{
			"queryType": "drift_over_time", "window": "1h", "scores": []string{"psi"},
		})))
		if err != nil {
			return "", err
		}
		frames, err := answer(responses, "A")
		if err != nil {
			return "", err
		}
		kind, err := reader.CanReadBasedOnMeta(frames)
		if err != nil {
			return "", err
		}
		if kind.Kind() != data.KindTimeSeries {
			return "", fmt.Errorf("frames are %q", kind)
		}
		series, err := timeseries.CollectionReaderFromFrames(frames)
		if err != nil {
			return "", err
		}
		collection, err := series.GetCollection(false)
		if err != nil {
			return "", err
		}
		if collection.Warning != nil {
			return "", fmt.Errorf("dataplane warns: %w", collection.Warning)
		}
		if len(collection.Refs) != len(values) {
			return "", fmt.Errorf("%d series for %d features", len(collection.Refs), len(values))
		}
		for _, ref := range collection.Refs {
			length, err := ref.Len()
			if err != nil {
				return "", err
			}
			if length < 10 {
				return "", fmt.Errorf("%v has %d points in six hours by quarters", ref.GetLabels(), length)
			}
		}
		return fmt.Sprintf("%s, %d series", kind, len(collection.Refs)), nil
	})

	do("a bad query carries its own status and source, and leaves its neighbours whole", func(ctx context.Context) (string, error) {
		broken := ask("D", drift(modelID, nil))
		broken.JSON = []byte(`{"refId": "D", "queryType": `)
		responses, err := plugin.query(ctx, onSample, nil,
			ask("A", drift(modelID, map[string]any{"format": "table"})),
			ask("B", drift("no-such-model", nil)),
			ask("C", drift(modelID, map[string]any{"queryType": "no_such_kind"})),
			broken,
			ask("E", drift(modelID, map[string]any{"scores": []string{"no_such_score"}})),
		)
		if err != nil {
			return "", err
		}
		if _, err := answer(responses, "A"); err != nil {
			return "", err
		}
		said := []string{}
		for refID, expected := range map[string]struct {
			status backend.Status
			word   string
		}{
			"B": {404, "no-such-model"}, "C": {400, "no_such_kind"}, "D": {400, "JSON"}, "E": {400, "no_such_score"},
		} {
			response := responses.Responses[refID]
			if err := expectRefusal(response, expected.status, backend.ErrorSourcePlugin, expected.word); err != nil {
				return "", fmt.Errorf("%s: %w", refID, err)
			}
			said = append(said, response.Error.Error())
		}
		return strings.Join(said, " | "), nil
	})

	do("an upstream that is down is a downstream error that names the address", func(ctx context.Context) (string, error) {
		responses, err := plugin.query(ctx, onNobody, nil, ask("A", drift("fraud", nil)))
		if err != nil {
			return "", err
		}
		response := responses.Responses["A"]
		return fmt.Sprint(response.Error), expectRefusal(response, 502, backend.ErrorSourceDownstream, "127.0.0.1:9")
	})

	do("forty requests at once are all answered, and alike", func(ctx context.Context) (string, error) {
		var wait sync.WaitGroup
		responses := make([]*backend.QueryDataResponse, 40)
		failures := make([]error, len(responses))
		for i := range responses {
			wait.Add(1)
			go func() {
				defer wait.Done()
				responses[i], failures[i] = plugin.query(
					ctx, onSample, map[string]string{"FromAlert": "true"}, ask("A", drift(modelID, nil)))
			}()
		}
		wait.Wait()
		// Read here and not beside: a panic in another goroutine would take the other checks with it.
		answers := make([]string, len(responses))
		for i, response := range responses {
			if failures[i] != nil {
				continue
			}
			frames, err := answer(response, "A")
			if err != nil {
				failures[i] = err
				continue
			}
			found, err := alertValues(frames)
			answers[i], failures[i] = fmt.Sprint(found), err
		}
		for i, failure := range failures {
			if failure != nil {
				return "", fmt.Errorf("request %d: %w", i, failure)
			}
			if answers[i] != answers[0] {
				return "", fmt.Errorf("request %d was answered otherwise: %s, not %s", i, answers[i], answers[0])
			}
		}
		return "", nil
	})

	do("the plugin's own metrics are text that Prometheus' parser reads, and count its queries", func(ctx context.Context) (string, error) {
		result, err := plugin.diagnostics.CollectMetrics(ctx, &pluginv2.CollectMetricsRequest{})
		if err != nil {
			return "", err
		}
		if result.Metrics == nil {
			return "", errors.New("no metrics")
		}
		parser := expfmt.NewTextParser(model.UTF8Validation)
		families, err := parser.TextToMetricFamilies(strings.NewReader(string(result.Metrics.Prometheus)))
		if err != nil {
			return "", err
		}
		counted := 0.0
		for name, family := range families {
			if strings.Contains(name, "quer") && family.GetType().String() == "COUNTER" {
				for _, metric := range family.GetMetric() {
					counted += metric.GetCounter().GetValue()
				}
			}
		}
		if counted < 40 {
			return "", fmt.Errorf("%v queries counted in %v", counted, names(families))
		}
		return fmt.Sprint(names(families)), nil
	})

	do("every line of the log is one JSON object as hclog writes it", func(context.Context) (string, error) {
		lines := 0
		for _, line := range strings.Split(strings.TrimSpace(plugin.stderr.String()), "\n") {
			if line == "" {
				continue
			}
			var entry map[string]any
			if err := json.Unmarshal([]byte(line), &entry); err != nil {
				return "", fmt.Errorf("%w: %s", err, line)
			}
			for _, key := range []string{"@level", "@message", "@timestamp"} {
				if _, ok := entry[key].(string); !ok {
					return "", fmt.Errorf("no %s in %s", key, line)
				}
			}
			lines++
		}
		if lines == 0 {
			return "", errors.New("nothing was logged, not even the queries that failed")
		}
		return fmt.Sprintf("%d lines", lines), nil
	})

	do("it leaves on Grafana's shutdown call, within the two seconds it is given, with 0", func(context.Context) (string, error) {
		started := time.Now()
		plugin.client.Kill()
		took := time.Since(started)
		if !plugin.client.Exited() {
			return "", errors.New("it is still there")
		}
		if took >= 2*time.Second {
			return "", fmt.Errorf("it had to be killed after %s", took)
		}
		if code := plugin.command.ProcessState.ExitCode(); code != 0 {
			return "", fmt.Errorf("it ended with %d", code)
		}
		return took.Round(time.Millisecond).String(), nil
	})
	return checks
}
